"""Circles: all rules kept, and the best split where every split can be looked at."""

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeywork.engine.peers import swapping
from journeywork.engine.peers.circles import Circles, Outside, circles
from journeywork.engine.peers.gathering import Gathering, allowed, sizes
from journeywork.engine.peers.pool import NEVER, Unfit


def gathering(people: int, seed: int = 0, never: float = 0.1, kinds: int = 4) -> Gathering:
    """Return people who fit by draw, some of whom must not sit together; two of a kind at most."""
    draw = np.random.default_rng(seed)
    half = np.triu(draw.integers(0, 10_000, (people, people)), k=1)
    half[np.triu(draw.random((people, people)) < never, k=1)] = NEVER
    fits = np.asarray(half + half.T, dtype=np.int32)
    return Gathering(fits, draw.integers(0, kinds, people).astype(np.int32), 2)


def everybody(found: Circles) -> list[int]:
    """Return all who stand in an answer."""
    seated = [person for each in found.circles for person in each.people]
    return sorted([*seated, *(person for person, _why in found.outside)])


def splits(people: Sequence[int], lengths: Sequence[int]) -> Iterator[list[tuple[int, ...]]]:
    """Yield every way to split people into groups of such lengths."""
    if not people:
        yield []
        return
    first, *rest = people
    for length in sorted(set(lengths)):
        left = list(lengths)
        left.remove(length)
        for others in combinations(rest, length - 1):
            after = [each for each in rest if each not in others]
            for found in splits(after, left):
                yield [(first, *others), *found]


def mean(of: Gathering, groups: Sequence[Sequence[int]]) -> Fraction:
    """Return the mean, over all people, of how well they fit the others of their circle."""
    total = sum(
        Fraction(sum(2 * int(of.fits[two]) for two in combinations(group, 2)), len(group) - 1)
        for group in groups
    )
    return total / sum(len(group) for group in groups)


def best(of: Gathering) -> Fraction | None:
    """Return what the best legal split reaches, by looking at all of them."""
    legal = (
        each
        for each in splits(range(of.size), sizes(of.size))
        if all(allowed(of, group) for group in each)
    )
    return max((mean(of, each) for each in legal), default=None)


@pytest.mark.parametrize("people", [8, 9, 10, 11, 12])
def test_of_few_people_the_split_is_the_best_of_all(people: int) -> None:
    for seed in range(3):
        of = gathering(people, seed)
        found, wanted = circles(of), best(of)
        assert found.proven
        if wanted is None:
            assert found.outside
        else:
            assert (found.fit, found.outside) == (wanted, ())


def test_of_fifteen_people_it_is_what_another_solver_proves() -> None:
    from scipy.optimize import LinearConstraint, milp

    people = 15
    of = gathering(people, 3)
    groups = [each for each in combinations(range(people), 5) if allowed(of, each)]
    worths = np.array([sum(int(of.fits[two]) for two in combinations(each, 2)) for each in groups])
    sits = np.zeros((people, len(groups)))
    for number, group in enumerate(groups):
        sits[list(group), number] = 1
    once = LinearConstraint(sits, 1, 1)
    proven = milp(-worths, integrality=np.ones(len(groups)), constraints=once, bounds=(0, 1))
    found = circles(of)
    assert proven.success
    assert found.proven
    assert found.fit == Fraction(round(-proven.fun), 2 * people)
    # The control: swaps alone, few of them, do not reach it.
    hasty = swapping.split(of, seed=0, turns=1)
    assert mean(of, hasty) < found.fit


@given(
    st.integers(0, 45), st.integers(0, 1000), st.sampled_from([0.0, 0.2, 0.6]), st.integers(1, 6)
)
@settings(max_examples=80, deadline=None)
def test_no_rule_is_ever_broken_and_everybody_is_accounted_for(
    people: int, seed: int, never: float, kinds: int
) -> None:
    of = gathering(people, seed, never, kinds)
    try:
        found = circles(of, turns=40)
    except Unfit as fault:
        assert people == 7
        assert "cannot sit in circles" in str(fault)
        return
    assert everybody(found) == list(range(people))
    for each in found.circles:
        assert of.least <= len(each.people) <= of.most
        assert allowed(of, each.people)
    if found.circles:
        assert found.fit == mean(of, [each.people for each in found.circles])
    assert found == circles(of, turns=40)


def test_of_many_people_swaps_find_more_than_the_greedy_start() -> None:
    of = gathering(200, 5, kinds=15)
    greedy = mean(of, swapping.split(of, seed=0, turns=0))
    found = circles(of, turns=300)
    assert found.outside == ()
    assert not found.proven
    assert found.fit > greedy


def test_who_cannot_be_placed_is_named_with_the_reason() -> None:
    of = gathering(12, 1, never=0.0, kinds=12)
    of.fits[11, :11] = of.fits[:11, 11] = NEVER
    found = circles(of)
    assert found.outside == ((11, Outside.NOBODY_MAY),)
    assert sum(len(each.people) for each in found.circles) == 11
    assert circles(gathering(3)).outside == tuple((each, Outside.TOO_FEW) for each in range(3))


def test_of_one_kind_there_are_at_most_so_many() -> None:
    draw = np.random.default_rng(0)
    half = np.triu(draw.integers(0, 10_000, (30, 30)), k=1)
    kinds = np.array([each % 3 for each in range(30)], dtype=np.int32)
    found = circles(Gathering((half + half.T).astype(np.int32), kinds, 2), turns=200)
    assert found.outside == ()
    for each in found.circles:
        assert max(Counter(int(kinds[one]) for one in each.people).values()) <= 2


@pytest.mark.parametrize(
    ("people", "wanted"),
    [(4, [4]), (6, [6]), (8, [4, 4]), (9, [5, 4]), (11, [6, 5]), (18, [5, 5, 4, 4]), (20, [5] * 4)],
)
def test_circles_are_even(people: int, wanted: list[int]) -> None:
    assert sizes(people) == wanted


def test_what_contradicts_itself_is_refused() -> None:
    with pytest.raises(Unfit, match="7 people cannot"):
        sizes(7)
    with pytest.raises(Unfit, match="both ways"):
        Gathering(np.array([[0, 1], [2, 0]], dtype=np.int32))
    with pytest.raises(Unfit, match="in this order"):
        Gathering(np.zeros((4, 4), dtype=np.int32), least=5, usual=4)
    with pytest.raises(Unfit, match="one for each"):
        Gathering(np.zeros((4, 4), dtype=np.int32), np.zeros(3, dtype=np.int32))
