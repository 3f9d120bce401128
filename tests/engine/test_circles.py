"""Circles: all rules kept, and the best split where every split can be looked at."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeywork.engine.peers import swapping
from journeywork.engine.peers.circles import Circles, Outside, circles
from journeywork.engine.peers.gathering import Gathering, allowed, seats, sizes
from journeywork.engine.peers.pool import NEVER, Unfit


def gathering(people: int, seed: int = 0, never: float = 0.1, kinds: int = 4) -> Gathering:
    """Return people who fit by draw, some of whom must not sit together; two of a kind at most."""
    draw = np.random.default_rng(seed)
    half = np.triu(draw.integers(0, 10_000, (people, people)), k=1)
    half[np.triu(draw.random((people, people)) < never, k=1)] = NEVER
    fits = np.asarray(half + half.T, dtype=np.int32)
    return Gathering(fits, draw.integers(0, kinds, people).astype(np.int32), 2)


def of_size(of: Gathering, bounds: tuple[int, int, int]) -> Gathering:
    """Return the same people for circles of other sizes: least, usual and most."""
    return replace(of, least=bounds[0], usual=bounds[1], most=bounds[2])


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
    lengths = sizes(of.size, least=of.least, usual=of.usual, most=of.most)
    legal = (
        each
        for each in splits(range(of.size), lengths)
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


@pytest.mark.parametrize(
    ("people", "bounds"), [(9, (2, 2, 3)), (11, (2, 2, 3)), (10, (2, 3, 4)), (11, (3, 3, 4))]
)
def test_of_few_people_it_is_the_best_where_circles_are_small(
    people: int, bounds: tuple[int, int, int]
) -> None:
    """Six people may be three circles or two: which they are counts for the rest."""
    for seed in (0, 5, 6, 10):
        of = of_size(gathering(people, seed, never=0.0, kinds=people), bounds)
        found = circles(of)
        assert (found.proven, found.outside, found.fit) == (True, (), best(of))


def test_of_many_small_circles_the_one_split_that_may_be_is_found() -> None:
    """Five circles of three and one of four, whose people may sit with nobody else."""
    fits = np.full((19, 19), NEVER, dtype=np.int32)
    for first, length in [(0, 4), *((at, 3) for at in range(4, 19, 3))]:
        fits[first : first + length, first : first + length] = 10
    draw = np.random.default_rng(0).permutation(19)
    for order in (np.arange(19), np.arange(19)[::-1], draw):
        of = Gathering(fits[np.ix_(order, order)], least=3, usual=3, most=4)
        found = circles(of)
        assert (found.proven, found.outside, found.fit) == (True, (), 10)


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
    found = circles(of, turns=40)
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


@pytest.mark.parametrize(
    ("people", "bounds", "sit"),
    [
        (7, (4, 5, 6), 6),
        (6, (4, 4, 5), 5),
        (11, (4, 4, 5), 10),
        (9, (5, 5, 6), 6),
        (23, (5, 5, 5), 20),
        (29, (5, 5, 5), 25),
        (33, (6, 6, 6), 30),
    ],
)
def test_of_a_number_that_cannot_be_split_as_many_sit_as_can(
    people: int, bounds: tuple[int, int, int], sit: int
) -> None:
    of = of_size(gathering(people, 2, never=0.0, kinds=people), bounds)
    found = circles(of, turns=40)
    assert sum(len(each.people) for each in found.circles) == sit
    assert [why for _one, why in found.outside] == [Outside.TOO_FEW] * (people - sit)
    assert everybody(found) == list(range(people))
    assert not found.proven
    assert circles(of, turns=40) == found


def test_who_fits_least_is_left_over() -> None:
    of = gathering(7, 2, never=0.0, kinds=7)
    of.fits[3, :] = of.fits[:, 3] = 1
    assert circles(of).outside == ((3, Outside.TOO_FEW),)
    alike = Gathering(np.zeros((7, 7), dtype=np.int32))
    left = {circles(alike, seed=seed).outside[0][0] for seed in range(20)}
    assert len(left) > 1, "of those who fit the same it is drawn who is left over"


def test_who_is_left_over_has_a_place_that_somebody_else_cannot_have() -> None:
    of = gathering(7, 2, never=0.0, kinds=7)
    of.fits[3, :] = of.fits[:, 3] = 1
    of.fits[0, 1:3] = of.fits[1:3, 0] = of.fits[0, 4:6] = of.fits[4:6, 0] = NEVER
    found = circles(replace(of, fits=np.where(of.fits == NEVER, NEVER, 5).astype(np.int32)))
    assert [len(each.people) for each in found.circles] == [6]
    assert found.outside == ((0, Outside.NOBODY_MAY),)


@pytest.mark.parametrize("bounds", [(2, 2, 3), (3, 4, 4), (4, 5, 6), (5, 5, 5), (5, 5, 6)])
def test_as_many_can_be_split_as_there_are_sizes_for(bounds: tuple[int, int, int]) -> None:
    least, usual, most = bounds
    for people in range(40):
        sums = {0}
        for _circle in range(people):
            sums |= {each + more for each in sums for more in range(least, most + 1)}
            sums = {each for each in sums if each <= people}
        assert seats(people, least=least, most=most) == max(sums)
        if max(sums) == people and people:
            assert sum(sizes(people, least=least, usual=usual, most=most)) == people


@given(st.integers(4, 14), st.integers(0, 1000), st.sampled_from([0.0, 0.3, 0.7]))
@settings(max_examples=100, deadline=None)
def test_what_is_said_of_who_sits_in_no_circle_is_true_by_what_may_be_told_of(
    people: int, seed: int, never: float
) -> None:
    of = gathering(people, seed, never)
    told = (of.fits != NEVER) | (gathering(people, seed + 1, 0.5).fits != NEVER)
    found = circles(replace(of, by_rules=told), turns=40)
    for person, why in found.outside:
        others = int(told[person].sum()) - int(told[person, person])
        assert (why is Outside.NOBODY_MAY) == (others < of.least - 1)
    too_few = [person for person, why in found.outside if why is Outside.TOO_FEW]
    assert len(too_few) <= people - seats(people)


def test_who_sits_nowhere_for_what_nobody_is_told_of_hears_what_others_hear() -> None:
    fits = np.zeros((8, 8), dtype=np.int32)
    fits[0, 1:] = fits[1:, 0] = NEVER
    hidden = circles(Gathering(fits, by_rules=np.ones((8, 8), dtype=np.bool_)))
    assert dict(hidden.outside)[0] is Outside.OTHERWISE
    # The control: as a rule it may be told of.
    assert dict(circles(Gathering(fits)).outside)[0] is Outside.NOBODY_MAY
    # Where the rules alone leave somebody no place, it is said in the same words.
    kinds = np.array([0, 0, 0, 0, 0, 1, 2, 3], dtype=np.int32)
    ruled = circles(Gathering(np.zeros((8, 8), dtype=np.int32), kinds, 2))
    assert {why for _one, why in ruled.outside} == {Outside.OTHERWISE}


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
    with pytest.raises(Unfit, match="let by the rules"):
        Gathering(np.zeros((4, 4), dtype=np.int32), by_rules=np.zeros((4, 4), dtype=np.bool_))
    with pytest.raises(Unfit, match="one for each"):
        Gathering(np.zeros((4, 4), dtype=np.int32), np.zeros(3, dtype=np.int32))
