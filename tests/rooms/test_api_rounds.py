"""Programmes and rounds through the API, for whoever coordinates them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest

from journeywork.mentoring import finding, publishing, queries, staging, why_not
from journeywork.mentoring.models import EnrolmentRow
from journeywork.mentoring.round_models import WhyNotRow
from journeywork.people import actions as people
from journeywork.people import queries as directory
from tests.conftest import Cast
from tests.rooms.calling import Answer, Calls, walk
from tests.rooms.mentoring import enrol, programme

Call = Callable[..., Answer]
HEADINGS = "email,role,wants,offers"


@pytest.fixture(scope="module", autouse=True)
def _solver() -> None:
    """Where nothing is compiled yet this takes long: longer than a transaction may stand idle."""
    finding.make_ready()


@pytest.fixture
def calls(at: datetime) -> Calls:
    return Calls(at)


@pytest.fixture
def emil(cast: Cast, calls: Calls) -> Call:
    return calls.as_(cast.emil)


def read(answer: Answer, status: int = 200) -> Any:
    assert answer.status == status, answer.json
    return answer.json


def table(cast: Cast) -> str:
    """Ana wants what Ben and Cleo offer."""
    rows = [f"{cast.ana.email},mentee,SQL,"]
    rows += [f"{one.email},mentor,,SQL" for one in (cast.ben, cast.cleo)]
    return "\n".join([HEADINGS, *rows, ""])


def staged(cast: Cast, emil: Call, at: datetime, **more: Any) -> Any:
    """Return a round that the worker has matched."""
    made = read(emil("POST", "programmes", {"name": "Spring", "kind": "mentoring"} | more), 201)
    one = f"programmes/{made['key']}"
    read(emil("POST", f"{one}/participants", {"text": table(cast)}))
    read(emil("POST", f"{one}/open"))
    asked = read(emil("POST", f"{one}/rounds", {}), 202)
    assert (asked["state"], asked["number"], asked["counts"]) == ("staging", 1, None)
    staging.stage(round_id=asked["id"], at=at)
    return read(emil("GET", f"rounds/{asked['id']}"))


# Programmes


def test_a_programme_is_set_up_changed_opened_and_closed(cast: Cast, emil: Call) -> None:
    plan = {"name": "Spring cohort", "kind": "mentoring", "teams": ["payments"]}
    made = read(emil("POST", "programmes", plan), 201)
    one = f"programmes/{made['key']}"
    assert (made["key"], made["state"], made["teams"], made["places"]) == (
        "spring-cohort", "draft", ["payments"], 2,
    )  # fmt: skip
    changed = read(emil("PATCH", one, {"places": 3, "teams": []}))
    assert (changed["places"], changed["teams"], changed["name"]) == (3, [], "Spring cohort")
    assert set(emil("PATCH", one, {"rules": "weights ="}).faults) == {"rules"}
    assert set(emil("PATCH", one, {"every_weeks": 26}).faults) == {"every_weeks"}
    assert emil("PATCH", one, {"teams": ["nowhere"]}).status == 404
    assert read(emil("POST", f"{one}/open"))["state"] == "open"
    assert read(emil("POST", f"{one}/close"))["state"] == "closed"
    assert [each["key"] for each in walk(emil, "programmes")] == ["spring-cohort"]


def test_of_two_who_change_a_programme_the_second_is_told(
    cast: Cast, calls: Calls, at: datetime
) -> None:
    path = f"programmes/{programme(at, by=cast.emil).key}"
    calls.as_(cast.emil)
    token = next(iter(calls._tokens.values()))
    seen = calls.call("GET", path, None, token).headers["ETag"]
    said = [
        calls.call("PATCH", path, {"places": n}, token, headers={"if-match": seen}).status
        for n in (3, 4)
    ]
    assert (said, read(calls.as_(cast.emil)("GET", path))["places"]) == ([200, 412], 3)


def test_who_does_not_coordinate_finds_no_way_in(cast: Cast, calls: Calls, at: datetime) -> None:
    where = programme(at, by=cast.emil)
    enrol(where, cast.ana, at, wants=["SQL"])
    paths = ("", f"/{where.key}", f"/{where.key}/participants", f"/{where.key}/rounds")
    for somebody in (cast.ana, cast.dora):
        for path in (*paths, f"/{where.key}/health", f"/{where.key}/participants/table"):
            assert calls.as_(somebody)("GET", f"programmes{path}").status == 403, path
    for path in paths[1:]:
        assert calls.as_(cast.emil)("GET", f"programmes{path}").status == 200, path


# People, in and out


def test_a_table_is_looked_through_and_taken_in_or_nobody_is(
    cast: Cast, emil: Call, at: datetime
) -> None:
    where = programme(at, by=cast.emil)
    one = f"programmes/{where.key}/participants"
    bad = table(cast) + "nobody@else.example,mentee,SQL,\n"
    looked = read(emil("POST", f"{one}/check", {"text": bad}))
    assert [(each["row"], each["heading"]) for each in looked["faults"]] == [(5, "email")]
    assert set(emil("POST", one, {"text": bad}).faults) == {"text.5.email"}
    assert read(emil("POST", f"{one}/check", {"text": table(cast)}))["joining"] == 3
    assert EnrolmentRow.objects.count() == 0, "looking through writes nothing"
    taken = read(emil("POST", one, {"text": table(cast)}))
    assert (taken["joining"], taken["same"], EnrolmentRow.objects.count()) == (3, 0, 3)
    assert read(emil("POST", one, {"text": table(cast)}))["same"] == 3
    listed = walk(emil, one)
    assert [(each["key"], each["role"]) for each in listed] == [
        ("ana", "mentee"), ("ben", "mentor"), ("cleo", "mentor"),
    ]  # fmt: skip
    assert [each["key"] for each in walk(emil, f"{one}?text=cle")] == ["cleo"]
    out = read(emil("GET", f"{one}/table"))["text"]
    assert read(emil("POST", f"{one}/check", {"text": out}))["faults"] == []


def test_a_token_adds_nobody_to_the_directory_without_that_scope(
    cast: Cast, calls: Calls, at: datetime
) -> None:
    ada = people.add_person(
        name="Ada", email="ada@fairwater.example", roles=("administrator",), by=None, at=at
    )
    path = f"programmes/{programme(at, by=ada).key}/participants"
    new = {
        "text": f"{HEADINGS.replace('email', 'name,email')}\nGus,gus@fairwater.example,mentor,,SQL\n"
    }
    writes, whole = calls.as_(ada, ["write"]), calls.as_(ada, ["write", "administer"])
    assert writes("POST", path, new | {"add": True}).status == 403
    assert writes("POST", f"{path}/check", new | {"add": True}).status == 403
    assert set(whole("POST", path, new).faults) != set()
    assert directory.person_by_email("gus@fairwater.example") is None
    assert read(whole("POST", path, new | {"add": True}))["new"] == 1
    assert directory.person_by_email("gus@fairwater.example") is not None


def test_a_round_is_tried_out_with_other_rules(cast: Cast, emil: Call, at: datetime) -> None:
    where = programme(at, by=cast.emil)
    enrol(where, cast.ana, at, wants=["SQL"])
    path = f"programmes/{where.key}/try"
    tried = read(emil("POST", path, {}))
    assert (tried["seekers"], tried["givers"], tried["alone"]) == (1, 0, 1)
    assert [(each["skill"], each["people"]) for each in tried["lacking"]] == [("sql", 1)]
    assert set(emil("POST", path, {"rules": "weights ="}).faults) == {"rules"}


# Rounds


def test_a_round_is_looked_at_changed_and_published(
    cast: Cast, calls: Calls, emil: Call, at: datetime
) -> None:
    found = staged(cast, emil, at)
    one = f"rounds/{found['id']}"
    assert (found["state"], found["counts"]["placed"], found["proof"]["proven"]) == (
        "staged", 1, True,
    )  # fmt: skip
    assert {each["name"] for each in found["choices"]} >= {"even", "most"}
    (pair,) = walk(emil, f"{one}/pairs")
    assert pair["fit"] == sum(part["value"] for part in pair["parts"]) > 0
    mentor = pair["people"][1]["name"].lower()
    other = {"ben": "cleo", "cleo": "ben"}[mentor]
    (alone,) = emil("GET", f"{one}/left").items
    assert (alone["person"]["name"].lower(), len(alone["says"])) == (other, 1)

    assert read(emil("POST", f"{one}/pairs/{pair['id']}/lock"))["locked"] is True
    assert (
        read(emil("GET", one))["pairs"] | {"staged": 1, "locked": 1}
        == read(emil("GET", one))["pairs"]
    )
    read(emil("POST", f"{one}/pairs/{pair['id']}/unlock"))
    assert read(emil("POST", f"{one}/pairs/{pair['id']}/drop"))["state"] == "dropped"
    assert emil("GET", f"{one}/pairs").items == []
    made = read(emil("POST", f"{one}/pairs", {"people": ["ana", other]}), 201)
    assert (made["by_hand"], made["locked"]) == (True, True)
    assert [each["id"] for each in walk(emil, f"{one}/pairs?person={other}")] == [made["id"]]
    assert emil("GET", f"{one}/pairs?person={mentor}").items == []

    assert read(emil("POST", f"{one}/confirm"), 202)["state"] == "publishing"
    assert calls.as_(cast.ana)("GET", "mentoring/matches").items == [], "nobody is told before"
    publishing.publish(round_id=found["id"], at=at)
    assert read(emil("GET", one))["pairs"]["published"] == 1
    (match,) = calls.as_(cast.ana)("GET", "mentoring/matches").items
    assert match["people"][0]["name"].lower() == other
    assert set(emil("POST", f"{one}/drop").faults) == {"round"}
    assert read(emil("GET", f"programmes/{found['programme']}/health"))["running"] == 1


def test_what_is_published_is_what_was_looked_at(
    cast: Cast, calls: Calls, emil: Call, at: datetime
) -> None:
    """Somebody locks a pair in between: the round is another, and is not published."""
    one = f"rounds/{staged(cast, emil, at)['id']}"
    token = next(iter(calls._tokens.values()))
    seen = calls.call("GET", one, None, token).headers["ETag"]
    (pair,) = walk(emil, f"{one}/pairs")
    read(emil("POST", f"{one}/pairs/{pair['id']}/lock"))
    stale = {"headers": {"if-match": seen}}
    assert calls.call("POST", f"{one}/confirm", None, token, **stale).status == 412
    assert read(emil("GET", one))["state"] == "staged"
    fresh = {"headers": {"if-match": calls.call("GET", one, None, token).headers["ETag"]}}
    assert calls.call("POST", f"{one}/confirm", None, token, **fresh).status == 202


def test_why_these_two_are_not_together_is_found_out(cast: Cast, emil: Call, at: datetime) -> None:
    found = staged(cast, emil, at)
    one = f"rounds/{found['id']}"
    (pair,) = walk(emil, f"{one}/pairs")
    other = {"Ben": "cleo", "Cleo": "ben"}[pair["people"][1]["name"]]
    asks = {"first": "ana", "second": other}
    assert read(emil("POST", f"{one}/why-not", asks))["answered_at"] is None
    why_not.answer(question_id=WhyNotRow.objects.get().id, at=at)
    told = read(emil("POST", f"{one}/why-not", asks))
    assert (told["answered_at"] is None, len(told["says"]) > 0) == (False, True)
    assert WhyNotRow.objects.count() == 1, "asked twice is once"
    assert set(emil("POST", f"{one}/why-not", asks | {"second": "ana"}).faults) == {"people"}
    assert emil("POST", f"{one}/why-not", asks | {"second": "nobody"}).status == 404


def test_a_round_is_matched_again_or_dropped(cast: Cast, emil: Call, at: datetime) -> None:
    found = staged(cast, emil, at)
    one = f"rounds/{found['id']}"
    rounds = f"programmes/{found['programme']}/rounds"
    assert set(emil("POST", rounds, {}).faults) == {"round"}, "one waits to be looked at"
    again = read(emil("POST", f"{one}/again", {"dial": "most", "draws": True}), 202)
    assert (again["state"], again["dial"], again["draws"]) == ("staging", "most", True)
    staging.stage(round_id=queries.round(again["id"]).id, at=at)
    assert read(emil("POST", f"{one}/drop"))["state"] == "dropped"
    assert [each["state"] for each in walk(emil, rounds)] == ["dropped"]
    assert read(emil("POST", rounds, {}), 202)["number"] == 2


def test_a_pair_is_only_in_its_round(cast: Cast, emil: Call, at: datetime) -> None:
    found = staged(cast, emil, at)
    (pair,) = walk(emil, f"rounds/{found['id']}/pairs")
    assert emil("POST", f"rounds/{uuid4()}/pairs/{pair['id']}/lock").status == 404
    assert emil("POST", f"rounds/{found['id']}/pairs/{uuid4()}/lock").status == 404
    assert emil("POST", f"rounds/{found['id']}/pairs/{pair['id']}/lock").status == 200
