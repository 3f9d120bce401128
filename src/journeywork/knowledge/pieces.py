"""Where an index that is made anew is cut, so that it ends as one piece.

Each word of a question is looked up in every piece: four of them cost a question half as much
again as one. tantivy itself joins pieces while an index grows, but only eight at a time, and
only eight of about one size. So that many, or eight times as many, are what it is given.
"""

from collections import Counter
from collections.abc import Mapping
from math import ceil

from journeywork.knowledge.index import Shelf

TOGETHER = 8
#: Entries; so many of sixty words take two thirds of the memory of a writer that makes it anew.
LARGEST = 20_000


class Pieces:
    """How many entries a piece has on each shelf, where so many are `expected` in all.

    More or fewer may come, or more than memory holds: then there are some pieces more.
    """

    def __init__(self, expected: Mapping[Shelf, int] | None = None) -> None:
        self._sizes = {shelf: _size(many) for shelf, many in (expected or {}).items()}
        self._put_in: Counter[Shelf] = Counter()

    def ends_with_one_more(self, shelf: Shelf) -> bool:
        """Count an entry, and tell whether a piece ends with it."""
        self._put_in[shelf] += 1
        size = self._sizes.get(shelf, 0)
        return bool(size) and self._put_in[shelf] % size == 0


def _size(expected: int) -> int:
    pieces = 1
    while expected > pieces * LARGEST:
        pieces *= TOGETHER
    return ceil(expected / pieces)
