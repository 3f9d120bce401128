"""Rounds of pairs: who meets whom, held against every pairing there is."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from journeywork.engine.peers.pairing import ALL_PAIRS, best_pairs
from journeywork.engine.peers.pool import MOST_FIT, NEVER, Meeting, Pool, SatOut, Unfit
from journeywork.engine.peers.rounds import FEW_ALONE, Again, Because, Odd, Round, plan

Couple = tuple[int, int]


def fits(people: int, seed: int = 0, never: float = 0.0) -> NDArray[np.int32]:
    """Return how well people fit, drawn; a share of them must not be paired."""
    draw = np.random.default_rng(seed)
    half = np.triu(draw.integers(0, 10_000, (people, people)), k=1)
    half[np.triu(draw.random((people, people)) < never, k=1)] = NEVER
    return np.asarray(half + half.T, dtype=np.int32)


def couples(found: Round) -> list[Couple]:
    """Return each two who meet in a round."""
    return [two for group in found.groups for two in combinations(group.people, 2)]


def run(
    people: int, rounds: int, odd: Odd = Odd.THREE, seed: int = 0, more: int = 0
) -> list[Round]:
    """Plan round after round, each with the history of those before; all fit so much more."""
    met: list[Meeting] = []
    sat: list[SatOut] = []
    made: list[Round] = []
    for number in range(rounds):
        pool = Pool(fits(people, seed) + np.int32(more), met, sat)
        found = plan(pool, odd=odd, ahead=rounds - number - 1)
        met += [Meeting(*two, number) for two in couples(found)]
        sat += [SatOut(each.person, number) for each in found.waits]
        made.append(found)
    return made


def agains(found: Round) -> list[Again]:
    """Return who meets again, and why."""
    return [each for group in found.groups for each in group.again]


def everybody(found: Round) -> list[int]:
    """Return all who stand in a round."""
    grouped = [person for group in found.groups for person in group.people]
    return sorted([*grouped, *(each.person for each in found.waits)])


def pairings(people: Sequence[int]) -> Iterator[tuple[Couple, ...]]:
    """Yield every way to pair some of the people."""
    if not people:
        yield ()
        return
    first, *rest = people
    yield from pairings(rest)
    for other in rest:
        for found in pairings([each for each in rest if each != other]):
            yield ((first, other), *found)


def worth(pool: Pool, pairs: Sequence[Couple], *, fair: bool) -> tuple[int, ...]:
    """Return what a pairing is worth, as the words of `pairing.py` say it, matter by matter."""
    last = int(pool.last.max(initial=0))
    return (
        len(pairs),
        sum(int(pool.waited[a] + pool.waited[b]) for a, b in pairs) if fair else 0,
        -sum(int(pool.times[two] > 0) for two in pairs),
        -sum(int(pool.times[two]) for two in pairs),
        sum(last - int(pool.last[two]) for two in pairs),
        sum(int(pool.fits[two]) for two in pairs),
    )


@st.composite
def pools(draw: st.DrawFn) -> Pool:
    """Draw a small pool with a history."""
    people = draw(st.integers(2, 7))
    two = st.lists(st.integers(0, people - 1), min_size=2, max_size=2, unique=True)
    met = draw(st.lists(st.tuples(two, st.integers(0, 4)), max_size=12))
    sat = draw(st.lists(st.tuples(st.integers(0, people - 1), st.integers(0, 4)), max_size=6))
    matrix = fits(people, draw(st.integers(0, 10_000)), draw(st.sampled_from([0.0, 0.3, 0.7])))
    return Pool(matrix, [Meeting(*pair, at) for pair, at in met], [SatOut(*each) for each in sat])


@given(pools(), st.booleans())
@settings(max_examples=150, deadline=None)
def test_no_pairing_is_better(pool: Pool, fair: bool) -> None:
    found = best_pairs(pool, fair=fair)
    legal = (each for each in pairings(range(pool.size)) if all(pool.allowed[two] for two in each))
    best = max(worth(pool, each, fair=fair) for each in legal)
    assert worth(pool, found, fair=fair) == best


@given(pools(), st.sampled_from(Odd))
@settings(max_examples=150, deadline=None)
def test_everybody_stands_in_a_round_once_and_nobody_meets_whom_they_must_not(
    pool: Pool, odd: Odd
) -> None:
    found = plan(pool, odd=odd, ahead=2)
    assert everybody(found) == list(range(pool.size))
    assert all(pool.allowed[two] for two in couples(found))
    said = {(each.left, each.right): each.times for group in found.groups for each in group.again}
    assert said == {two: pool.times[two] for two in couples(found) if pool.times[two]}
    assert found == plan(pool, odd=odd, ahead=2)


def test_acceptance_1_of_18_people_nobody_meets_again_in_10_rounds() -> None:
    for seed in range(5):
        made = run(18, 10, seed=seed)
        met = [two for found in made for two in couples(found)]
        assert len(met) == len(set(met)) == 90
        assert not any(group.again for found in made for group in found.groups)


def test_acceptance_1_everybody_meets_everybody_and_then_it_says_why_they_meet_again() -> None:
    made = run(18, 18)
    met = [two for found in made[:17] for two in couples(found)]
    assert len(set(met)) == 18 * 17 // 2
    said = [each for group in made[17].groups for each in group.again]
    assert len(said) == 9
    assert {each.because for each in said} == {Because.MET_ALL}


def test_where_others_would_be_alone_two_meet_again_and_it_says_how_many() -> None:
    # Of each four the first may meet the second alone, and the others have met each other.
    matrix = np.full((8, 8), NEVER, dtype=np.int32)
    for first in (0, 4):
        matrix[first : first + 4, first : first + 4] = fits(4)
        matrix[first, first + 2 : first + 4] = matrix[first + 2 : first + 4, first] = NEVER
    assert agains(plan(Pool(matrix, [Meeting(2, 3, 0), Meeting(6, 7, 0)]))) == [
        Again(2, 3, 1, Because.ELSE_ALONE, 4),
        Again(6, 7, 1, Because.ELSE_ALONE, 4),
    ]
    # Two are too few to name: what nobody is told of costs as much, and is said in the same words.
    few = plan(Pool(matrix[:4, :4], [Meeting(2, 3, 0)]))
    assert agains(few) == [Again(2, 3, 1, Because.OTHERWISE)]


def test_who_sat_out_before_meets_again_rather_than_sits_out_again() -> None:
    """Here nobody would be alone else who is not now: it says no number, least of all 0."""
    pool = Pool(fits(3), [Meeting(0, 1, 0)], [SatOut(0, 1), SatOut(1, 2)])
    found = plan(pool, odd=Odd.SITS_OUT)
    assert agains(found) == [Again(0, 1, 1, Because.OTHERWISE)]
    assert [(each.person, each.because) for each in found.waits] == [(2, Because.ODD)]


def test_that_it_was_their_turn_is_told_only_to_whom_it_was() -> None:
    matrix = fits(3)
    matrix[2, :] = matrix[:, 2] = NEVER
    pool = Pool(matrix, (), [SatOut(2, 1)], by_rules=np.ones((3, 3), dtype=np.bool_))
    for odd in Odd:
        found = plan(pool, odd=odd)
        assert [(each.person, each.because) for each in found.waits] == [(2, Because.OTHERWISE)]


def test_what_bars_two_but_may_not_be_told_of_changes_no_reason() -> None:
    # Without it 0 would meet 1, and 2 would meet 3; nobody has met all whom the rules leave.
    matrix = fits(4)
    matrix[2, 3] = matrix[3, 2] = NEVER
    met = [Meeting(0, 2, 1), Meeting(0, 3, 2), Meeting(1, 2, 2), Meeting(1, 3, 1)]
    hidden = agains(plan(Pool(matrix, met, by_rules=np.ones((4, 4), dtype=np.bool_))))
    assert [each.because for each in hidden] == [Because.OTHERWISE] * 2
    # The control: were it a rule, two would have met all whom the rules leave.
    assert {each.because for each in agains(plan(Pool(matrix, met)))} == {Because.MET_ALL}


@given(pools(), st.integers(0, 1000), st.sampled_from(Odd))
@settings(max_examples=150, deadline=None)
def test_whatever_is_said_is_true_by_what_may_be_told_of_alone(
    pool: Pool, seed: int, odd: Odd
) -> None:
    told = pool.allowed | (fits(pool.size, seed, never=0.5) != NEVER)
    np.fill_diagonal(told, val=False)
    found = plan(replace(pool, by_rules=told), odd=odd)
    most, anew = (
        max(len(each) for each in pairings(range(pool.size)) if all(may[two] for two in each))
        for may in (told, told & (pool.times == 0))
    )
    for each in agains(found):
        met_all = [
            not (told[one] & (pool.times[one] == 0)).any() for one in (each.left, each.right)
        ]
        alone = 2 * (most - anew)
        because = Because.ELSE_ALONE if alone > FEW_ALONE else Because.OTHERWISE
        assert each.because is (Because.MET_ALL if any(met_all) else because)
        assert each.alone == (alone if each.because is Because.ELSE_ALONE else 0)
    for waits in found.waits:
        assert (waits.because is Because.NOBODY_MAY) == (not told[waits.person].any())
        turn = pool.waited[waits.person] == pool.waited.min() and odd is Odd.SITS_OUT
        assert waits.because is not Because.ODD or (turn and pool.size % 2)


def test_acceptance_2_of_19_people_three_meet_and_nobody_twice() -> None:
    for found in run(19, 8):
        assert sorted(len(group.people) for group in found.groups) == [*[2] * 8, 3]
        assert not any(group.again for group in found.groups)


def test_acceptance_2_whoever_sat_out_longest_ago_sits_out_and_is_told() -> None:
    made = run(19, 19, Odd.SITS_OUT)
    waits = [each for found in made for each in found.waits]
    assert sorted(each.person for each in waits) == list(range(19))
    assert {each.because for each in waits} == {Because.ODD}
    met = [two for found in made for two in couples(found)]
    assert len(met) == len(set(met))
    pool = Pool(fits(3), (), [SatOut(2, 1), SatOut(0, 2), SatOut(1, 3)])
    assert [each.person for each in plan(pool, odd=Odd.SITS_OUT).waits] == [2]


def test_without_looking_ahead_the_last_rounds_meet_again() -> None:
    """The control: taking the best each time leaves pairs of which no round can be made."""
    short = 0
    for seed in range(20):
        met: list[Meeting] = []
        for number in range(5):
            found = plan(Pool(fits(6, seed), met))
            met += [Meeting(*two, number) for two in couples(found)]
        short += len({(each.left, each.right) for each in met}) < 15
        far = [two for one in run(6, 5, seed=seed) for two in couples(one)]
        assert len(set(far)) == 15
    assert short > 0


def test_who_may_meet_nobody_is_told_so_and_so_is_who_is_left_over() -> None:
    matrix = np.full((4, 4), NEVER, dtype=np.int32)
    matrix[0, 1] = matrix[1, 0] = matrix[0, 2] = matrix[2, 0] = 5
    found = plan(Pool(matrix))
    assert {each.person: each.because for each in found.waits} in (
        {1: Because.OTHERWISE, 3: Because.NOBODY_MAY},
        {2: Because.OTHERWISE, 3: Because.NOBODY_MAY},
    )
    assert plan(Pool(fits(1))).waits[0].because is Because.NOBODY_MAY
    assert plan(Pool(fits(0))) == Round(groups=())


def test_of_many_people_the_few_best_of_each_are_enough() -> None:
    people = ALL_PAIRS + 101
    matrix = fits(people, never=0.2)
    found = plan(Pool(matrix))
    assert len(found.groups) == people // 2
    best = best_pairs(Pool(matrix), fair=False)
    assert sum(int(matrix[two]) for two in best) > 0.98 * 9_999 * len(best)


def test_of_many_people_who_may_hardly_meet_all_are_paired_that_can_be() -> None:
    """Their few best leave some alone here: all may meet the first ten, who fit best."""
    people = ALL_PAIRS + 2
    matrix = np.full((people, people), NEVER, dtype=np.int32)
    matrix[:40, :] = matrix[:, :40] = 9_000
    for one in range(40, people, 2):
        matrix[one, one + 1] = matrix[one + 1, one] = 1
    found = best_pairs(Pool(matrix), fair=False)
    assert 2 * len(found) == people


def test_of_many_people_nobody_meets_again_while_all_could_meet_anew() -> None:
    """The few best of most are a few whom all like, or whom they have met: that hides the rest."""
    liked, others, people = 24, 152, ALL_PAIRS + 4
    matrix = np.full((people, people), NEVER, dtype=np.int32)
    matrix[:liked, :liked] = 900
    matrix[:liked, liked:others] = matrix[liked:others, :liked] = 1000
    matrix[liked:others, liked:others] = 500
    drawn = np.random.default_rng(1).integers(300, 500, (others - liked, people - others))
    matrix[liked:others, others:], matrix[others:, liked:others] = drawn, drawn.T
    for one in range(others, people, 2):
        matrix[one, one + 1] = matrix[one + 1, one] = 500
    met = [Meeting(a, b, 1) for a in range(liked, others) for b in range(others, people)]
    found = plan(Pool(matrix, met), odd=Odd.SITS_OUT)
    assert len(found.groups) == people // 2
    assert agains(found) == []


def test_where_many_people_must_meet_again_as_few_do_as_can() -> None:
    people = ALL_PAIRS + 2
    matrix = np.full((people, people), NEVER, dtype=np.int32)
    for one in range(0, people, 2):
        matrix[one, one + 1] = matrix[one + 1, one] = 7
    found = plan(Pool(matrix, [Meeting(one, one + 1, 1) for one in range(0, 20, 2)]))
    assert [each.because for each in agains(found)] == [Because.MET_ALL] * 10


def test_looking_ahead_takes_the_highest_fits_there_may_be() -> None:
    for seed in range(20):
        far = [two for one in run(6, 5, seed=seed, more=MOST_FIT - 10_000) for two in couples(one)]
        assert len(set(far)) == 15


@pytest.mark.parametrize(
    ("matrix", "met", "says"),
    [
        (np.zeros((2, 3), dtype=np.int32), (), "as wide as high"),
        (np.array([[0, 1], [2, 0]], dtype=np.int32), (), "the same both ways"),
        (np.array([[0, -2], [-2, 0]], dtype=np.int32), (), "from 0 to"),
        (np.zeros((2, 2), dtype=np.int32), (Meeting(0, 0, 1),), "themselves"),
        (np.zeros((2, 2), dtype=np.int32), (Meeting(0, 2, 1),), "nobody of these"),
    ],
)
def test_a_pool_that_contradicts_itself_is_refused(
    matrix: NDArray[np.int32], met: Sequence[Meeting], says: str
) -> None:
    with pytest.raises(Unfit, match=says):
        Pool(matrix, met)


def test_what_may_be_done_may_be_told_of() -> None:
    with pytest.raises(Unfit, match="left by the rules"):
        Pool(fits(2), by_rules=np.zeros((2, 2), dtype=np.bool_))
