"""The evidence of a debrief: a golden time line, and what cannot depend on arrival."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from journeywork.engine.people import WorkingTime
from journeywork.engine.time_line import FailedCheck, Loop, Wait, laid_out
from journeywork.engine.work import WorkEvent

OFFICE = WorkingTime(zone=ZoneInfo("Europe/Berlin"))
#: Nine o'clock in Berlin.
MONDAY = datetime(2026, 3, 9, 8, 0, tzinfo=UTC)
ANA, BEN = uuid4(), uuid4()


def event(type: str, hours: float, **more: Any) -> WorkEvent:
    fields: dict[str, Any] = {
        "source": "test",
        "id": f"{type}-{hours}",
        "type": type,
        "at": MONDAY + timedelta(hours=hours),
        "subject": "payments#7",
        "by": ANA,
    }
    return WorkEvent(**(fields | more))


STORY = [
    event("change.proposed", 0),
    event("check.failed", 1, check="ledger"),
    event("check.failed", 2, check="ledger"),
    event("check.passed", 3, check="ledger"),
    event("change.reviewed", 48, by=BEN),
    event("change.reworked", 50),
    event("change.reworked", 51),
    event("change.merged", 52, by=BEN),
]


def test_a_change_that_waited_and_was_reworked() -> None:
    line = laid_out(STORY, hours=[OFFICE])
    assert line.steps == tuple(STORY)
    assert line.waits == (
        Wait(
            since=MONDAY + timedelta(hours=3),
            until=MONDAY + timedelta(hours=48),
            hours=13.0,
            after="check.passed",
            before="change.reviewed",
        ),
    )
    assert line.waited == 13.0
    assert line.loops == (
        Loop(
            at=MONDAY + timedelta(hours=50),
            by=ANA,
            asked_at=MONDAY + timedelta(hours=48),
            asked_by=BEN,
        ),
        Loop(at=MONDAY + timedelta(hours=51), by=ANA),
    )
    assert line.failed == (
        FailedCheck(
            check="ledger",
            times=2,
            at=MONDAY + timedelta(hours=1),
            passed_at=MONDAY + timedelta(hours=3),
        ),
    )


def test_a_weekend_is_no_wait() -> None:
    friday = [event("change.proposed", 4 * 24 + 7), event("change.merged", 7 * 24 + 1)]
    assert laid_out(friday, hours=[OFFICE]).waits == ()


@given(st.permutations(STORY), st.lists(st.sampled_from(STORY)))
def test_order_and_repetition_of_arrival_change_nothing(
    order: list[WorkEvent], again: list[WorkEvent]
) -> None:
    assert laid_out([*order, *again], hours=[OFFICE]) == laid_out(STORY, hours=[OFFICE])
