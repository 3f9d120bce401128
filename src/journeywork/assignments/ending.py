"""A stretch assignment ends: with what came of it, from the work itself, and with thanks."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from journeywork.activities import actions as activities
from journeywork.assignments import letters, queries
from journeywork.assignments.facts import LenderThanked
from journeywork.assignments.lending import own
from journeywork.assignments.opening import over
from journeywork.engine.assignments import END, LONGEST_TEXT, Assignment
from journeywork.engine.work import WorkEvent
from journeywork.kernel.errors import Invalid
from journeywork.kernel.facts import publish
from journeywork.work import queries as work

LONGEST_LINE = 2000
#: What is done in the work and can be shown; what one only looked at is not.
_SHOWS = (
    *("change.proposed", "change.reworked", "change.merged", "work.finished", "case.closed"),
    *("incident.resolved", "service.deployed", "question.answered", "check.passed"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What the learner did in the work while the assignment ran: a type of event, how often."""

    type: str
    times: int
    last_at: datetime


def end(*, assignment_id: UUID, outcome: str, thanks: str, by: UUID, at: datetime) -> Assignment:
    """End an assignment with what one can do now, and thanks to whoever lent the time.

    Only the learner. One that never began just ends. Raises Invalid by field.
    """
    with transaction.atomic():
        row = own(assignment_id, by)
        _check(outcome, thanks, begun=row.started_at is not None, ended=row.ended_at is not None)
        row.outcome, row.thanks = outcome.strip(), thanks.strip() if row.lender else ""
        over(row, by=by, at=at)
        row.save()
        if row.started_at:
            activities.move_on(activity_id=row.id, stage=END, by=None, at=at)
        activities.end(activity_id=row.id, by=None, at=at)
        if row.thanks and row.lender:
            letters.put(kind=letters.THANKS, assignment=row.id, person=row.lender, at=at)
            publish(LenderThanked(assignment=row.id, lender=row.lender, by=by, at=at))
    return queries.assignment(assignment_id, reader=by)


def done(found: Assignment) -> tuple[Done, ...]:
    """Return what the learner did in the piece of work since it began, from its events."""
    if found.episode is None or found.started_at is None:
        return ()
    line = work.time_line(found.episode, limit=LONGEST_LINE)
    mine = [event for event in line if _counts(event, found)]
    times = Counter(event.type for event in mine)
    last = {event.type: event.at for event in mine}
    return tuple(
        Done(type=type, times=times[type], last_at=last[type]) for type in _SHOWS if type in times
    )


def _counts(event: WorkEvent, found: Assignment) -> bool:
    assert found.started_at is not None
    ended = found.ended_at
    within = event.at >= found.started_at and (ended is None or event.at <= ended)
    return within and event.by == found.learner


def _check(outcome: str, thanks: str, *, begun: bool, ended: bool) -> None:
    faults = {}
    if ended:
        raise Invalid({"assignment": "it has ended"})
    if begun and not outcome.strip():
        faults["outcome"] = f"must have from 1 to {LONGEST_TEXT} characters"
    for name, text in (("outcome", outcome), ("thanks", thanks)):
        if len(text) > LONGEST_TEXT:
            faults[name] = f"must have at most {LONGEST_TEXT} characters"
    if faults:
        raise Invalid(faults)
