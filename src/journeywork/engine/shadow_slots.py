"""When some people can meet: in the hours of all, where none of them has anything else."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import cycle, islice

from journeywork.engine.people import DaysOff, WorkingTime
from journeywork.engine.stretches import Stretch, instant, shared, stretches, without

SHORTEST, LONGEST = timedelta(minutes=15), timedelta(hours=8)
#: So many times are proposed, each on a day of its own.
MOST = 4
#: How far ahead is looked: who finds nothing in four weeks talks to each other.
AHEAD = timedelta(days=28)
#: A visit begins on such a minute, where the host is.
STEP = timedelta(minutes=15)
#: Nobody is asked to come at once.
NOTICE = timedelta(hours=2)
#: Times are sought around these hours in turn, so that there is a choice.
AROUND = (time(10), time(14), time(11), time(15))
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """When one person works, has days off, and has something else already (UTC, in any order)."""

    hours: WorkingTime
    off: Sequence[DaysOff] = ()
    busy: Sequence[Stretch] = ()


def propose(
    host: Calendar,
    visitor: Calendar,
    *,
    after: datetime,
    length: timedelta,
    limit: int = MOST,
    taken: Sequence[Stretch] = (),
) -> tuple[Stretch, ...]:
    """Return when both can meet for `length`, in order, at most once a day.

    Every time lies as a whole in the working hours of both, on a day off of neither, and on
    nothing that either has already or that is in `taken`. Nothing where they share no such time
    within `AHEAD`. Raises ValueError for a length that is no visit.
    """
    return for_all((host, visitor), after=after, length=length, limit=limit, taken=taken)


def for_all(
    calendars: Sequence[Calendar],
    *,
    after: datetime,
    length: timedelta,
    limit: int = MOST,
    taken: Sequence[Stretch] = (),
) -> tuple[Stretch, ...]:
    """Return the same for any number of people; the quarters are those of the first one's clock."""
    if not SHORTEST <= length <= LONGEST:
        raise ValueError("must be from 15 minutes to 8 hours")
    found = _days(calendars, after=after + NOTICE, length=length, taken=taken)
    return tuple(islice(found, limit))


def fits_both(host: Calendar, visitor: Calendar, slot: Stretch) -> bool:
    """Tell whether a time lies in the hours of both, and on nothing else of theirs."""
    return fits_all((host, visitor), slot)


def fits_all(calendars: Sequence[Calendar], slot: Stretch) -> bool:
    """Tell the same of any number of people."""
    free = _free(calendars, slot[0].date(), ())
    return any(begins <= slot[0] and slot[1] <= ends for begins, ends in free)


def _days(
    calendars: Sequence[Calendar],
    *,
    after: datetime,
    length: timedelta,
    taken: Sequence[Stretch],
) -> Iterator[Stretch]:
    zone, around = calendars[0].hours.zone, cycle(AROUND)
    wished = next(around)
    first = after.astimezone(zone).date()
    for day in (first + _DAY * n for n in range(AHEAD.days + 1)):
        starts = [
            start
            for stretch in _free(calendars, day, taken)
            for start in _starts(stretch, length, zone)
            if start >= after and start.astimezone(zone).date() == day
        ]
        if starts:
            wanted = instant(day, wished, zone)
            best = min(starts, key=lambda at: (abs(at - wanted), at))
            yield best, best + length
            wished = next(around)


def _free(calendars: Sequence[Calendar], day: date, taken: Sequence[Stretch]) -> list[Stretch]:
    """Return what all have free around a day."""
    working = [list(stretches((each.hours, each.off), day)) for each in calendars]
    busy = [stretch for each in calendars for stretch in each.busy]
    return without(shared(working), [*busy, *taken])


def _starts(stretch: Stretch, length: timedelta, zone: tzinfo) -> Iterator[datetime]:
    """Yield when a visit may begin within a stretch, on whole quarters of the host's clock."""
    local = stretch[0].astimezone(zone)
    past = timedelta(
        minutes=local.minute % (STEP.seconds // 60), seconds=local.second,
        microseconds=local.microsecond,
    )  # fmt: skip
    start = stretch[0] + (STEP - past if past else timedelta())
    while start + length <= stretch[1]:
        yield start.astimezone(UTC)
        start += STEP
