"""The best assignment: held against scipy's solvers, in small markets drawn by the dozen."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import maximum_flow

from journeywork.engine.matching import paths, starting, working
from journeywork.engine.matching.market import (
    NEVER,
    Market,
    Pairs,
    Table,
    Unfit,
    dense,
    fit_of,
    parts_of,
)
from journeywork.engine.matching.plan import Dial, Progress
from journeywork.engine.matching.sight import fits, sight
from journeywork.engine.matching.solving import solve
from journeywork.engine.matching.starting import Watching, look_through
from journeywork.engine.matching.working import (
    Work,
    begin,
    coverage,
    hold,
    place,
    worth_of,
)
from journeywork.engine.matching.worths import nothing_but_places
from tests.engine.markets import best, complaints, drawn, fits_of, worth_matrix

TOTAL = Dial(exponent=1, worst_first=False)
DIALS = (TOTAL, Dial(2, worst_first=False), Dial(1 / 4, worst_first=False), Dial(3))
DRAWN = settings(max_examples=25, deadline=None, derandomize=True)
SEEDS = st.integers(0, 2**31)


@pytest.fixture(autouse=True)
def _few_candidates(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that even in small markets the proof has something to find."""
    monkeypatch.setattr(starting, "A_SEEKER", 3)
    monkeypatch.setattr(starting, "A_GIVER", 2)


@given(SEEDS)
@DRAWN
def test_parts_add_up_and_the_fast_sum_is_the_plain_one(seed: int) -> None:
    market = drawn(seed)
    plain = fits_of(market)
    seeker, giver = np.divmod(np.arange(plain.size), market.m)
    assert (fits(sight(market), seeker, giver).reshape(plain.shape) == plain).all()
    for i, j in zip(*np.nonzero(plain != NEVER), strict=True):
        parts = parts_of(market, int(i), int(j))
        assert parts.fit == sum(p for _, p in parts.skills) + sum(parts.tables) + sum(parts.bonuses)


@given(SEEDS, st.booleans(), st.sampled_from(DIALS))
@DRAWN
def test_the_plan_is_the_best_there_is(seed: int, several: bool, dial: Dial) -> None:
    market = drawn(seed, several=several)
    every = fits_of(market)
    solution = solve(market, dial, seed)
    work = solution.work
    assert solution.plan.certificate.proven
    assert solution.plan.certificate.gap == 0
    assert complaints(work, every) == []
    assert worth_of(work.state) == best(market, worth_matrix(work, every), work.state.slot)
    assert all(pair.fit == every[pair.seeker, pair.giver] for pair in solution.plan.pairs)


@given(SEEDS)
@DRAWN
def test_the_conditions_can_be_seen_to_fail(seed: int) -> None:
    """The control: a price that is a point too high is noticed."""
    market = drawn(seed)
    work = solve(market, TOTAL).work
    state = work.state
    for j in np.flatnonzero((state.load == state.capacity) & (state.load > 0))[:1]:
        state.price[j] += 10**9
        assert complaints(work, fits_of(market)) != []


@given(SEEDS)
@DRAWN
def test_as_many_are_placed_as_the_largest_flow_places(seed: int) -> None:
    market = drawn(seed)
    allowed = fits_of(market) != NEVER
    n, m = allowed.shape
    room = np.zeros((n + m + 2, n + m + 2), np.int32)
    room[n + m, :n] = market.demand
    room[:n, n : n + m] = allowed
    room[n : n + m, n + m + 1] = market.capacity
    flow = maximum_flow(csr_matrix(room), n + m, n + m + 1).flow_value
    assert solve(market).plan.placed == flow


@given(SEEDS, st.booleans())
@DRAWN
def test_nobody_is_worse_off_than_need_be(seed: int, several: bool) -> None:
    market = drawn(seed, several=several)
    every = fits_of(market)
    solution = solve(market, Dial(2))
    floor = solution.plan.certificate.floor
    if floor is None:
        assert solution.plan.pairs == ()
        return
    assert solution.plan.certificate.floor_proven
    assert solution.plan.worst is not None
    assert solution.plan.worst >= floor
    most = _most_placed(market, every, NEVER + 1)
    assert _weighed(solution.work) == most
    assert _most_placed(market, every, floor) == most
    assert _most_placed(market, every, floor + 1) < most


def test_a_lowest_fit_of_nothing_at_all_is_found_too() -> None:
    """Ana fits Ben by 0 and Dora by -50, Leo fits Ben far better: 0 is the highest lowest fit."""
    scores = np.array([[0, -50], [1000, 0]], np.int32)
    two = np.ones(2, np.int32)
    told: list[Progress] = []
    plan = solve(
        dense(scores, two, two), watch=lambda now: told.append(now) or len(told) < 1000
    ).plan
    assert (plan.worst, plan.certificate.floor, plan.certificate.floor_proven) == (0, 0, True)
    assert plan.certificate.proven


def _most_placed(market: Market, every: np.ndarray, floor: int) -> int:
    nothing = np.where((every == NEVER) | (every < floor), -(2**60), 0)
    return best(market, nothing, np.array([0, 3, 2, 1, 0]))


def _weighed(work: Work) -> int:
    return sum(k * many for k, many in zip((3, 2, 1), coverage(work.state), strict=True))


def test_who_is_left_over_where_no_place_is_free_costs_no_search_of_everybody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Sixty who fit alike and ten places: once one was left over, the next are told at once."""
    monkeypatch.setattr(starting, "A_SEEKER", 10)
    scores = np.full((60, 10), 5000, np.int32)
    seen = sight(dense(scores, np.ones(60, np.int32), np.ones(10, np.int32)))
    start = look_through(seen, Watching(None))
    work = begin(seen, start.pool, nothing_but_places(1, seen.lowest, seen.highest))
    hold(work, *np.zeros((2, 0), np.int32))
    assert place(work, np.arange(60, dtype=np.int32))
    left = np.flatnonzero(work.state.held == 0)
    work.state.gain[left[1:]] = 0  # As before they were asked.

    def settled(free: int) -> int:
        roads = (work.roads, work.state, work.trail, work.goal)
        assert not paths.forward(*roads, int(left[1]), free, 0)
        return int(work.trail.size[1])

    assert (settled(0), len(left)) == (1, 50)
    work.state.gain[left[1]] = 0
    assert (
        settled(1) > 10
    )  # The control: as if a place were free somewhere, all are looked through.


def test_a_ready_matrix_is_solved_like_scipy_solves_it() -> None:
    draw = np.random.default_rng(5)
    scores = draw.integers(0, 10_000, (60, 60)).astype(np.int32)
    one = np.ones(60, np.int32)
    plan = solve(dense(scores, one, one), TOTAL).plan
    row, column = linear_sum_assignment(scores, maximize=True)
    assert (plan.placed, plan.total) == (60, int(scores[row, column].sum()))


def test_the_same_seed_gives_the_same_pairs() -> None:
    market = drawn(11, 60)
    assert solve(market, seed=4).plan == solve(market, seed=4).plan


def test_the_seed_decides_between_equals() -> None:
    """Thirty who fit alike and ten places: over the seeds everyone has a turn."""
    scores = np.full((30, 10), 5000, np.int32)
    market = dense(scores, np.ones(30, np.int32), np.ones(10, np.int32))
    turns = np.zeros(30, np.int64)
    for seed in range(60):
        for pair in solve(market, TOTAL, seed).plan.pairs:
            turns[pair.seeker] += 1
    assert turns.sum() == 600
    assert turns.min() >= 8
    assert turns.max() <= 34


def test_with_no_place_and_with_nobody_the_empty_plan_is_proven() -> None:
    scores = np.full((3, 2), 100, np.int32)
    for demand, capacity in ((1, 0), (0, 1)):
        market = dense(scores, np.full(3, demand, np.int32), np.full(2, capacity, np.int32))
        plan = solve(market).plan
        assert (plan.pairs, plan.certificate.proven, plan.worst) == ((), True, None)
    nobody = dense(np.zeros((0, 0), np.int32), np.zeros(0, np.int32), np.zeros(0, np.int32))
    assert solve(nobody).plan.pairs == ()


def test_stopped_work_gives_the_best_so_far_and_how_far_off_it_can_be() -> None:
    market = drawn(3, 300)
    whole = solve(market, TOTAL).plan
    for stages in (1, 2, 3, 4, 6):
        told: list[Progress] = []

        def watch(progress: Progress, told: list[Progress] = told, most: int = stages) -> bool:
            told.append(progress)
            return len(told) < most

        plan = solve(market, TOTAL, watch=watch).plan
        assert plan.certificate.bound >= plan.certificate.total
        if plan.certificate.covered and plan.placed == whole.placed:
            assert plan.certificate.bound >= whole.certificate.total
        assert len({pair.seeker for pair in plan.pairs}) == len(plan.pairs)


def test_what_is_stopped_anywhere_claims_nothing_false(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of them fit one of two by 20,000 and the other by 10, half by 10 and by nothing."""
    monkeypatch.setattr(working, "_A_STEP", 4)
    left = (np.arange(16) % 2).astype(np.int32)
    cells = np.array([[20_000, 10], [10, 0]], np.int32)
    table = Table(left, np.arange(2, dtype=np.int32), cells)
    market = Market(np.ones(16, np.int32), np.full(2, 8, np.int32), tables=(table,))
    whole = solve(market).plan
    assert (whole.placed, whole.certificate.floor, whole.certificate.floor_proven) == (16, 10, True)
    told: list[Progress] = []
    solve(market, watch=lambda now: told.append(now) or True)
    lower = 0
    for stop in range(1, len(told) + 1):
        calls = iter(range(1, len(told) + 9))
        plan = solve(market, watch=lambda _, calls=calls, stop=stop: next(calls) < stop).plan
        proof = plan.certificate
        lower += proof.floor != 10
        assert not proof.floor_proven or proof.floor == 10
        assert not proof.proven or plan.worst == 10
        assert not proof.covered or plan.placed == 16
    assert lower > 1  # It was stopped where the floor was not found yet.


def test_the_progress_is_told_and_the_answer_is_the_same() -> None:
    market = drawn(3, 300)
    told: list[Progress] = []
    watched = solve(market, watch=lambda progress: told.append(progress) or True)
    assert watched.plan == solve(market).plan
    assert {progress.stage for progress in told} >= {"worst-off", "assignment"}


def test_why_a_pair_is_not_allowed_is_named() -> None:
    never = Table(np.zeros(1, np.int32), np.zeros(1, np.int32), np.array([[NEVER]], np.int32))
    one = np.ones(1, np.int32)
    listed = Pairs(np.zeros(1, np.int32), np.zeros(1, np.int32), np.zeros(1, np.int32))
    market = Market(one, one, tables=(never,), forbidden=(listed,))
    assert fit_of(market, 0, 0) is None
    assert parts_of(market, 0, 0).never == (("table", 0), ("forbidden", 0))


@pytest.mark.parametrize(
    "wrong",
    [
        {"demand": np.array([4], np.int32)},
        {"capacity": np.array([-1], np.int32)},
        {"forbidden": (Pairs(*(np.array([7], np.int32) for _ in range(3))),)},
        {"tables": (Table(*(np.zeros(3, np.int32),) * 2, np.zeros((1, 1), np.int32)),)},
        {"tables": (Table(*(np.ones(1, np.int32),) * 2, np.zeros((1, 1), np.int32)),)},
        {"tables": (Table(*(np.full(1, -1, np.int32),) * 2, np.zeros((1, 1), np.int32)),)},
    ],
)
def test_a_market_that_contradicts_itself_is_refused(wrong: dict) -> None:
    one = np.ones(1, np.int32)
    with pytest.raises(Unfit):
        Market(**{"demand": one, "capacity": one, **wrong})


def test_fits_beyond_the_range_are_refused() -> None:
    scores = np.full((1, 1), 2_000_000, np.int32)
    with pytest.raises(Unfit):
        solve(dense(scores, np.ones(1, np.int32), np.ones(1, np.int32)))


def test_the_values_load_without_the_compiler() -> None:
    look = "import sys; from journeywork.engine.matching import market, plan, events;"
    done = subprocess.run(
        [sys.executable, "-c", look + "print('numba' in sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "False\n"


@pytest.mark.long
def test_many_more_markets() -> None:
    for seed in range(400):
        market = drawn(seed, 60, several=bool(seed % 2))
        every = fits_of(market)
        for dial in DIALS:
            work = solve(market, dial, seed).work
            assert complaints(work, every) == []


def test_a_thousand_of_a_few_kinds_are_solved_like_scipy_solves_them() -> None:
    """Where many are equal, the candidates of one are not the candidates of all."""
    draw = np.random.default_rng(4)
    kinds = draw.integers(0, 40, (12, 6)).astype(np.int32) * 100
    left, right = draw.integers(0, 12, 240), draw.integers(0, 6, 80)
    scores = kinds[left][:, right]
    demand, capacity = np.ones(240, np.int32), np.full(80, 2, np.int32)
    found = solve(dense(scores, demand, capacity), Dial(exponent=1, worst_first=False), seed=2)
    rows, columns = linear_sum_assignment(np.repeat(scores, 2, axis=1), maximize=True)
    assert found.plan.certificate.proven
    assert found.plan.placed == len(rows) == 160
    assert found.plan.total == int(np.repeat(scores, 2, axis=1)[rows, columns].sum())
    first = solve(dense(scores, demand, capacity), seed=2).plan
    assert first.certificate.floor_proven
    above = np.where(scores > (first.worst or 0), 1, 0)
    placed = linear_sum_assignment(np.repeat(above, 2, axis=1), maximize=True)
    assert np.repeat(above, 2, axis=1)[placed].sum() < 160
