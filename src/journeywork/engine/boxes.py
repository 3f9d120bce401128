"""What several people put into one box: a length that says little, an order that says nothing."""

from collections.abc import Callable, Iterable
from typing import TypeVar

#: How long a box is, in characters, is a multiple of this.
PADDING = 16_384

Thing = TypeVar("Thing")
#: From a number n to one from 0 to n - 1, each as likely.
Draw = Callable[[int], int]


def padded(length: int) -> int:
    """Return how many characters to add, so that the length of a box says little."""
    return -length % PADDING


def by_lot(things: Iterable[Thing], draw: Draw) -> tuple[Thing, ...]:
    """Return things in an order that is drawn (Fisher and Yates; Knuth, TAOCP 2, 3.4.2, P)."""
    found = list(things)
    for last in range(len(found) - 1, 0, -1):
        other = draw(last + 1)
        found[last], found[other] = found[other], found[last]
    return tuple(found)
