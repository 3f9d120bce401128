"""When people usually work, for those who never told: guessed from the hours of past work.

People whom only the history knows have no working hours of their own. The replay would hear
silence from them for the wrong reason, or none for the right one. So their usual eight hours
are laid around the middle of what they did so far (the circular mean of the hours, Fisher
1993, "Statistical analysis of circular data", ch. 2), in whole hours.
"""

from datetime import datetime, timedelta, timezone
from math import atan2, cos, hypot, pi, sin
from uuid import UUID

from journeywork.engine.people import WorkingTime

#: With less than this nothing is guessed.
ENOUGH = 10
MIDDLE = 13
_TURN = 2 * pi
#: Hours that pull evenly in all directions have no middle.
_NOWHERE = 1e-9


class UsualHours:
    """The hours of everybody's work so far, as points on the circle of a day."""

    def __init__(self) -> None:
        self._points: dict[UUID, tuple[float, float, int]] = {}

    def add(self, person: UUID, at: datetime) -> None:
        """Take in that `person` did something `at` (UTC)."""
        angle = (at.hour + at.minute / 60) / 24 * _TURN
        east, north, times = self._points.get(person, (0.0, 0.0, 0))
        self._points[person] = (east + cos(angle), north + sin(angle), times + 1)

    def working_time(self, person: UUID, told: WorkingTime) -> WorkingTime:
        """Return the hours as `told`, moved to where the person's days lie so far."""
        east, north, times = self._points.get(person, (0.0, 0.0, 0))
        if times < ENOUGH or hypot(east, north) < _NOWHERE:
            return told
        middle = atan2(north, east) / _TURN * 24
        ahead = round(MIDDLE - middle + 12) % 24 - 12
        return WorkingTime(
            zone=timezone(timedelta(hours=ahead)),
            days=told.days,
            starts=told.starts,
            ends=told.ends,
        )
