"""A fair lottery: who has a place where there are more people than places.

Everybody has a lot, made of the round's seed and their key alone: whoever knows both can make it
again. Those who waited before come first, the longest wait first; then the lots decide. One
after the other is let in whenever there is a way to place them beside all who were let in before:
so nobody has a place in vain, and nobody of those who come later keeps out one who came earlier.
"""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]


def lot(seed: int, key: str) -> int:
    """Return somebody's lot: any number below 2 to the power of 64, the same every time."""
    return int.from_bytes(sha256(f"{seed} {key}".encode()).digest()[:8], "big")


def in_order(keys: Iterable[str], waited: Mapping[str, int], seed: int) -> list[str]:
    """Return people in the order in which they are let in; `waited` counts rounds in vain."""
    return sorted(keys, key=lambda key: (-waited.get(key, 0), lot(seed, key), key))


def let_in(open_to: Sequence[Flags], places: NDArray[np.int32]) -> frozenset[int]:
    """Return which people have a place, those who come first before all others.

    `open_to` says for each person, in order, which of bool[m] may take them, and `places` int[m]
    how many each of those takes.
    """
    holds: list[list[int]] = [[] for _ in places]
    has: dict[int, int] = {}
    for person in range(len(open_to)):
        way = _way(person, open_to, places, holds)
        for who, where in way:
            if who in has:
                holds[has[who]].remove(who)
            has[who] = where
            holds[where].append(who)
    return frozenset(has)


def _way(
    person: int, open_to: Sequence[Flags], places: NDArray[np.int32], holds: list[list[int]]
) -> list[tuple[int, int]]:
    """Return who goes where so that one more has a place: () where there is no way."""
    seen = np.zeros(len(places), dtype=np.bool_)
    came: dict[int, int] = {}  # place -> who wants to go there
    stood: dict[int, int] = {}  # who -> the place that they would leave
    waiting = deque([person])
    while waiting:
        who = waiting.popleft()
        for where in np.flatnonzero(open_to[who] & ~seen).tolist():
            seen[where] = True
            came[where] = who
            if len(holds[where]) < places[where]:
                return _traced(where, came, stood)
            for other in holds[where]:
                stood[other] = where
                waiting.append(other)
    return []


def _traced(where: int, came: Mapping[int, int], stood: Mapping[int, int]) -> list[tuple[int, int]]:
    found = []
    while True:
        who = came[where]
        found.append((who, where))
        if who not in stood:
            return found
        where = stood[who]
