"""When people meet again and again: in everybody's hours, whatever the clocks do.

A cadence names a wall time in one zone: 11:00 stays 11:00 when the clocks change. Each of its
days has one check-in, on the day itself or, where that does not fit, on the first day that does
before the cadence's next day. A day fits when everybody works on it and there is an hour that all
share; the check-in takes the time nearest to the wall time within it. Where the hours of a whole
week share nothing, the wall time stays, on a day on which all work.
"""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import chain, count, islice, pairwise, takewhile
from typing import Literal

from journeywork.engine.people import DaysOff, WorkingTime
from journeywork.engine.stretches import Works, instant, shared, stretches

Unit = Literal["day", "week", "month"]
UNITS: tuple[Unit, ...] = ("day", "week", "month")
#: A check-in takes about so long, and should end within hours, too.
LENGTH = timedelta(minutes=30)
MOST_EVERY = 366
_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
#: How far a cadence is looked through for days that fit.
_FARTHEST = _DAY * 5 * 366
#: How many days a check-in may move, at most: a check-in of next year is none of this year's.
_MOST_DAYS = 31
_LAST = date(9000, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cadence:
    """Every so many days, weeks or months, at a wall time of `zone`.

    `weekday` (ISO, Monday is 1) is the day of the week; for months it is the same one of the
    month as in the first month, e.g. the second Tuesday, and the last where there is no fifth.
    None takes the day of `starts`, and the last of a month that is too short. `until` is
    included. ValueError for what cannot come round.
    """

    every: int
    unit: Unit
    at: time
    zone: tzinfo
    starts: date
    weekday: int | None = None
    until: date | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.every <= MOST_EVERY:
            raise ValueError(f"comes round every 1 to {MOST_EVERY} days, weeks or months")
        if self.unit not in UNITS:
            raise ValueError("comes round by the day, the week or the month")
        if self.weekday is not None and self.weekday not in range(1, 8):
            raise ValueError("a day of the week is from 1 (Monday) to 7")
        if self.at.tzinfo is not None:
            raise ValueError("the wall time has no zone of its own")


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A check-in: the day that the cadence means, and when it is in UTC."""

    planned: date
    at: datetime


def check_ins(
    cadence: Cadence,
    *,
    hours: Sequence[WorkingTime],
    off: Sequence[Sequence[DaysOff]] = (),
    limit: int,
    after: datetime | None = None,
) -> tuple[datetime, ...]:
    """Return the first `limit` check-ins in UTC, those later than `after`.

    `hours` are those of everybody who takes part; the n-th of `off` are the days off of the n-th.
    """
    found = slots(cadence, hours=hours, off=off, after=after)
    return tuple(slot.at for slot in islice(found, limit))


def slots(
    cadence: Cadence,
    *,
    hours: Sequence[WorkingTime],
    off: Sequence[Sequence[DaysOff]] = (),
    after: datetime | None = None,
) -> Iterator[Slot]:
    """Yield check-ins in order with the days that the cadence means, those later than `after`."""
    everybody = [
        (each, tuple(off[place]) if place < len(off) else ()) for place, each in enumerate(hours)
    ]
    begins = after.astimezone(cadence.zone).date() - _DAY if after else cadence.starts
    for planned, before in _turns(cadence):
        if before <= begins or not everybody:
            continue
        if planned > max(begins, cadence.starts) + _FARTHEST:
            return
        at = _fitting(cadence, planned, before, everybody)
        if at is not None and (after is None or at > after):
            yield Slot(planned=planned, at=at)


def _turns(cadence: Cadence) -> Iterator[tuple[date, date]]:
    """Yield the cadence's days, each with the day before which its check-in must be."""
    ends = cadence.until + _DAY if cadence.until else _LAST
    days = takewhile(lambda day: day < ends, (_day(cadence, n) for n in count()))
    yield from pairwise(chain(days, (ends,)))


def _day(cadence: Cadence, n: int) -> date:
    """Return the n-th day of a cadence, counted from 0; the last of all days beyond them."""
    first = cadence.starts
    if cadence.weekday is not None:
        first += timedelta(days=(cadence.weekday - first.isoweekday()) % 7)
    if cadence.unit == "month":
        return _day_of_month(first, n * cadence.every, weekday=cadence.weekday)
    step = cadence.every * (7 if cadence.unit == "week" else 1)
    return date.fromordinal(min(first.toordinal() + n * step, _LAST.toordinal()))


def _day_of_month(first: date, months: int, *, weekday: int | None) -> date:
    years, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    if years >= _LAST.year:
        return _LAST
    length = monthrange(years, month + 1)[1]
    if weekday is None:
        return date(years, month + 1, min(first.day, length))
    begins = date(years, month + 1, 1)
    same = begins + timedelta(days=(weekday - begins.isoweekday()) % 7 + (first.day - 1) // 7 * 7)
    return same if same.month == begins.month else same - timedelta(days=7)


def _fitting(
    cadence: Cadence, planned: date, before: date, everybody: Sequence[Works]
) -> datetime | None:
    """Return when to meet on the first day of `planned` to `before` that fits, None for none."""
    days = [planned + _DAY * n for n in range(min((before - planned).days, _MOST_DAYS))]
    for day in days:
        at = _in_hours(cadence, day, everybody)
        if at is not None:
            return at
    if _share_hours(cadence, planned, everybody):
        return None
    agreed = (instant(day, cadence.at, cadence.zone) for day in days)
    return next((at for at in agreed if all(_works_on(each, at) for each in everybody)), None)


def _share_hours(cadence: Cadence, planned: date, everybody: Sequence[Works]) -> bool:
    """Tell whether there is a time in the week that everybody works, days off apart."""
    always = [(hours, ()) for hours, _ in everybody]
    week = (planned + _DAY * n for n in range(7))
    return any(_in_hours(cadence, day, always) is not None for day in week)


def _in_hours(cadence: Cadence, day: date, everybody: Sequence[Works]) -> datetime | None:
    """Return the time of `day` nearest to the wall time that everybody works, None for none.

    Times after which everybody works on for the length of a check-in come first.
    """
    wanted = instant(day, cadence.at, cadence.zone)
    midnight = instant(day, time(), cadence.zone)
    following = instant(day + _DAY, time(), cadence.zone)
    both = shared([list(stretches(each, day)) for each in everybody])
    long = [(begins, ends - LENGTH) for begins, ends in both if ends - begins >= LENGTH]
    for starts in (long, [(begins, begins) for begins, _ in both]):
        today = [
            (max(first, midnight), min(last, following - _MINUTE))
            for first, last in starts
            if first < following and last >= midnight
        ]
        times = [min(max(wanted, first), last) for first, last in today if first <= last]
        if times:
            return min(times, key=lambda at: (abs(at - wanted), at))
    return None


def _works_on(works: Works, at: datetime) -> bool:
    """Tell whether the day of an instant is a working day; a night belongs to the day before."""
    hours, off = works
    local = at.astimezone(hours.zone)
    night = hours.ends < hours.starts and local.time() < hours.ends
    day = local.date() - _DAY if night else local.date()
    return day.isoweekday() in hours.days and not any(each.covers(day) for each in off)
