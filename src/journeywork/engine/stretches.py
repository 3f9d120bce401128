"""When somebody works, as stretches of time in UTC, whatever the clocks do."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from journeywork.engine.people import DaysOff, WorkingTime

#: A stretch of time in UTC, its end excluded.
Stretch = tuple[datetime, datetime]
#: When somebody works, and when not.
Works = tuple[WorkingTime, Sequence[DaysOff]]
_DAY = timedelta(days=1)


def stretches(works: Works, day: date) -> Iterator[Stretch]:
    """Yield when somebody works around a day of any zone.

    An hour that comes twice or not at all counts as work only where it surely is.
    """
    hours, off = works
    for near in (day + _DAY * n for n in range(-2, 3)):
        if near.isoweekday() not in hours.days or any(each.covers(near) for each in off):
            continue
        ends = near if hours.starts <= hours.ends else near + _DAY
        stretch = (
            max(instant(near, hours.starts, hours.zone, fold=fold) for fold in (0, 1)),
            min(instant(ends, hours.ends, hours.zone, fold=fold) for fold in (0, 1)),
        )
        if stretch[0] < stretch[1]:
            yield stretch


def shared(each: Sequence[list[Stretch]]) -> list[Stretch]:
    """Return the stretches that lie in one of everybody's, in order."""
    found = each[0]
    for others in each[1:]:
        both = ((max(one[0], other[0]), min(one[1], other[1])) for one in found for other in others)
        found = [stretch for stretch in both if stretch[0] < stretch[1]]
    return sorted(found)


def without(free: Sequence[Stretch], busy: Sequence[Stretch]) -> list[Stretch]:
    """Return what is left of `free` where nothing of `busy` lies, in order."""
    left = sorted(free)
    for begins, ends in busy:
        parts = (
            part
            for one in left
            for part in ((one[0], min(one[1], begins)), (max(one[0], ends), one[1]))
        )
        left = [part for part in parts if part[0] < part[1]]
    return sorted(set(left))


def instant(day: date, wall: time, zone: tzinfo, *, fold: int = 0) -> datetime:
    """Return a wall time in UTC (PEP 495).

    One that comes twice is taken the first time; one that the clock leaps over comes as much
    later as the clock leaps.
    """
    return datetime.combine(day, wall.replace(fold=fold), zone).astimezone(UTC)
