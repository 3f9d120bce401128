"""Sums that fade: what people did, halved again and again as time goes by.

Everybody's sums fade alike, so the newer may count for more instead of the older for less:
what is kept never has to be touched as time passes, and may be added in any order.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

_SECONDS = 86_400
#: More halvings than this make no difference that a number could hold.
_MOST_HALVINGS = 900.0
#: What is left of a weight that was taken back, beside the weight: errors of rounding.
_NOTHING = 1e-9
_NOBODY: Mapping[int, float] = {}


class Fading:
    """Sums by key and person (the integer of their id) that halve every `half_life` days."""

    def __init__(self, half_life: float) -> None:
        self._half_life = half_life * _SECONDS
        self._origin: datetime | None = None
        self._by_key: dict[str, dict[int, float]] = {}

    def add(self, key: str, person: int, at: datetime, weight: float) -> None:
        """Add `weight` for `person` under `key` as of `at`; a negative one takes back."""
        self.spread((key,), person, at, weight)

    def spread(self, keys: Iterable[str], person: int, at: datetime, weight: float) -> None:
        """Add `weight` for `person` under each of `keys` as of `at`."""
        scaled, by_key = weight * self._scale(at), self._by_key
        for key in keys:
            mine = by_key.get(key)
            if mine is None:
                mine = by_key[key] = {}
            mine[person] = mine.get(person, 0.0) + scaled
            if weight < 0:
                self._forget(key, mine, person, -scaled * _NOTHING)

    def at(self, key: str, now: datetime) -> tuple[Mapping[int, float], float, float]:
        """Return the sums by person under `key`, their total, and what to multiply them with."""
        mine = self._by_key.get(key, _NOBODY)
        return mine, sum(mine.values()), 1 / self._scale(now)

    def _forget(self, key: str, mine: dict[int, float], person: int, nothing: float) -> None:
        """Drop a person, and a key, under which nothing but an error of rounding is left."""
        if mine[person] <= nothing:
            del mine[person]
        if not mine:
            del self._by_key[key]

    def _scale(self, at: datetime) -> float:
        if self._origin is None:
            self._origin = at
        halvings = (at - self._origin).total_seconds() / self._half_life
        return float(2.0 ** max(-_MOST_HALVINGS, min(_MOST_HALVINGS, halvings)))
