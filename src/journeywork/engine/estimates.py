"""Estimates with their intervals, and what may be said of a difference.

Shares get Wilson's score interval (Wilson 1927; recommended for small numbers by Brown, Cai
& DasGupta 2001, "Interval estimation for a binomial proportion"). Differences between two
methods judged on the same questions get a bootstrap interval by clusters (Efron & Tibshirani
1993, ch. 8): whole weeks are drawn, because questions of one week resemble each other.
Chance is an argument: `Resample` returns as many places as it is asked for.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import exp, lgamma, log, sqrt

import numpy as np
from numpy.typing import NDArray

#: Two-sided 95 %.
Z = 1.959964
#: With fewer questions than this nothing is said of a difference.
ENOUGH = 30
ENOUGH_CLUSTERS = 8
RESAMPLES = 2000

#: n -> n places (0 to n-1), drawn with replacement
Resample = Callable[[int], NDArray[np.int64]]


class Verdict(StrEnum):
    """What may be said of a difference."""

    BETTER = "better"
    WORSE = "worse"
    UNDECIDED = "not enough evidence of a difference"
    TOO_FEW = "not enough cases to judge"


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """`hits` out of `of`, with Wilson's 95 % interval (0 to 1 when `of` is 0)."""

    hits: int
    of: int
    low: float
    high: float

    @property
    def value(self) -> float:
        """Return the observed share, 0 when there was nothing to observe."""
        return self.hits / self.of if self.of else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """The mean of paired differences (ours minus theirs) with its 95 % interval."""

    value: float
    low: float
    high: float
    verdict: Verdict


def share(hits: int, of: int) -> Share:
    """Return `hits` out of `of` with Wilson's interval; ValueError unless 0 <= hits <= of."""
    if not 0 <= hits <= of:
        raise ValueError("a share needs 0 <= hits <= of")
    if of == 0:
        return Share(hits=0, of=0, low=0.0, high=1.0)
    seen, bend = hits / of, Z * Z / of
    middle = (seen + bend / 2) / (1 + bend)
    reach = Z * sqrt(seen * (1 - seen) / of + bend / (4 * of)) / (1 + bend)
    low = 0.0 if hits == 0 else max(0.0, middle - reach)
    high = 1.0 if hits == of else min(1.0, middle + reach)
    return Share(hits=hits, of=of, low=low, high=high)


def rate(events: int, exposure: float) -> tuple[float, float, float]:
    """Return events per unit of exposure with the score interval of a Poisson rate.

    ValueError unless `exposure` is above zero.
    """
    if exposure <= 0:
        raise ValueError("a rate needs some exposure")
    middle, reach = events + Z * Z / 2, Z * sqrt(events + Z * Z / 4)
    low, high = max(0.0, middle - reach), middle + reach
    return events / exposure, low / exposure, high / exposure


def mean(
    values: Sequence[float], clusters: Sequence[Hashable], resample: Resample
) -> tuple[float, float, float] | None:
    """Return the mean of `values` with its interval; None with too few values or clusters."""
    names = {name: place for place, name in enumerate(dict.fromkeys(clusters))}
    if len(values) < ENOUGH or len(names) < ENOUGH_CLUSTERS:
        return None
    found = np.asarray(values, dtype=np.float64)
    place = np.array([names[name] for name in clusters])
    sums, sizes = np.bincount(place, weights=found), np.bincount(place)
    drawn = (resample(len(names)) for _ in range(RESAMPLES))
    means = [float(sums[chosen].sum() / sizes[chosen].sum()) for chosen in drawn]
    low, high = (float(bound) for bound in np.quantile(means, (0.025, 0.975)))
    return float(found.mean()), low, high


def difference(
    ours: Sequence[float],
    theirs: Sequence[float],
    clusters: Sequence[Hashable],
    resample: Resample,
) -> Difference:
    """Compare two methods on the same questions; `clusters` names the week of each.

    Too few questions or weeks give TOO_FEW, an interval that covers zero UNDECIDED.
    """
    deltas = [mine - other for mine, other in zip(ours, theirs, strict=True)]
    found = mean(deltas, clusters, resample)
    if found is None:
        value = sum(deltas) / len(deltas) if deltas else 0.0
        return Difference(value=value, low=-1.0, high=1.0, verdict=Verdict.TOO_FEW)
    value, low, high = found
    return Difference(value=value, low=low, high=high, verdict=_verdict(low, high))


def mcnemar(only_ours: int, only_theirs: int) -> float:
    """Return the exact two-sided p of McNemar's test: the chance of so uneven a split.

    `only_ours` questions were answered by us alone, `only_theirs` by them alone.
    """
    split = only_ours + only_theirs
    if split == 0:
        return 1.0
    fewer = min(only_ours, only_theirs)
    tail = sum(exp(_log_ways(split, k) - split * log(2)) for k in range(fewer + 1))
    return min(1.0, 2 * tail)


def _verdict(low: float, high: float) -> Verdict:
    if low > 0:
        return Verdict.BETTER
    return Verdict.WORSE if high < 0 else Verdict.UNDECIDED


def _log_ways(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
