"""Hours of the week that two people both work: real hours in real time zones, not offsets.

A week is cut into quarters of an hour, in UTC. Clocks change at different times in different
places, so hours in common do, too: they are counted for every state of the clocks within a year
from the day of the round, and the least of these counts. What was agreed in March still holds
in November.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

import numpy as np
from numpy.typing import NDArray

from journeywork.engine.people import WorkingTime

#: Minutes of a quarter; every time zone in use today differs from UTC by whole quarters.
QUARTER = 15
_DAY = 24 * 60 // QUARTER
WEEK = 7 * _DAY
_DAYS_OF_A_YEAR = 366
_NOON = time(12)

#: Minutes in common of each (row, column).
Minutes = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Shared:
    """Minutes a week that are working hours of both: the least and the most in a year."""

    least: Minutes
    most: Minutes


def shared(rows: Sequence[WorkingTime], columns: Sequence[WorkingTime], *, on: date) -> Shared:
    """Return what each of `rows` shares with each of `columns`, in the year from `on`."""
    zones = tuple(dict.fromkeys(each.zone for each in (*rows, *columns)))
    least = most = None
    for state in sorted(_states(zones, on)):
        offset = dict(zip(zones, state, strict=True))
        both = _grid(rows, offset) @ _grid(columns, offset).T
        least = both if least is None else np.minimum(least, both)
        most = both if most is None else np.maximum(most, both)
    if least is None or most is None:  # No zone: nobody has hours.
        none = np.zeros((len(rows), len(columns)), dtype=np.int32)
        return Shared(none, none)
    return Shared(
        np.rint(least * QUARTER).astype(np.int32), np.rint(most * QUARTER).astype(np.int32)
    )


def _states(zones: Sequence[tzinfo], on: date) -> set[tuple[int, ...]]:
    """Return how far each zone is from UTC, in quarters, in each state of the clocks in a year."""
    days = (on + timedelta(days=day) for day in range(_DAYS_OF_A_YEAR))
    return {tuple(_offset(zone, day) for zone in zones) for day in days} if zones else set()


def _offset(zone: tzinfo, day: date) -> int:
    away = datetime.combine(day, _NOON, zone).utcoffset() or timedelta()
    return round(away.total_seconds() / 60 / QUARTER)


def _grid(each: Sequence[WorkingTime], offset: dict[tzinfo, int]) -> NDArray[np.float32]:
    """Return a row of quarters of the week in UTC for each working time: 1 where it is worked."""
    grid = np.zeros((len(each), WEEK), dtype=np.float32)
    for number, hours in enumerate(each):
        for quarter in _quarters(hours):
            grid[number, (quarter - offset[hours.zone]) % WEEK] = 1.0
    return grid


def _quarters(hours: WorkingTime) -> list[int]:
    """Return the quarters of the week, as the clock on the wall has them, that are all worked."""
    starts = -(-_minutes(hours.starts) // QUARTER)
    ends = _minutes(hours.ends) // QUARTER
    # A night shift belongs to the day on which it starts; midnight ends a day.
    if hours.ends < hours.starts or hours.ends == time(0):
        ends += _DAY
    return [
        (day - 1) * _DAY + quarter for day in sorted(hours.days) for quarter in range(starts, ends)
    ]


def _minutes(wall: time) -> int:
    return wall.hour * 60 + wall.minute
