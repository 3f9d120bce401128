"""How matches of a programme go, from signals alone: no word and no rating of anybody is in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from journeywork.engine.mentoring import Match

#: A first meeting is late after so long, and it is quiet after so long without a sign.
LATE, QUIET = timedelta(days=14), timedelta(days=45)
#: What a session was: of no use this time, useful, very useful.
USES = (1, 2, 3)
USEFUL = 2


class Signal(StrEnum):
    """What a coordinator may see of a match, the first that holds."""

    ASKED = "asked"
    RESTS = "rests"
    NOT_MET = "not-met"
    QUIET = "quiet"
    NEW = "new"
    WELL = "well"


def signal(match: Match, *, rests: bool, at: datetime) -> Signal:
    """Return how a match goes: asked whether it goes on, paused, late, quiet, new, or well."""
    silent = at - (match.last_sign_at or match.at)
    if rests:
        return Signal.RESTS
    if match.asked_at is not None:
        return Signal.ASKED
    if match.first_met_at is None:
        return Signal.NOT_MET if at - match.at >= LATE else Signal.NEW
    return Signal.QUIET if silent >= QUIET else Signal.WELL


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """How mentors are laden: how many have how many people, and how many places are free.

    `spread` is people -> mentors who have so many, 0 included.
    """

    spread: Mapping[int, int]
    free: int

    @property
    def mentors(self) -> int:
        """How many mentors there are."""
        return sum(self.spread.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Of `size` people from `least` to `most` found their last session of a month useful."""

    month: date
    size: int
    least: int
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Learning:
    """What a programme teaches whoever runs it. None is: fewer than five people, nothing is told.

    `seek` look for somebody and `have` of them have had somebody. `days` is the median until the
    first meeting; of `people` whose match has begun, `changed` had somebody else before.
    """

    seek: int
    have: int
    days: float | None = None
    met: int | None = None
    people: int | None = None
    changed: int | None = None


def month_of(day: date) -> date:
    """Return the first day of a day's month."""
    return day.replace(day=1)


def last_month(at: datetime) -> tuple[date, date]:
    """Return the first days of the last month that is over, and of the one after it."""
    ends = month_of(at.date())
    return month_of(ends - timedelta(days=1)), ends
