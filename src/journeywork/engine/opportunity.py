"""Opportunity, not output: how many people of a group had one, told so that nobody is made out.

A count of people is told once for a quarter that is over, and never of fewer than five. Three
things together see to it that whatever is asked, nothing follows about fewer than five:

- **Pieces.** Each person counts in one team at most. Teams of at least `LEAST` people, and all
  who are left over where they are as many, are disjoint pieces. Fewer who are left over are in
  no figure, the one of the whole neither: there is nothing to subtract from.
- **Steps.** A count of a piece is told in steps that are set before anybody is counted
  (`steps`): each holds a count at which not everybody had it, and one at which somebody had. So
  no step says of anybody that they had it, or had not; nor does what is *not* told.
- **No second statement.** What is told of the whole is only the sum of what is told of its
  pieces: it cannot be subtracted from them. A figure of its own would, beside its parts.

Figures of one quarter are made once, of the people who are there then, and only read: nobody can
ask on Monday and on Tuesday. From one quarter to the next something follows only for whoever
knows that nothing changed for all the others.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from journeywork.engine.disclosure import LEAST

WHOLE = ""
#: From so many people on, counts are told one by one where five had it and five had not.
MANY = 2 * LEAST
_MONTHS, _LAST_QUARTER = 3, 10


class Chance(StrEnum):
    """An opportunity to learn that somebody may have had."""

    STRETCH = "stretch"
    DEBRIEF = "debrief"
    MENTOR = "mentor"
    SHADOWING = "shadowing"
    TIME = "time"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """Of `size` people of a group from `least` to `most` had it; "" is all who are counted."""

    group: str
    chance: Chance
    size: int
    least: int
    most: int


def steps(size: int) -> tuple[int, ...]:
    """Return the first count of each step in which counts among `size` people are told.

    Fewer than ten people: fewer than half, or half and more. Ten and more: fewer than five, each
    count from five to five less than all, and all but fewer than five. No step depends on who
    had what. ValueError for fewer than `LEAST` people, of whom nothing is told.
    """
    if size < LEAST:
        raise ValueError(f"of fewer than {LEAST} people nothing is told")
    if size < MANY:
        return (0, (size + 1) // 2)
    return (0, *range(LEAST, size - LEAST + 1), size - LEAST + 1)


def told(count: int, size: int) -> tuple[int, int]:
    """Return the step, from its first to its last count, in which a count lies."""
    firsts = steps(size)
    at = bisect_right(firsts, count) - 1
    return firsts[at], firsts[at + 1] - 1 if at + 1 < len(firsts) else size


def figures(
    teams: Mapping[str, Collection[UUID]],
    alone: Collection[UUID],
    had: Mapping[Chance, Collection[UUID]],
) -> tuple[Figure, ...]:
    """Return all that may be told: `teams` by key, disjoint; `alone` are in none of them.

    ValueError where somebody stands twice.
    """
    everybody = [person for group in (*teams.values(), alone) for person in group]
    if len(everybody) != len(set(everybody)):
        raise ValueError("somebody is counted twice")
    pieces = {key: frozenset(some) for key, some in teams.items() if len(some) >= LEAST}
    rest = frozenset(everybody).difference(*pieces.values())
    if len(rest) >= LEAST:
        pieces[WHOLE] = rest
    return tuple(
        figure for chance in sorted(had) for figure in _of(chance, pieces, frozenset(had[chance]))
    )


def home(teams: Iterable[tuple[str, UUID]]) -> UUID | None:
    """Return the one of somebody's teams (name, id) in which they count: the first by name."""
    return min(teams, default=(WHOLE, None))[1]


def quarter(at: date) -> date:
    """Return the first day of the quarter in which a day lies."""
    return at.replace(month=(at.month - 1) // _MONTHS * _MONTHS + 1, day=1)


def quarter_before(first: date) -> date:
    """Return the first day of the quarter before the one that begins on `first`."""
    if first.month == 1:
        return date(first.year - 1, _LAST_QUARTER, 1)
    return first.replace(month=first.month - _MONTHS)


def last_quarter(at: datetime) -> tuple[date, date]:
    """Return the first days of the last quarter that is over at a time, and of the next."""
    here = quarter(at.date())
    return quarter_before(here), here


def _of(
    chance: Chance, pieces: Mapping[str, frozenset[UUID]], had: frozenset[UUID]
) -> Iterable[Figure]:
    """Yield the figures of the teams, and of the whole: the sum of what is told of its pieces."""
    least = most = size = 0
    for key, some in sorted(pieces.items()):
        first, last = told(len(some & had), len(some))
        least, most, size = least + first, most + last, size + len(some)
        if key != WHOLE:
            yield Figure(group=key, chance=chance, size=len(some), least=first, most=last)
    if size:
        yield Figure(group=WHOLE, chance=chance, size=size, least=least, most=most)
