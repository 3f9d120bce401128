"""The answer: who is with whom, and what is proven about it. Values only."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Dial:
    """What is best, after coverage: `worst_first` raises the worst fit as far as it goes.

    `exponent` bends the worth of a fit: 1 is the plain total, above 1 helps those with low fits,
    below 1 favours top fits, which leaves fewer pairs who would rather be with each other.
    `floor` is a fit that no pair may fall below (None: no floor but the worst-off's own).
    """

    exponent: float = 2.0
    worst_first: bool = True
    floor: int | None = None


@dataclass(frozen=True)
class Progress:
    """How far the work is: the stage's name, `done` 0..1 of it, the round, the gap if known."""

    stage: str
    done: float
    round: int = 0
    gap: int | None = None


Watch = Callable[[Progress], bool]
"""Told of the progress; False stops the work, and the best so far is the answer."""


@dataclass(frozen=True)
class Certificate:
    """What is proven over all allowed pairs, in worth (for exponent 1: points).

    No plan has a total worth above `bound`; `gap` is bound - total. `proven` means gap 0: the
    plan is the best there is. `covered` means that no plan places more people. `floor` is the
    worst-off's fit: nobody's is below it, and `floor_proven` says that floor + 1 cannot be
    kept without leaving somebody out. `rounds` of pricing were made.

    `stay` is what the plan's pairs count more for staying together, where a match stands: it is
    in no total. Then `proven` means that no plan is better with what staying counts; a plan that
    moves more people may have a higher total, up to `bound`, which is higher by `stay`.
    """

    total: int
    bound: int
    rounds: int
    proven: bool
    covered: bool
    floor: int | None
    floor_proven: bool
    stay: int = 0

    @property
    def gap(self) -> int:
        """How far at most the plan is from the best."""
        return self.bound - self.total


@dataclass(frozen=True, order=True)
class Pair:
    """A seeker with a giver, by number, and their fit in points."""

    seeker: int
    giver: int
    fit: int


@dataclass(frozen=True)
class Plan:
    """Pairs by seeker; `placed` have at least one partner, `total` sums the fits.

    `worst` is the lowest fit of any pair (None: no pairs).
    """

    pairs: tuple[Pair, ...]
    placed: int
    total: int
    worst: int | None
    certificate: Certificate


@dataclass(frozen=True)
class BlockingPair:
    """Two who would both rather have each other, and what each would gain in points.

    Who has a free place or wants a further partner gains the whole fit.
    """

    seeker: int
    giver: int
    gain_seeker: int
    gain_giver: int


@dataclass(frozen=True)
class Blocking:
    """How many pairs block altogether, and those with the greatest common gain first."""

    count: int
    pairs: tuple[BlockingPair, ...]
