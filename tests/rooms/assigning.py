"""Stretch assignments for the tests: past work that says what is new, and one that runs."""

from datetime import datetime, timedelta
from typing import Any

from journeywork.assignments import actions
from journeywork.assignments.opening import Plan
from journeywork.engine.assignments import Assignment
from journeywork.engine.people import Person
from journeywork.engine.work import Episode, WorkEvent
from journeywork.work import actions as work
from journeywork.work import queries as work_queries
from tests.conftest import Cast

SUBJECT = "refunds#99"


def event(at: datetime, type: str, by: Person | None, subject: str, **more: Any) -> WorkEvent:
    fields: dict[str, Any] = {
        "source": "test",
        "id": f"{subject}/{type}/{at.isoformat()}",
        "type": type,
        "at": at,
        "subject": subject,
        "by": by.id if by else None,
        "place": "refunds",
    }
    return WorkEvent(**(fields | more))


def happen(*events: WorkEvent, at: datetime) -> tuple[WorkEvent, ...]:
    """Accept events and fold them; return what was taken up."""
    work.accept(events, by=None, at=at)
    taken: list[WorkEvent] = []
    while found := work.digest(at=at):
        taken += found
    return tuple(taken)


def history(cast: Cast, at: datetime) -> None:
    """Ana has finished work on the ledger, Ben on the gateway, Dora on reports."""
    found = []
    for n in range(12):
        who, path = ((cast.ana, "ledger"), (cast.ben, "gateway"), (cast.dora, "reports"))[n % 3]
        day = at - timedelta(days=30 + n)
        same: dict[str, Any] = {"paths": (f"{path}/a.py",), "labels": (path,)}
        found += [
            event(day, "change.proposed", who, f"refunds#{n}", **same),
            event(day + timedelta(hours=2), "change.merged", who, f"refunds#{n}", **same),
        ]
    happen(*found, at=at)


def coming(cast: Cast, at: datetime, *, to: Person | None = None, **more: Any) -> WorkEvent:
    """An issue about the gateway comes up, given to somebody or to nobody yet."""
    fields: dict[str, Any] = {"labels": ("gateway",), "title": "Retry refunds at the gateway"}
    if to:
        return event(at, "work.assigned", cast.emil, SUBJECT, to=to.id, **(fields | more))
    return event(at, "case.opened", cast.dora, SUBJECT, **(fields | more))


def piece() -> Episode:
    found = work_queries.episode_of(SUBJECT)
    assert found
    return found


def plan(cast: Cast, **more: Any) -> Plan:
    fields: dict[str, Any] = {
        "title": "Retry refunds at the gateway",
        "skill": "Payment gateways",
        "why": "I know the ledger and have never touched the gateway",
        "good": "A refund that fails is tried again, once, and shows up in the report",
        "complexity": 2,
        "mentor": cast.ben.id,
        "buddy": cast.emil.id,
        "lender": cast.dora.id,
        "hours": 6,
        "checkpoints": [("A drawing of the gateway", None), ("The first retry works", None)],
    }
    return Plan(**(fields | more))


def opened(cast: Cast, at: datetime, **more: Any) -> Assignment:
    return actions.open_assignment(plan=plan(cast, **more), by=cast.ana.id, at=at)


def running(cast: Cast, at: datetime, **more: Any) -> Assignment:
    """Dora has said yes, and Ana has begun."""
    found = opened(cast, at, **more)
    if found.lender:
        actions.answer_loan(assignment_id=found.id, given=True, hours=4, by=cast.dora.id, at=at)
    return actions.start(assignment_id=found.id, by=cast.ana.id, at=at)


def tap(found: Assignment, taps: tuple[int, int, int], at: datetime) -> Any:
    confidence, effort, support = taps
    return actions.feel(
        assignment_id=found.id,
        confidence=confidence,
        effort=effort,
        support=support,
        by=found.learner,
        at=at,
    )
