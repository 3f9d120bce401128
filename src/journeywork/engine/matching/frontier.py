"""What can be had at what price: the same market under several dials, for the organiser."""

from dataclasses import dataclass

from journeywork.engine.matching.market import Market
from journeywork.engine.matching.plan import Dial, Watch
from journeywork.engine.matching.sight import sight
from journeywork.engine.matching.solving import Solution, solve_from
from journeywork.engine.matching.stability import blocking
from journeywork.engine.matching.starting import Watching, look_through

DIALS = (
    Dial(exponent=1, worst_first=False),
    Dial(exponent=2, worst_first=True),
    Dial(exponent=8, worst_first=True),
    Dial(exponent=1 / 8, worst_first=False),
)
"""Most in total; the default; more for those with low fits; fewest who would rather swap."""


@dataclass(frozen=True, eq=False)
class Choice:
    """One dial and what it gives: `total` and `worst` fit in points, people `placed`.

    `blocking` counts the pairs in which both would gain, `much` those where both gain over 500.
    """

    dial: Dial
    placed: int
    total: int
    worst: int | None
    blocking: int
    much: int
    solution: Solution


def frontier(
    market: Market, dials: tuple[Dial, ...] = DIALS, seed: int = 0, watch: Watch | None = None
) -> tuple[Choice, ...]:
    """One choice for each dial, all from the same candidates; each proven unless stopped."""
    watching = Watching(watch)
    start = look_through(sight(market, seed), watching)
    return tuple(_choice(dial, solve_from(start, dial, watching)) for dial in dials)


def _choice(dial: Dial, solution: Solution) -> Choice:
    plan = solution.plan
    every = blocking(solution.work, most=0).count
    much = blocking(solution.work, margin=500, most=0).count
    return Choice(dial, plan.placed, plan.total, plan.worst, every, much, solution)
