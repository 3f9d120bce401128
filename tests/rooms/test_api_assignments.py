"""Stretch assignments through the API: what the pages do, and nothing of a pulse."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from journeywork.api.app import api
from journeywork.api.doors import OPERATIONS
from journeywork.assignments import actions, fading
from journeywork.engine.assignments import Assignment
from journeywork.engine.people import Person
from tests.conftest import Cast
from tests.rooms.assigning import coming, happen, opened, piece, running, tap
from tests.rooms.calling import Answer, Calls, walk
from tests.rooms.debriefing import every_row

DAY = timedelta(days=1)
DROWNING = (1, 3, 1)
Call = Callable[..., Answer]


@pytest.fixture
def calls(at: datetime) -> Calls:
    return Calls(at)


def read(answer: Answer, status: int = 200) -> Any:
    assert answer.status == status, answer.json
    return answer.json


def taken_on(**more: Any) -> dict[str, Any]:
    given = {
        "title": "Retry refunds at the gateway",
        "skill": "Payment gateways",
        "why": "I have never touched the gateway",
        "good": "A refund that fails is tried again",
        "complexity": 2,
        "mentor": "ben",
        "buddy": "emil",
        "checkpoints": [{"text": "A drawing", "due": "2026-03-20"}, {"text": "It retries"}],
        "lender": "dora",
        "hours": 6,
    }
    return given | more


def insiders(cast: Cast, calls: Calls) -> dict[str, Call]:
    return {one.key: calls.as_(one) for one in (cast.ana, cast.ben, cast.emil)}


# Stories


def test_taken_on_lent_begun_reached_and_ended(cast: Cast, calls: Calls) -> None:
    ana, ben, dora = (calls.as_(one) for one in (cast.ana, cast.ben, cast.dora))
    made = read(ana("POST", "assignments", taken_on()), 201)
    one, lent = f"assignments/{made['id']}", f"assignments/loans/{made['id']}"
    who = {role: made[role]["name"] for role in ("learner", "mentor", "buddy", "lender")}
    assert who == {"learner": "Ana", "mentor": "Ben", "buddy": "Emil", "lender": "Dora"}
    assert (made["state"], made["consent"], made["wanted"]["hours"]) == ("asking", "asked", 6)
    assert ana("POST", f"{one}/start").faults == {"assignment": "waits for whoever lends the time"}

    yes = {"given": True, "hours": 4, "until": "2026-04-01", "says": "Mornings"}
    loan = read(dora("POST", lent, yes))
    assert (loan["consent"], loan["terms"]) == (
        "given", {"hours": 4, "until": "2026-04-01", "says": "Mornings"},
    )  # fmt: skip
    assert dora("POST", lent, yes).faults == {"loan": "has been answered already"}
    begun = read(ana("POST", f"{one}/start"))
    assert (begun["state"], begun["stage"], begun["help"]) == ("running", "start", "steady")

    first = begun["checkpoints"][0]
    reached = f"{one}/checkpoints/{first['id']}/reached"
    shown = read(ana("PUT", reached, {"alone": False}))
    assert [point["done_at"] is None for point in shown["checkpoints"]] == [False, True]
    assert read(ben("POST", f"{one}/half-way"))["stage"] == "middle"
    assert set(ana("POST", f"{one}/end", {}).faults) == {"outcome"}
    ends = {"outcome": "I can retry", "thanks": "Thank you"}
    over = read(ana("POST", f"{one}/end", ends))
    assert (over["state"], over["outcome"], over["thanks"]) == (
        "ended", "I can retry", "Thank you",
    )  # fmt: skip
    (told,) = dora("GET", "assignments/loans").items
    assert (told["thanks"], told["outcome"]) == ("Thank you", "I can retry")


def test_after_a_no_somebody_else_is_asked(cast: Cast, calls: Calls) -> None:
    ana, dora, cleo = (calls.as_(one) for one in (cast.ana, cast.dora, cast.cleo))
    made = read(ana("POST", "assignments", taken_on()), 201)
    lent = f"assignments/loans/{made['id']}"
    assert read(dora("POST", lent, {"given": False}))["consent"] == "refused"
    again = read(ana("POST", f"assignments/{made['id']}/lender", {"lender": "cleo", "hours": 2}))
    assert (again["lender"]["name"], again["state"]) == ("Cleo", "asking")
    assert dora("GET", "assignments/loans").items == []
    assert dora("POST", lent, {"given": True, "hours": 2}).status == 404
    assert set(cleo("POST", lent, {"given": True, "hours": 0}).faults) == {"hours"}
    assert read(cleo("POST", lent, {"given": True, "hours": 2}))["consent"] == "given"


def test_work_is_proposed_taken_up_or_declined(cast: Cast, calls: Calls, at: datetime) -> None:
    happen(coming(cast, at, to=cast.ben), at=at)
    ana, ben, dora = (calls.as_(one) for one in (cast.ana, cast.ben, cast.dora))
    proposes = {"person": "ana", "episode": str(piece().uuid), "says": "You drew the old one"}
    assert ben("POST", "assignments/proposals", proposes).status == 204
    assert ben("POST", "assignments/proposals", proposes | {"person": "cleo"}).status == 404
    (found,) = ana("GET", "assignments/proposals").items
    assert (found["reason"], found["by"]["name"], found["says"]) == (
        "by hand", "Ben", "You drew the old one",
    )  # fmt: skip
    assert ben("GET", "assignments/proposals").items == []
    no = f"assignments/proposals/{found['id']}/decline"
    takes = taken_on(proposal=found["id"], lender=None, hours=0)
    assert dora("POST", no).status == 404
    assert dora("POST", "assignments", takes).status == 404
    made = read(ana("POST", "assignments", takes), 201)
    assert (made["episode"], made["state"]) == (str(piece().uuid), "ready")
    assert ana("GET", "assignments/proposals").items == []
    assert ana("POST", no).status == 404

    assert ana("POST", "assignments/proposals", proposes | {"person": "dora"}).status == 204
    (other,) = dora("GET", "assignments/proposals").items
    assert dora("POST", f"assignments/proposals/{other['id']}/decline").status == 204
    assert dora("GET", "assignments/proposals").items == []


def test_what_does_not_fit_is_named(cast: Cast, calls: Calls) -> None:
    ana = calls.as_(cast.ana)
    wrong: list[tuple[dict[str, Any], set[str]]] = [
        ({"mentor": "ana"}, {"mentor"}),
        ({"buddy": "ben"}, {"buddy"}),
        ({"hours": 0}, {"hours"}),
        ({"link": "nowhere"}, {"link"}),
        ({"complexity": 6}, {"complexity"}),
        ({"until": "2026-03-01"}, {"until"}),
        ({"checkpoints": [{"text": " "}]}, {"checkpoints"}),
    ]
    for more, faults in wrong:
        assert set(ana("POST", "assignments", taken_on(**more)).faults) == faults
    assert ana("POST", "assignments", taken_on(lender="nobody")).status == 404
    assert ana("GET", "assignments").items == []


def test_lists_go_page_by_page_also_where_they_began_at_once(
    cast: Cast, calls: Calls, at: datetime
) -> None:
    made = [str(opened(cast, at, title=f"{n}").id) for n in range(4)]
    for somebody, path in (
        (cast.ana, "assignments"), (cast.ben, "assignments"), (cast.emil, "assignments"),
        (cast.dora, "assignments/loans"),
    ):  # fmt: skip
        seen = [one["id"] for one in walk(calls.as_(somebody), path)]
        assert sorted(seen) == sorted(made), (somebody.key, path)
        assert len(walk(calls.as_(somebody), path, limit=3)) == 4
    assert walk(calls.as_(cast.dora), "assignments") == []


# Who sees what


def every_call(found: Assignment) -> Iterator[tuple[str, str, Any]]:
    """Yield each call about one assignment; to whom it is nothing, each is nothing."""
    one = f"assignments/{found.id}"
    yield "GET", one, None
    yield "POST", f"{one}/start", None
    yield "POST", f"{one}/half-way", None
    yield "POST", f"{one}/lender", {"lender": "ben", "hours": 2}
    yield "POST", f"{one}/end", {"outcome": "x"}
    yield "PUT", f"{one}/checkpoints/{found.checkpoints[0].id}/reached", {"alone": True}
    yield "POST", f"assignments/loans/{found.id}", {"given": False}


def nothing(call: Call, found: Assignment) -> set[str]:
    """Return which calls answer as they do where there is nothing."""
    shut = set()
    for method, path, body in every_call(found):
        known = call(method, path, body)
        nowhere = call(method, path.replace(str(found.id), str(uuid4())), body)
        if (known.status, known.json) == (404, nowhere.json):
            shut.add(path.rpartition("/")[2] if method != "GET" else "read")
    return shut


def test_to_who_takes_no_part_there_is_nothing(cast: Cast, calls: Calls, at: datetime) -> None:
    found = opened(cast, at)
    loan = str(found.id)
    every = {"read", "start", "half-way", "lender", "end", "reached", loan}
    for somebody in (cast.cleo, cast.outsider):
        assert nothing(calls.as_(somebody), found) == every, somebody.key
        assert calls.as_(somebody)("GET", "assignments").items == []
        assert calls.as_(somebody)("GET", "assignments/loans").items == []
    # The lender has the loan, those who stand by the assignment; what is Ana's is hers.
    assert nothing(calls.as_(cast.dora), found) == every - {loan}
    assert nothing(calls.as_(cast.ben), found) == every - {"read", "half-way"}
    assert nothing(calls.as_(cast.ana), found) == {loan}


def test_a_lender_sees_the_loan_and_no_more(cast: Cast, calls: Calls, at: datetime) -> None:
    found = running(cast, at)
    (loan,) = calls.as_(cast.dora)("GET", "assignments/loans").items
    assert set(loan) == {
        *("id", "title", "state", "learner", "skill", "why", "consent", "wanted", "terms", "at"),
        *("started_at", "ended_at", "outcome", "thanks"),
    }
    whole = read(calls.as_(cast.ana)("GET", f"assignments/{found.id}"))
    assert whole["good"] not in json.dumps(loan)  # The control: there is more to see.
    assert {"checkpoints", "mentor", "help", "stage"} <= set(whole) - set(loan)


def test_what_the_lender_was_asked_for_is_the_learners(
    cast: Cast, calls: Calls, at: datetime
) -> None:
    """The page of who stands by tells what is given, and not what was asked for."""
    path = f"assignments/{opened(cast, at).id}"
    wanted = {one.key: read(calls.as_(one)("GET", path))["wanted"] for one in (cast.ana, cast.ben)}
    assert (wanted["ana"]["hours"] > 0, wanted["ben"]) == (True, None)


def test_an_outcome_without_thanks_stays_with_those_inside(
    cast: Cast, calls: Calls, at: datetime
) -> None:
    one = f"assignments/{running(cast, at).id}"
    other = f"assignments/{running(cast, at, title='Other').id}"
    ana, ben, dora = (calls.as_(each) for each in (cast.ana, cast.ben, cast.dora))
    read(ana("POST", f"{one}/end", {"outcome": "zanzibar"}))
    read(ana("POST", f"{other}/end", {"outcome": "timbuktu", "thanks": "marrakesh"}))
    lent = json.dumps(dora("GET", "assignments/loans").items)
    assert [word in lent for word in ("zanzibar", "timbuktu", "marrakesh")] == [False, True, True]
    beside = json.dumps([ben("GET", "assignments").items, read(ben("GET", other))])
    assert [word in beside for word in ("zanzibar", "timbuktu", "marrakesh")] == [
        True, True, False,
    ]  # fmt: skip


def seen_by_all(cast: Cast, calls: Calls, found: Assignment) -> str:
    """Return all that anybody reads of an assignment."""
    everybody: list[Person] = [cast.ana, cast.ben, cast.cleo, cast.dora, cast.emil]
    paths = (
        *("assignments", f"assignments/{found.id}", "assignments/loans"),
        *("assignments/proposals", "activities", f"activities/{found.id}"),
    )
    return json.dumps([calls.as_(one)("GET", path).json for one in everybody for path in paths])


def test_a_pulse_changes_no_answer_to_anybody_the_learner_included(
    cast: Cast, calls: Calls, at: datetime
) -> None:
    found = running(cast, at)
    before = seen_by_all(cast, calls, found)
    for n in range(2):
        assert tap(found, DROWNING, at + n * DAY).offer_support
    assert len(fading.own_signs(found.id, learner=cast.ana.id).pulses) == 2
    assert seen_by_all(cast, calls, found) == before
    # The control: what others may know of is seen.
    actions.half_way(assignment_id=found.id, by=cast.ana.id, at=at)
    assert seen_by_all(cast, calls, found) != before


def test_alone_or_with_help_is_the_same_to_everybody(
    cast: Cast, calls: Calls, at: datetime
) -> None:
    told = []
    for alone in (True, False):
        found = running(cast, at)
        path = f"assignments/{found.id}/checkpoints/{found.checkpoints[0].id}/reached"
        answer = read(calls.as_(cast.ana)("PUT", path, {"alone": alone}))
        again = read(calls.as_(cast.ana)("PUT", path, {"alone": not alone}))
        assert again == answer, "twice is the same"
        ((_, kept, _),) = fading.own_signs(found.id, learner=cast.ana.id).reached
        assert kept is alone
        shown = json.dumps([answer, *(read(call("GET", f"assignments/{found.id}"))
                                      for call in insiders(cast, calls).values())])  # fmt: skip
        for number, one in enumerate((found.id, *(each.id for each in found.checkpoints))):
            shown = shown.replace(str(one), f"ID {number}")
        told.append(shown)
    assert told[0] == told[1]


def test_nothing_is_kept_of_how_a_checkpoint_was_reached(
    cast: Cast, calls: Calls, at: datetime
) -> None:
    """The control: of a beginning, which hides nothing, something is kept for a retry."""
    found = opened(cast, at, lender=None, hours=0)
    calls.as_(cast.ana)
    token = next(iter(calls._tokens.values()))
    key = {"headers": {"idempotency-key": "k"}}
    assert calls.call("POST", f"assignments/{found.id}/start", None, token, **key).status == 200
    kept = len(every_row()["kernel_kept_answer"])
    path = f"assignments/{found.id}/checkpoints/{found.checkpoints[0].id}/reached"
    assert calls.call("PUT", path, {"alone": True}, token, **key).status == 200
    assert (kept, len(every_row()["kernel_kept_answer"])) == (1, 1)


def test_no_shape_has_a_place_for_what_is_the_learners_alone() -> None:
    schema = api.get_openapi_schema()
    mine = json.dumps({p: v for p, v in schema["paths"].items() if "/assignments" in p})
    shapes = schema["components"]["schemas"]
    known: set[str] = set()
    while new := {name for name in shapes if f'schemas/{name}"' in mine} - known:
        known |= new
        mine += json.dumps([shapes[name] for name in new])
    fields = {field for name in known for field in shapes[name].get("properties", {})}
    private = {"pulse", "confidence", "effort", "support", "reading", "signs", "changes", "held"}
    assert fields & (private | {"offer_support"}) == set()
    assert {"outcome", "thanks", "done_at"} <= fields  # The control: they were looked through.
    takes = {name for name in known if "alone" in shapes[name].get("properties", {})}
    assert takes == {"ReachedIn"}
    assert not any("pulse" in path or "feel" in path for path in schema["paths"])
    asked = {key for name, key in OPERATIONS.items() if name.startswith("assignments.")}
    assert asked == {"assignment.read", "assignment.write"}


def test_a_token_needs_the_scope(cast: Cast, calls: Calls) -> None:
    reads, sends = (calls.as_(cast.ana, [scope]) for scope in ("read", "events"))
    assert reads("POST", "assignments", taken_on()).status == 403
    assert (reads("GET", "assignments").status, sends("GET", "assignments").status) == (200, 403)
