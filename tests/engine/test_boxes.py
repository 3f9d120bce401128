"""A box that several people fill: its length says little, and its order nothing."""

from collections import Counter
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from journeywork.engine.boxes import PADDING, by_lot, padded


@given(st.integers(0, 200_000))
def test_the_length_of_a_box_says_little(length: int) -> None:
    assert (length + padded(length)) % PADDING == 0
    assert 0 <= padded(length) < PADDING


@given(st.lists(st.integers()), st.integers())
def test_nothing_is_lost_and_nothing_comes_to_it(things: list[int], seed: int) -> None:
    assert Counter(by_lot(things, Random(seed).randrange)) == Counter(things)


def test_each_order_is_as_likely() -> None:
    draw = Random(7)
    orders = Counter(by_lot("abc", draw.randrange) for _ in range(6000))
    assert len(orders) == 6
    assert all(850 < found < 1150 for found in orders.values())
