"""Activities through the API: Ana carries hers, and to Cleo there is none."""

from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest

from journeywork.activities import actions
from journeywork.engine.activities import UNGUIDED, Activity, ActivityKind
from journeywork.engine.cadence import Cadence
from journeywork.engine.sharing import Audience, AudienceKind
from tests.conftest import Cast
from tests.rooms.api_examples.activities import GUIDE
from tests.rooms.calling import Answer, Calls, walk


@pytest.fixture
def calls(at: datetime) -> Calls:
    return Calls(at)


def opened(cast: Cast, at: datetime, title: str = "Locks", **more: Any) -> Activity:
    return actions.open_activity(
        kind=ActivityKind.MENTORING,
        title=title,
        guide=UNGUIDED,
        participants={cast.ana.id: "mentee", cast.ben.id: "mentor"},
        by=cast.ana.id,
        at=at,
        **more,
    )


def read(answer: Answer, status: int = 200) -> Any:
    assert answer.status == status, answer.json
    return answer.json


def test_an_activity_rests_goes_on_and_somebody_leaves(
    cast: Cast, calls: Calls, at: datetime
) -> None:
    one = f"activities/{opened(cast, at).id}"
    ana, ben = calls.as_(cast.ana), calls.as_(cast.ben)
    found = read(ana("GET", one))
    assert (found["kind"], found["state"]) == ("mentoring", "open")
    assert {each["person"]["name"]: each["role"] for each in found["participants"]} == {
        "Ana": "mentee",
        "Ben": "mentor",
    }
    resting = read(ben("POST", f"{one}/pause", {"until": "2026-03-20"}))
    assert (resting["state"], resting["paused_until"]) == ("paused", "2026-03-20")
    assert read(ana("POST", f"{one}/resume"))["state"] == "open"
    assert ben("POST", f"{one}/leave").status == 204
    assert read(ana("GET", one))["participants"][1]["left_at"] is not None
    assert ana("POST", f"{one}/pause", {"until": "2026-03-01"}).faults == {
        "until": "a pause ends on a later day"
    }


def test_a_check_in_that_waits_is_answered_once_by_whoever_takes_part(
    cast: Cast, calls: Calls, at: datetime
) -> None:
    begun = at - timedelta(days=1)
    often = Cadence(every=1, unit="day", at=time(9, 30), zone=UTC, starts=begun.date())
    opened(cast, begun - timedelta(hours=2), cadence=often)
    ana, ben = calls.as_(cast.ana), calls.as_(cast.ben)
    waiting = ana("GET", "check-ins").items
    assert [each["planned"] for each in waiting] == ["2026-03-09", "2026-03-10"]
    one = f"check-ins/{waiting[0]['id']}"
    assert calls.as_(cast.cleo)("POST", one, {"done": True}).status == 404
    assert read(ben("POST", one, {"done": True}))["state"] == "done"
    assert [each["planned"] for each in ana("GET", "check-ins").items] == ["2026-03-10"]


def test_a_commitment_is_its_owners_to_answer(cast: Cast, calls: Calls, at: datetime) -> None:
    one = f"activities/{opened(cast, at).id}/commitments"
    ana, ben = calls.as_(cast.ana), calls.as_(cast.ben)
    made = read(ana("POST", one, {"text": "Look at locks first", "due": "2026-03-20"}), 201)
    said = f"commitments/{made['id']}"
    assert [each["owner"]["name"] for each in ben("GET", one).items] == ["Ana"]
    assert ben("GET", "commitments").items == []
    assert ben("PATCH", said, {"done": True}).status == 404
    assert set(ana("PATCH", said, {"done": False, "helped": "yes"}).faults) == {"helped"}
    done = read(ana("PATCH", said, {"done": True, "helped": "partly"}))
    assert (done["helped"], done["done_at"] is None) == ("partly", False)
    assert ana("GET", "commitments?open_only=true").items == []
    for number in range(2):
        assert ana("POST", one, {"text": f"{number}", "due": "2026-03-20"}).status == 201
    too_much = ana("POST", one, {"text": "A fourth", "due": "2026-03-20"})
    assert too_much.faults == {"text": "there are 3 already: what is too much is not done"}


def test_lists_go_page_by_page_also_where_activities_began_at_once(
    cast: Cast, calls: Calls, at: datetime
) -> None:
    for number in range(4):
        opened(cast, at, title=str(number))
    for path in ("activities", "activities?kind=mentoring&state=open"):
        seen = [one["title"] for one in walk(calls.as_(cast.ana), path)]
        assert sorted(seen) == ["0", "1", "2", "3"], path
        assert walk(calls.as_(cast.cleo), path) == [], path
    assert walk(calls.as_(cast.ana), "activities?kind=debrief") == []


def test_to_who_takes_no_part_there_is_nothing(cast: Cast, calls: Calls, at: datetime) -> None:
    found = opened(cast, at)
    for somebody in (cast.cleo, cast.dora, cast.emil):
        call = calls.as_(somebody)
        for method, rest, body in (
            ("GET", "", None),
            ("POST", "/pause", {"until": None}),
            ("POST", "/resume", None),
            ("POST", "/leave", None),
            ("GET", "/commitments", None),
            ("POST", "/commitments", {"text": "x", "due": "2026-03-20"}),
        ):
            known = call(method, f"activities/{found.id}{rest}", body)
            nowhere = call(method, f"activities/{uuid4()}{rest}", body)
            assert (known.status, known.json) == (404, nowhere.json), rest


def test_no_operation_answers_with_a_reflection_not_even_one_that_is_shared(
    cast: Cast, calls: Calls, at: datetime
) -> None:
    found = opened(cast, at)
    written = actions.write_reflection(
        activity_id=found.id, stage="", question="", text="zanzibar", by=cast.ana.id, at=at
    )
    everyone = Audience(kind=AudienceKind.EVERYONE)
    actions.share_reflection(reflection_id=written.id, audience=everyone, by=cast.ana.id, at=at)
    call = calls.as_(cast.ana)
    for path in ("activities", f"activities/{found.id}", "check-ins", "commitments", "me"):
        assert "zanzibar" not in str(read(call("GET", path))), path


def test_a_guide_is_copied_changed_and_retired_and_a_broken_one_refused(
    cast: Cast, calls: Calls
) -> None:
    dora, ana = calls.as_(cast.dora), calls.as_(cast.ana)
    assert ana("POST", "guides", {"text": GUIDE}).status == 403
    made = read(dora("POST", "guides", {"text": GUIDE}), 201)
    one = f"guides/debrief/{made['name']['key']}"
    assert (made["title"], made["own"], made["name"]["version"]) == ("After a shift", True, 1)
    changed = GUIDE.replace("Ten minutes", "Five minutes")
    assert read(dora("PUT", one, {"text": changed}))["name"]["version"] == 2
    assert "Five minutes" in read(ana("GET", one))["text"]
    broken = dora("PUT", one, {"text": changed.replace("language: en", "language: english")})
    assert broken.status == 422
    assert broken.faults["text"].startswith("line 5")
    mine = [each for each in walk(ana, "guides?kind=debrief") if each["own"]]
    assert [each["title"] for each in mine] == ["After a shift"]
    assert dora("DELETE", one).status == 204
    assert not [each for each in walk(ana, "guides?kind=debrief") if each["own"]]
    assert dora("DELETE", "guides/debrief/after-the-work").status == 404
