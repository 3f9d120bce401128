"""Who could be whose partner by the rules, and which rule takes away how many.

Blocks are left out of all of this: whoever reads these counts cannot tell whether there are any.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from journeywork.engine.fit.apart import Apart
from journeywork.engine.fit.criteria import Criterion
from journeywork.engine.fit.market_of import Round
from journeywork.engine.matching.market import NEVER

Flags = NDArray[np.bool_]


class Bar(StrEnum):
    """A rule that takes mentors away, in the order in which they are told; named as it is set."""

    LANGUAGE = "common_language"
    HOURS = "least_hours"
    SENIORITY = "least_gap"
    DEPARTMENT = "departments"
    REPORTING = "reporting_line"
    SAME_MANAGER = "same_manager"
    COOL_DOWN = "cool_down_days"
    MUTUAL = "mutual"


_OF_TABLE = {
    Criterion.SPOKEN: Bar.LANGUAGE,
    Criterion.HOURS: Bar.HOURS,
    Criterion.SENIORITY: Bar.SENIORITY,
    Criterion.DEPARTMENT: Bar.DEPARTMENT,
}
_OF_LIST = {
    Apart.REPORTING: Bar.REPORTING,
    Apart.SAME_MANAGER: Bar.SAME_MANAGER,
    Apart.COOL_DOWN: Bar.COOL_DOWN,
    Apart.MUTUAL: Bar.MUTUAL,
}


@dataclass(frozen=True, slots=True)
class Taken:
    """What one rule does to one mentee: mentors it bars at all, and those that it alone bars."""

    bar: Bar
    all: int
    left_before: int
    left_after: int
    alone: tuple[int, ...]


class Survey:
    """The rules of a round laid over its people, one mentee at a time."""

    def __init__(self, whole: Round) -> None:
        self.whole = whole

    def possible(self) -> NDArray[np.int32]:
        """Return how many mentors the rules leave for each mentee."""
        found = np.zeros(self.whole.market.n, dtype=np.int32)
        tables = [self.whole.criteria.tables[criterion] for criterion in _OF_TABLE]
        kinds: dict[tuple[int, ...], list[int]] = {}
        for mentee in range(self.whole.market.n):
            kinds.setdefault(tuple(int(table.left[mentee]) for table in tables), []).append(mentee)
        for alike in kinds.values():  # Many have the same hours, languages and band.
            free = ~np.logical_or.reduce(list(self._by_table(alike[0]).values()))
            every = int(free.sum())
            for mentee in alike:
                listed = self._listed_away(mentee)
                found[mentee] = every - (int(free[listed].sum()) if listed else 0)
        return found

    def open_to(self, mentee: int) -> Flags:
        """Return which mentors the rules leave for a mentee."""
        taken = self.own(mentee)
        for flags in self.barred(mentee).values():
            taken = taken | flags
        return ~taken

    def barred(self, mentee: int) -> dict[Bar, Flags]:
        """Return which mentors each rule takes from a mentee."""
        found = self._by_table(mentee)
        for apart, bar in _OF_LIST.items():
            found[bar] = np.zeros(self.whole.market.m, dtype=np.bool_)
            found[bar][self._lists[apart].get(mentee, [])] = True
        return found

    def taken(self, mentee: int) -> Iterator[Taken]:
        """Yield what each rule takes from a mentee, one rule after the other."""
        away = self.barred(mentee)
        many = np.sum(list(away.values()), axis=0)
        left = ~self.own(mentee)
        for bar, flags in away.items():
            before = int(left.sum())
            alone = np.flatnonzero(flags & (many == 1) & ~self.own(mentee))
            left = left & ~flags
            if flags.any():
                yield Taken(bar, int(flags.sum()), before, int(left.sum()), tuple(alone.tolist()))

    def bars_of(self, mentee: int, mentor: int) -> tuple[Bar, ...]:
        """Return the rules that keep two people apart."""
        return tuple(bar for bar, flags in self.barred(mentee).items() if flags[mentor])

    def _by_table(self, mentee: int) -> dict[Bar, Flags]:
        found = {}
        for criterion, bar in _OF_TABLE.items():
            table = self.whole.criteria.tables[criterion]
            found[bar] = table.points[table.left[mentee]][table.right] == NEVER
        return found

    def own(self, mentee: int) -> Flags:
        """Return which mentor a mentee is: somebody may be both."""
        flags = np.zeros(self.whole.market.m, dtype=np.bool_)
        flags[self._lists[Apart.SELF].get(mentee, [])] = True
        return flags

    def _listed_away(self, mentee: int) -> list[int]:
        return sorted({mentor for each in self._lists.values() for mentor in each.get(mentee, ())})

    @cached_property
    def _lists(self) -> Mapping[Apart, Mapping[int, list[int]]]:
        """The mentors that each list takes from each mentee; never the list of blocks."""
        found: dict[Apart, dict[int, list[int]]] = {each: {} for each in (Apart.SELF, *_OF_LIST)}
        for apart, mine in found.items():
            held = self.whole.apart[apart]
            for mentee, mentor in held - self.whole.lifted if apart is Apart.COOL_DOWN else held:
                mine.setdefault(mentee, []).append(mentor)
        return found
