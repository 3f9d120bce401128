"""Every way to split a few people into circles: the best, or the proof that there is none.

Whoever comes first among those not yet placed is placed next, with every group that may sit
with them; of two ways that have placed the same people in as many circles of each size only the
better is followed. That looks at all splits, at a cost of two to the power of the number of
people, times the ways to make that number of the sizes (one, from four in a circle on).
"""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from journeywork.engine.compiled import compiled
from journeywork.engine.peers.gathering import Gathering, allowed, sizes
from journeywork.engine.peers.swapping import share

_UNREACHED = np.int64(-1)


def split(gathering: Gathering) -> list[tuple[int, ...]] | None:
    """Return the best split into circles of the usual sizes; None: there is none that may be."""
    wanted = sizes(
        gathering.size, least=gathering.least, usual=gathering.usual, most=gathering.most
    )
    legal = _legal(gathering, sorted(set(wanted)))
    if not legal:
        return None
    masks = np.array([sum(1 << each for each in group) for group in legal], dtype=np.int64)
    values = np.array([_value(gathering, group) for group in legal], dtype=np.int64)
    lengths = np.array([len(group) for group in legal], dtype=np.int64)
    firsts = np.array([group[0] for group in legal], dtype=np.int64)
    begins = np.searchsorted(firsts, np.arange(gathering.size + 1)).astype(np.int64)
    least = wanted[-1]
    larger = sum(each > least for each in wanted)
    took = _walked(gathering.size, masks, values, lengths, begins, least, larger, len(wanted))
    return _traced(took, legal, masks, least, larger)


def _legal(gathering: Gathering, lengths: Sequence[int]) -> list[tuple[int, ...]]:
    """Return all groups that may sit together, by their first person."""
    everybody = range(gathering.size)
    found = [
        group
        for length in lengths
        for group in combinations(everybody, length)
        if allowed(gathering, group)
    ]
    return sorted(found)


def _value(gathering: Gathering, group: Sequence[int]) -> int:
    pairs = sum(int(gathering.fits[two]) for two in combinations(group, 2))
    return pairs * share(len(group))


def _traced(
    took: NDArray[np.int32],
    legal: Sequence[tuple[int, ...]],
    masks: NDArray[np.int64],
    least: int,
    larger: int,
) -> list[tuple[int, ...]] | None:
    """Follow back which groups were taken."""
    found = []
    mask = took.shape[1] - 1
    while mask:
        number = int(took[larger // least, mask])
        if number < 0:
            return None
        found.append(legal[number])
        larger -= len(legal[number]) > least
        mask ^= int(masks[number])
    return found


@compiled
def _placed(mask: int) -> int:
    """Return how many people a set has."""
    placed = 0
    while mask:
        mask &= mask - 1
        placed += 1
    return placed


@compiled
def _first_free(mask: int) -> int:
    """Return the first person who is not in a set."""
    first = 0
    while mask >> first & 1:
        first += 1
    return first


@compiled
def _walked(
    people: int,
    masks: NDArray[np.int64],
    values: NDArray[np.int64],
    lengths: NDArray[np.int64],
    begins: NDArray[np.int64],
    least: int,
    larger: int,
    count: int,
) -> NDArray[np.int32]:
    """Return, for each set of people, the group that completed its best split; -1 for none.

    int32 [layers, sets]. How many are placed says how many circles are larger, but for a multiple
    of `least`: that many times `least` larger ones is the layer.
    """
    everybody = 1 << people
    layers = larger // least + 1
    best = np.full((layers, everybody), -1, dtype=np.int64)
    took = np.full((layers, everybody), -1, dtype=np.int32)
    best[0, 0] = 0
    for mask in range(everybody - 1):
        for layer in range(layers):
            if best[layer, mask] < 0:
                continue
            placed, first = _placed(mask), _first_free(mask)
            more = placed % least + layer * least
            usual = (placed - more * (least + 1)) // least
            for number in range(begins[first], begins[first + 1]):
                small = lengths[number] == least
                full = usual >= count - larger if small else more >= larger
                if full or masks[number] & mask:
                    continue
                after = mask | masks[number]
                value = best[layer, mask] + values[number]
                beyond = layer if small else (more + 1) // least
                if value > best[beyond, after]:
                    best[beyond, after] = value
                    took[beyond, after] = number
    return took
