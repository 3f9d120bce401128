"""How a piece of work went, laid out from its events: evidence before opinions.

Steps in the order of time; waits, in hours during which somebody of those who took part was at
work; loops of rework; checks that failed, and how long until they passed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from uuid import UUID

from journeywork.engine.episodes import in_order
from journeywork.engine.idleness import working_hours
from journeywork.engine.people import WorkingTime
from journeywork.engine.work import WorkEvent

#: A gap of fewer working hours is no wait: people do other things too.
LEAST_WAIT = 8.0
#: A page shows so many waits: the longest.
MOST_WAITS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """Nothing moved between `since` and `until`: `hours` of working time.

    `after` and `before` are the types of the events around it.
    """

    since: datetime
    until: datetime
    hours: float
    after: str
    before: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Loop:
    """Asked for at `asked_at` by `asked_by`, reworked at `at` by `by`; None for nobody known.

    Work that was reworked without having been asked for names the rework alone.
    """

    at: datetime
    by: UUID | None
    asked_at: datetime | None = None
    asked_by: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedCheck:
    """A check that failed `times` times, first at `at`; `passed_at` None: it never passed."""

    check: str
    times: int
    at: datetime
    passed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeLine:
    """What happened, in order, and what stands out of it."""

    steps: tuple[WorkEvent, ...]
    waits: tuple[Wait, ...]
    loops: tuple[Loop, ...]
    failed: tuple[FailedCheck, ...]

    @property
    def waited(self) -> float:
        """Return the working hours of all the waits that are named."""
        return sum(wait.hours for wait in self.waits)


def laid_out(events: Iterable[WorkEvent], *, hours: Sequence[WorkingTime]) -> TimeLine:
    """Lay out the events of one piece of work, in whatever order and however often they come.

    `hours` are those of the people who took part: time in which none of them works is no wait.
    """
    steps = tuple(in_order(events))
    return TimeLine(
        steps=steps, waits=_waits(steps, hours), loops=_loops(steps), failed=_failed(steps)
    )


def _waits(steps: Sequence[WorkEvent], hours: Sequence[WorkingTime]) -> tuple[Wait, ...]:
    found = []
    for before, after in pairwise(steps):
        gap = max((working_hours(each, before.at, after.at) for each in hours), default=0.0)
        if gap >= LEAST_WAIT:
            found.append(
                Wait(
                    since=before.at,
                    until=after.at,
                    hours=gap,
                    after=before.type,
                    before=after.type,
                )
            )
    longest = sorted(found, key=lambda wait: -wait.hours)[:MOST_WAITS]
    return tuple(sorted(longest, key=lambda wait: wait.since))


def _loops(steps: Sequence[WorkEvent]) -> tuple[Loop, ...]:
    found, asked = [], None
    for event in steps:
        if event.type == "change.reviewed":
            asked = event
        elif event.type == "change.reworked":
            found.append(
                Loop(
                    at=event.at,
                    by=event.by,
                    asked_at=asked.at if asked else None,
                    asked_by=asked.by if asked else None,
                )
            )
            asked = None
    return tuple(found)


def _failed(steps: Sequence[WorkEvent]) -> tuple[FailedCheck, ...]:
    first: dict[str, WorkEvent] = {}
    times: dict[str, int] = {}
    passed: dict[str, datetime] = {}
    for event in steps:
        name = event.check or event.title
        if event.type == "check.failed":
            first.setdefault(name, event)
            times[name] = times.get(name, 0) + 1
            passed.pop(name, None)
        elif event.type == "check.passed" and name in first:
            passed.setdefault(name, event.at)
    return tuple(
        FailedCheck(check=name, times=times[name], at=event.at, passed_at=passed.get(name))
        for name, event in first.items()
    )
