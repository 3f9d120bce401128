"""A fair lottery: no place is wasted, nobody who comes later keeps out who came earlier."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from journeywork.engine.lots import in_order, let_in, lot


def flags(*open_to: int, places: int) -> NDArray[np.bool_]:
    found = np.zeros(places, np.bool_)
    found[list(open_to)] = True
    return found


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[NDArray[np.bool_]], NDArray[np.int32]]:
    places = draw(st.integers(1, 4))
    rows = st.lists(st.booleans(), min_size=places, max_size=places)
    people = draw(st.lists(rows, max_size=6))
    free = draw(st.lists(st.integers(0, 2), min_size=places, max_size=places))
    return [np.array(each, np.bool_) for each in people], np.array(free, np.int32)


def fits_in(
    people: tuple[int, ...], open_to: list[NDArray[np.bool_]], free: tuple[int, ...]
) -> bool:
    """Tell whether some can all be placed, by trying every way."""
    if not people:
        return True
    first, *rest = people
    return any(
        open_to[first][place]
        and left
        and fits_in(tuple(rest), open_to, (*free[:place], left - 1, *free[place + 1 :]))
        for place, left in enumerate(free)
    )


@given(worlds())
def test_whoever_comes_first_is_let_in_wherever_that_is_possible(
    world: tuple[list[NDArray[np.bool_]], NDArray[np.int32]],
) -> None:
    """As if one after the other was asked: can you be placed beside all before you?"""
    open_to, places = world
    free = tuple(int(each) for each in places)
    inside: tuple[int, ...] = ()
    for person in range(len(open_to)):
        if fits_in((*inside, person), open_to, free):
            inside = (*inside, person)
    assert let_in(open_to, places) == frozenset(inside)
    most = max(
        (len(some) for n in range(len(open_to) + 1)
         for some in combinations(range(len(open_to)), n) if fits_in(some, open_to, free)),
        default=0,
    )  # fmt: skip
    assert len(inside) == most, "no place is wasted"


def test_who_was_let_in_moves_aside_and_stays_in() -> None:
    both, one = flags(0, 1, places=2), flags(0, places=2)
    assert let_in([both, one, one], np.array([1, 1], np.int32)) == frozenset({0, 1})


@pytest.mark.parametrize("seed", range(3))
def test_who_waited_longest_comes_first_and_then_the_lots(seed: int) -> None:
    people = [f"person {number}" for number in range(9)]
    order = in_order(people, {"person 4": 2, "person 7": 1}, seed)
    assert order[:2] == ["person 4", "person 7"]
    assert order[2:] == sorted(order[2:], key=lambda key: lot(seed, key))
    assert order == in_order(reversed(people), {"person 4": 2, "person 7": 1}, seed)


def test_lots_are_as_good_as_even() -> None:
    """Over a thousand rounds each of five comes first about two hundred times."""
    people = [f"person {number}" for number in range(5)]
    first = [in_order(people, {}, seed)[0] for seed in range(1000)]
    assert {160 < first.count(each) < 240 for each in people} == {True}
