"""Mentoring through the API for whoever takes part; nothing of notes, ratings and blocks."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from journeywork.api.app import api
from journeywork.api.doors import OPERATIONS
from journeywork.engine.lines import LineKind
from journeywork.engine.mentoring import Choosing, Match, PairState, RoundState
from journeywork.engine.people import Person
from journeywork.mentoring import blocks, ratings, running
from journeywork.mentoring.round_models import LeftRow, PairRow, RoundRow
from tests.conftest import Cast
from tests.rooms.calling import Answer, Calls, walk
from tests.rooms.debriefing import every_row
from tests.rooms.matches import matched
from tests.rooms.mentoring import enrol, programme

Call = Callable[..., Answer]


@pytest.fixture
def calls(at: datetime) -> Calls:
    return Calls(at)


def read(answer: Answer, status: int = 200) -> Any:
    assert answer.status == status, answer.json
    return answer.json


def everybody(cast: Cast) -> list[Person]:
    return [cast.ana, cast.ben, cast.cleo, cast.dora, cast.emil]


# Taking part


def test_enrolled_changed_wished_paused_and_left(cast: Cast, calls: Calls, at: datetime) -> None:
    where = programme(at, by=cast.emil)
    enrol(where, cast.cleo, at, offers=["Rust"])
    ana, one = calls.as_(cast.ana), f"mentoring/programmes/{where.key}"
    (found,) = ana("GET", "mentoring/programmes").items
    assert (found["key"], found["mine"]) == (where.key, None)
    said = {"role": "mentee", "wants": [{"name": "Rust", "weight": 3}], "goals": ["Lead"]}
    mine = read(ana("POST", f"{one}/enrol", said))["mine"]
    assert (mine["role"], mine["wants"], mine["offers"], mine["wanted"]) == (
        "mentee", said["wants"], None, 1,
    )  # fmt: skip
    mine = read(ana("PATCH", one, {"wanted": 2, "wants": None}))["mine"]
    assert (mine["wanted"], mine["wants"], mine["goals"]) == (2, None, ["Lead"])
    read(ana("PATCH", one, {"wants": said["wants"]}))
    (cleo,) = ana("GET", f"{one}/mentors?text=rust").items
    assert (cleo["key"], cleo["offers"]) == ("cleo", [{"name": "Rust", "level": 4}])
    possible = read(ana("GET", f"{one}/possible"))
    assert (possible["count"], [each["key"] for each in possible["some"]]) == (1, ["cleo"])
    wished = read(ana("PUT", f"{one}/wishes", {"people": ["cleo", "emil"]}))["mine"]["wishes"]
    assert [each["name"] for each in wished] == ["Cleo", "Emil"]

    paused = read(ana("POST", f"{one}/pause", {"until": "2026-05-04"}))["mine"]
    assert paused["paused_until"] == "2026-05-04"
    assert set(ana("POST", f"{one}/pause", {"until": "2026-03-10"}).faults) == {"until"}
    assert read(ana("POST", f"{one}/resume"))["mine"]["paused_until"] is None
    assert read(ana("POST", f"{one}/skip"))["mine"]["skips"] is True
    assert ana("POST", f"{one}/leave").status == 204
    assert read(ana("GET", one))["mine"] is None
    for verb in ("pause", "skip", "resume", "confirm", "leave"):
        body = {"until": "2026-05-04"} if verb == "pause" else None
        assert ana("POST", f"{one}/{verb}", body).status == 404, verb


def test_a_programme_of_another_team_or_being_set_up_is_none(
    cast: Cast, calls: Calls, at: datetime
) -> None:
    theirs = programme(at, by=cast.emil, teams=[cast.payments.id])
    draft = programme(at, by=cast.emil, state="draft")
    cleo, ana = calls.as_(cast.cleo), calls.as_(cast.ana)
    for key in (theirs.key, draft.key):
        assert cleo("GET", f"mentoring/programmes/{key}").status == 404
        assert cleo("POST", f"mentoring/programmes/{key}/enrol", {}).status == 404
    assert cleo("GET", "mentoring/programmes").items == []
    assert [each["key"] for each in ana("GET", "mentoring/programmes").items] == [theirs.key]


def test_two_devices_do_not_write_over_each_other(cast: Cast, calls: Calls, at: datetime) -> None:
    where = programme(at, by=cast.emil)
    for one in (cast.ana, cast.ben):
        enrol(where, one, at, wants=["Rust"])
    path = f"mentoring/programmes/{where.key}"
    calls.as_(cast.ana)
    token = next(iter(calls._tokens.values()))
    seen = calls.call("GET", path, None, token).headers["ETag"]
    # What Ben does to his own is another thing.
    read(calls.as_(cast.ben)("PATCH", path, {"wanted": 2}))
    stale = {"headers": {"if-match": seen}}
    assert calls.call("PATCH", path, {"wanted": 3}, token, **stale).status == 200
    stale = {"headers": {"if-match": seen}}
    assert calls.call("POST", f"{path}/skip", None, token, **stale).status == 412
    assert read(calls.as_(cast.ana)("GET", path))["mine"]["skips"] is False


def test_why_the_last_round_had_nobody_is_told_to_them_alone(
    cast: Cast, calls: Calls, at: datetime
) -> None:
    where = programme(at, by=cast.emil)
    for one in (cast.ana, cast.ben):
        enrol(where, one, at, wants=["Rust"])
    row = RoundRow.objects.create(
        programme=where.id, number=1, state=RoundState.PUBLISHED, on=at.date(), at=at,
        published_at=at,
    )  # fmt: skip
    LeftRow.objects.create(round=row.id, person=cast.ana.id, role="mentee", says=["nobody free"])
    told = {
        one.key: read(calls.as_(one)("GET", f"mentoring/programmes/{where.key}"))["nobody"]
        for one in (cast.ana, cast.ben)
    }
    assert told == {"ana": ["nobody free"], "ben": []}


# Being asked


def asked(cast: Cast, at: datetime) -> UUID:
    """Ana and Ben are proposed to each other; Ben stands first among what Ana wishes for."""
    where = programme(at, by=cast.emil, choosing=Choosing.BOTH)
    for one in (cast.ana, cast.ben):
        enrol(where, one, at, wants=["SQL"], offers=["Rust"])
    row = RoundRow.objects.create(
        programme=where.id, number=1, state=RoundState.PUBLISHED, on=at.date(), at=at,
        published_at=at,
    )  # fmt: skip
    parts = [["skills", 40, "they offer Rust"], ["wishes", 9, "wish 1 of the mentee"]]
    pair = PairRow.objects.create(
        round=row.id, first=cast.ana.id, second=cast.ben.id, fit=49, parts=parts,
        state=PairState.ASKED,
    )  # fmt: skip
    id: UUID = pair.id
    return id


def test_with_the_last_yes_it_begins(cast: Cast, calls: Calls, at: datetime) -> None:
    pair = asked(cast, at)
    ana, ben, cleo = (calls.as_(one) for one in (cast.ana, cast.ben, cast.cleo))
    (found,) = ben("GET", "mentoring/proposed").items
    assert (found["id"], [one["name"] for one in found["people"]]) == (str(pair), ["Ana"])
    assert found["reasons"] == ["they offer Rust"], "a wish is its author's, and no points"
    path = f"mentoring/proposed/{pair}"
    for somebody in (cleo, calls.as_(cast.emil)):
        assert somebody("GET", "mentoring/proposed").items == []
        assert somebody("POST", path, {"yes": True}).status == 404
    assert read(ana("POST", path, {"yes": True})) == {"began": None}
    assert ana("GET", "mentoring/proposed").items == []
    assert len(ben("GET", "mentoring/proposed").items) == 1
    began = read(ben("POST", path, {"yes": True}))["began"]
    assert [each["id"] for each in ana("GET", "mentoring/matches").items] == [began]
    assert ben("POST", path, {"yes": False}).status == 404


def test_who_said_no_is_not_told(cast: Cast, calls: Calls, at: datetime) -> None:
    pair = asked(cast, at)
    ana, ben = (calls.as_(one) for one in (cast.ana, cast.ben))
    assert read(ana("POST", f"mentoring/proposed/{pair}", {"yes": False})) == {"began": None}
    assert ben("GET", "mentoring/proposed").items == []
    assert ben("GET", "mentoring/matches?ended=true").items == []


# Matches


def test_a_match_runs_and_ends(cast: Cast, calls: Calls, at: datetime) -> None:
    found = matched(cast, at)
    one = f"mentoring/matches/{found.id}"
    ana, ben = (calls.as_(each) for each in (cast.ana, cast.ben))
    for _ in range(2):
        whole = read(ana("PUT", f"{one}/goals", {"text": "Lead a project"}))
    (goal,) = whole["goals"]
    assert (goal["text"], goal["by"]["name"], goal["done_at"]) == ("Lead a project", "Ana", None)
    read(ben("PUT", f"{one}/agenda", {"text": "How to say no"}))
    whole = read(ben("PUT", f"{one}/lines/{goal['id']}/done", {"done": True}))
    assert (whole["goals"][0]["done_at"] is None, whole["agenda"][0]["text"]) == (
        False, "How to say no",
    )  # fmt: skip
    assert (whole["mine"], [each["name"] for each in whole["people"]]) == ("mentor", ["Ana"])
    assert whole["reasons"] == [part.says for part in found.parts]
    assert (len(whole["meetings"]) > 0, whole["first_met_at"]) == (True, None)

    times = ana("GET", f"{one}/times").items
    moved = read(ana("PUT", f"{one}/time", {"starts": times[0]["starts"]}))
    assert moved["id"] == str(found.id)
    assert set(ana("PUT", f"{one}/time", {"starts": "2026-03-11T03:00:00Z"}).faults) == {"starts"}
    assert read(ben("POST", f"{one}/met", {}))["state"] == "done"
    assert read(ana("GET", one))["first_met_at"] is not None
    assert read(ana("POST", f"{one}/go-on"))["ends_at"] > whole["ends_at"]
    assert ana("POST", f"{one}/end", {"somebody_else": True}).status == 204
    assert ana("POST", f"{one}/end", {}).faults == {"match": "it has ended"}
    told = read(ana("PUT", f"{one}/thanks", {"text": "For your time"}))
    assert told["thanks"][0]["text"] == "For your time"
    assert ben("GET", "mentoring/matches").items == []
    assert [each["id"] for each in walk(ben, "mentoring/matches?ended=true")] == [str(found.id)]


def every_call(found: Match) -> list[tuple[str, str, Any]]:
    one = f"mentoring/matches/{found.id}"
    return [
        ("GET", one, None),
        ("GET", f"{one}/times", None),
        ("GET", f"{one}/suggestions", None),
        ("PUT", f"{one}/time", {"starts": "2026-03-11T10:00:00Z"}),
        ("POST", f"{one}/met", {}),
        *(("PUT", f"{one}/{each}", {"text": "x"}) for each in ("goals", "agenda", "thanks")),
        ("POST", f"{one}/still-on", None),
        ("POST", f"{one}/go-on", None),
        ("POST", f"{one}/end", {}),
    ]


def test_to_who_is_not_in_it_there_is_no_match(cast: Cast, calls: Calls, at: datetime) -> None:
    """Emil coordinates, Dora leads Ana's team: it is none of theirs."""
    found = matched(cast, at)
    line = running.write(match_id=found.id, kind=LineKind.GOAL, text="x", by=cast.ana.id, at=at)
    done = ("PUT", f"mentoring/matches/{found.id}/lines/{line.id}/done", {"done": True})
    for somebody in (cast.cleo, cast.dora, cast.emil, cast.outsider):
        call = calls.as_(somebody)
        for method, path, body in (*every_call(found), done):
            known = call(method, path, body)
            nowhere = call(method, path.replace(str(found.id), str(uuid4())), body)
            assert (known.status, known.json) == (404, nowhere.json), (somebody.key, path)
        assert call("GET", "mentoring/matches?ended=true").items == []
    # The control: to those in it there is one.
    for somebody in (cast.ana, cast.ben):
        assert read(calls.as_(somebody)("GET", f"mentoring/matches/{found.id}"))["goals"]


# What no token reads


def seen_by_all(cast: Cast, calls: Calls, found: Match) -> str:
    """Return all that anybody reads of a match and its programme."""
    paths = (
        *("mentoring/programmes", "mentoring/matches", f"mentoring/matches/{found.id}"),
        *(f"activities/{found.id}", "programmes/first-year/health"),
        *("programmes/first-year/participants", "mentoring/programmes/first-year/possible"),
    )
    some = (cast.ana, cast.ben, cast.dora, cast.emil)
    every = [calls.as_(one)("GET", path).json for one in some for path in paths]
    tables = calls.as_(cast.emil)("GET", "programmes/first-year/participants/table").json
    return json.dumps([every, tables])


def test_a_note_and_a_rating_change_no_answer_to_anybody_their_author_included(
    cast: Cast, calls: Calls, at: datetime
) -> None:
    found = matched(cast, at)
    held = running.met(match_id=found.id, check_in_id=None, by=cast.ana.id, at=at)
    before = seen_by_all(cast, calls, found)
    running.write(match_id=found.id, kind=LineKind.NOTE, text="zanzibar", by=cast.ana.id, at=at)
    ratings.rate(match_id=found.id, check_in_id=held.id, useful=1, by=cast.ana.id, at=at)
    assert running.kept(found.id, reader=cast.ana.id)[0].text == "zanzibar"
    assert seen_by_all(cast, calls, found) == before
    # The control: what those in it share by a token is seen.
    running.write(match_id=found.id, kind=LineKind.GOAL, text="x", by=cast.ana.id, at=at)
    assert seen_by_all(cast, calls, found) != before


def test_a_block_changes_no_answer_to_anybody_but_whom_its_author_sees(
    cast: Cast, calls: Calls, at: datetime
) -> None:
    """Ana blocks Emil, who offers what she wants: for Emil and all others nothing is different."""
    found = matched(cast, at)
    for one, more in ((cast.ana, {"wants": ["SQL"]}), (cast.emil, {"offers": ["SQL"]})):
        enrol(programme_of(found), one, at, **more)
    others = [one for one in everybody(cast) if one.id != cast.ana.id]
    mine = "mentoring/programmes/first-year/possible"

    def told() -> tuple[str, int]:
        paths = ("mentoring/programmes", mine, "programmes/first-year/participants")
        theirs = [calls.as_(one)("GET", path).json for one in others for path in paths]
        table = calls.as_(cast.emil)("GET", "programmes/first-year/participants/table").json
        tried = calls.as_(cast.emil)("POST", "programmes/first-year/try", {}).json
        return json.dumps([theirs, table, tried]), calls.as_(cast.ana)("GET", mine).json["count"]

    before, possible = told()
    blocks.block(who=cast.emil.id, by=cast.ana.id, at=at)
    assert told() == (before, possible - 1), "the control: to Ana it counts"


def programme_of(found: Match) -> Any:
    from journeywork.mentoring import queries

    return queries.programme(found.programme)


def test_nothing_is_kept_of_what_is_written_in_a_match(
    cast: Cast, calls: Calls, at: datetime
) -> None:
    """The control: of what hides nothing, something is kept for a retry."""
    one = f"mentoring/matches/{matched(cast, at).id}"
    calls.as_(cast.ana)
    token = next(iter(calls._tokens.values()))

    def kept(method: str, path: str, body: Any) -> int:
        key = {"headers": {"idempotency-key": path}}
        assert calls.call(method, path, body, token, **key).status == 200
        return len(every_row()["kernel_kept_answer"])

    assert kept("POST", f"{one}/still-on", None) == 1
    assert kept("PUT", f"{one}/goals", {"text": "zanzibar"}) == 1
    assert kept("PUT", f"{one}/agenda", {"text": "zanzibar"}) == 1
    assert kept("PUT", f"{one}/thanks", {"text": "zanzibar"}) == 1


def test_no_shape_has_a_place_for_notes_ratings_and_blocks() -> None:
    schema = api.get_openapi_schema()
    ours = ("/mentoring", "/programmes", "/rounds")
    mine = json.dumps({path: v for path, v in schema["paths"].items() if any(
        path.startswith(f"/api/v1{each}") for each in ours)})  # fmt: skip
    shapes = schema["components"]["schemas"]
    known: set[str] = set()
    while new := {name for name in shapes if f'schemas/{name}"' in mine} - known:
        known |= new
        mine += json.dumps([shapes[name] for name in new])
    fields = {field for name in known for field in shapes[name].get("properties", {})}
    assert (
        fields & {"note", "notes", "rating", "rated", "block", "blocks", "apart", "yes_by"} == set()
    )
    assert {"goals", "agenda", "thanks", "wishes", "locked"} <= fields  # They were looked through.
    assert not any(
        word in path for path in schema["paths"] for word in ("block", "apart", "rating")
    )
    asks = {
        key for name, key in OPERATIONS.items() if name.split(".")[0] in ("mentoring", "matches")
    }
    assert asks == {"mentoring.read", "mentoring.write"}


def test_a_token_needs_the_scope(cast: Cast, calls: Calls, at: datetime) -> None:
    where = programme(at, by=cast.emil)
    reads, sends = (calls.as_(cast.ana, [scope]) for scope in ("read", "events"))
    assert reads("POST", f"mentoring/programmes/{where.key}/enrol", {}).status == 403
    assert (reads("GET", "mentoring/matches").status, sends("GET", "mentoring/matches").status) == (
        200, 403,
    )  # fmt: skip
