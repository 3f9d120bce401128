"""Debriefs through the API: what the pages do, and no more can be found out about who wrote what."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from journeywork.debriefs import actions, queries
from tests.conftest import Cast
from tests.rooms.calling import Answer, Calls, walk
from tests.rooms.debriefing import canary, every_row, opened, opened_rows, team_of

SECRET = "a secret of {key}, drawn once"


@pytest.fixture
def calls(at: datetime) -> Calls:
    return Calls(at)


def read(answer: Answer, status: int = 200) -> Any:
    assert answer.status == status, answer.json
    return answer.json


def open_in(at: datetime, **more: Any) -> dict[str, Any]:
    ends = (at + timedelta(days=3)).isoformat()
    given = {"title": "The fee", "people": ["ben", "dora"], "named": True, "ends_at": ends}
    return given | more


def written(person: Any, **more: Any) -> dict[str, Any]:
    key = SECRET.format(key=person.key)
    return {"answers": {"happened": canary(person)}, "key": key} | more


def test_opened_written_revealed_learned_and_agreed(cast: Cast, calls: Calls, at: datetime) -> None:
    ana, ben, dora = (calls.as_(one) for one in (cast.ana, cast.ben, cast.dora))
    made = read(ana("POST", "debriefs", open_in(at)), 201)
    assert ([one["name"] for one in made["people"]], made["state"], made["done"]) == (
        ["Ana", "Ben", "Dora"], "writing", 0,
    )  # fmt: skip
    path = f"debriefs/{made['id']}"
    assert ana("PUT", f"{path}/written", written(cast.ana)).status == 204
    assert ben("PUT", f"{path}/written", {"answers": {}}).status == 204
    one = read(ben("GET", path))
    assert (one["done"], one["waits_for_me"], read(dora("GET", path))["waits_for_me"]) == (
        2, False, True,
    )  # fmt: skip
    assert ben("GET", f"{path}/answers").items == []
    assert dora("POST", f"{path}/lessons", {"title": "a", "text": "b", "owner": "ana"}).faults
    assert dora("PUT", f"{path}/written", written(cast.dora)).status == 204
    found = {(one["author"]["name"], one["text"]) for one in ben("GET", f"{path}/answers").items}
    assert found == {("Ana", canary(cast.ana)), ("Dora", canary(cast.dora))}
    lesson = {"title": "The key first", "text": "Ask for it.", "owner": "ana"}
    drawn = read(dora("POST", f"{path}/lessons", lesson), 201)
    assert [one["id"] for one in ana("GET", f"{path}/lessons").items] == [drawn["id"]]
    agreed = {"text": "Add it", "owner": "ben", "due": "2026-03-20"}
    assert read(ana("POST", f"{path}/commitments", agreed), 201)["owner"]["name"] == "Ben"
    assert [one["text"] for one in ben("GET", f"{path}/commitments").items] == ["Add it"]
    assert read(ana("GET", path))["state"] == "revealed"


def test_whoever_takes_no_part_finds_nothing(cast: Cast, calls: Calls, at: datetime) -> None:
    made = read(calls.as_(cast.ana)("POST", "debriefs", open_in(at)), 201)
    path = f"debriefs/{made['id']}"
    for person in (cast.cleo, cast.emil, cast.outsider):
        call = calls.as_(person)
        gets = ("", "/answers", "/lessons", "/commitments")
        assert [call("GET", path + more).status for more in gets] == [404] * 4
        assert call("PUT", f"{path}/written", written(person)).status == 404
        assert call("GET", "debriefs").items == []


def test_lists_go_page_by_page(cast: Cast, calls: Calls, at: datetime) -> None:
    for hour in range(5):
        opened(cast, at - timedelta(hours=hour), named=True, title=f"{hour}")
    assert [one["title"] for one in walk(calls.as_(cast.ana), "debriefs")] == list("01234")


def test_a_token_needs_the_scope(cast: Cast, calls: Calls, at: datetime) -> None:
    reads, sends = (calls.as_(cast.ana, [scope]) for scope in ("read", "events"))
    assert reads("POST", "debriefs", open_in(at)).status == 403
    assert (reads("GET", "debriefs").status, sends("GET", "debriefs").status) == (200, 403)


def test_an_answer_has_a_tag_and_is_not_sent_twice(cast: Cast, calls: Calls, at: datetime) -> None:
    calls.as_(cast.ana)("POST", "debriefs", open_in(at))
    id = queries.debriefs(reader=cast.ana.id)[0].id
    first = calls.as_(cast.ana)("GET", f"debriefs/{id}")
    token = next(iter(calls._tokens.values()))
    again = calls.call(
        "GET", f"debriefs/{id}", token=token, headers={"if-none-match": first.headers["ETag"]}
    )
    assert again.status == 304


def test_opening_twice_with_one_key_opens_once(cast: Cast, calls: Calls, at: datetime) -> None:
    calls.as_(cast.ana)
    token = next(iter(calls._tokens.values()))
    made = [
        calls.call("POST", "debriefs", open_in(at), token, headers={"idempotency-key": "k"})
        for _ in range(2)
    ]
    assert made[0].json["id"] == made[1].json["id"]
    assert len(queries.debriefs(reader=cast.ana.id)) == 1


def test_without_names_a_key_is_needed_that_nobody_guesses(
    cast: Cast, calls: Calls, at: datetime
) -> None:
    debrief = opened(cast, at)
    ana = calls.as_(cast.ana)
    refused = ana("PUT", f"debriefs/{debrief.id}/written", written(cast.ana, key="short"))
    assert (refused.status, list(refused.faults)) == (422, ["key"])


def test_without_names_the_search_finds_nobody_who_wrote_through_the_api(
    cast: Cast, calls: Calls, at: datetime
) -> None:
    """Nor does what is kept of a request: with the key of a retry, nothing of it is kept."""
    debrief = opened(cast, at)
    path = f"debriefs/{debrief.id}/written"
    before: dict[str, set[str]] = {}
    for number, person in enumerate(team_of(cast)):
        call = calls.as_(person)
        call("GET", f"debriefs/{debrief.id}")
        before = before or every_row()
        token = list(calls._tokens.values())[-1]
        sent = calls.call(
            "PUT", path, written(person), token, headers={"idempotency-key": f"k{number}"}
        )
        assert sent.status == 204
        if number == 0:
            after = every_row()
            changed = {table for table in before if before[table] != after[table]}
            # How often a token was used in this minute is counted, whatever it was used for.
            assert changed - {"kernel_allowance"} == {"debriefs_debrief", "debriefs_ask"}
    assert not any(every_row()["kernel_kept_answer"])
    everybody = [one.id for one in team_of(cast)]
    tied = [
        row
        for row in opened_rows(*everybody)
        for one in team_of(cast)
        if canary(one) in row and str(one.id) in row and row.count("canary of") == 1
    ]
    assert tied == []
    found = calls.as_(cast.ana)("GET", f"debriefs/{debrief.id}/answers").items
    assert ({one["author"] for one in found}, len(found)) == ({None}, 4)
    assert {one["text"] for one in found} == {canary(one) for one in team_of(cast)}


def test_what_is_kept_of_a_retry_would_have_told(cast: Cast, calls: Calls, at: datetime) -> None:
    """The control: opening a debrief, which hides nothing, is kept with its person."""
    calls.as_(cast.ana)
    token = next(iter(calls._tokens.values()))
    calls.call("POST", "debriefs", open_in(at), token, headers={"idempotency-key": "k"})
    assert any(str(cast.ana.id) in row for row in every_row()["kernel_kept_answer"])


def test_themes_are_told_or_that_there_are_none(cast: Cast, calls: Calls, at: datetime) -> None:
    assert read(calls.as_(cast.cleo)("GET", "debriefs/themes")) == {"week": None, "themes": []}
    actions.find_themes(at=at)
    assert read(calls.as_(cast.cleo)("GET", "debriefs/themes"))["themes"] == []
