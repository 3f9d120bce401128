"""A round that was matched: the people, the pairs, and what is proven of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from journeywork.engine.fit.market_of import Round
from journeywork.engine.matching.market import Market
from journeywork.engine.matching.plan import Plan

if TYPE_CHECKING:  # It brings numba along, which only whoever solves a market needs.
    from journeywork.engine.matching.solving import Solution

Solve = Callable[[Market], "Solution"]


@dataclass(frozen=True, eq=False)
class Matched:
    """A round and its solution; the round says for which pairs the cool-down gave way.

    `freely` is a round that no round by the rules is better than: as it would be if some might
    mentor each other, or where all choices were looked through the round itself; None where
    nobody would.
    """

    whole: Round
    solution: "Solution"
    freely: Plan | None = None

    @property
    def plan(self) -> Plan:
        """The pairs and what is proven of them."""
        return self.solution.plan

    @property
    def proven(self) -> bool:
        """Tell whether no round by these rules is better, whoever mentors whom of two."""
        sure, free = self.plan.certificate, self._free
        equal = (self.plan.placed, sure.floor) == (free.placed, free.certificate.floor)
        return sure.proven and equal and sure.total == free.certificate.total

    @property
    def places_most(self) -> bool:
        """Tell whether no round by these rules places more."""
        return self.plan.certificate.covered and self.plan.placed == self._free.placed

    @property
    def worst_highest(self) -> bool:
        """Tell whether no round that places as many has a higher lowest fit."""
        sure, free = self.plan.certificate, self._free.certificate
        return self.places_most and sure.floor_proven and sure.floor == free.floor

    @property
    def _free(self) -> Plan:
        return self.freely or self.plan
