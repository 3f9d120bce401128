"""After the match: why not, what happens, who would rather swap, what can be had."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journeywork.engine.matching import joining, preparing, rematching, starting
from journeywork.engine.matching.events import Blocks, Event, Leaves, Opens, Wants, Withdraws
from journeywork.engine.matching.frontier import frontier
from journeywork.engine.matching.market import NEVER, Market, Unfit, dense
from journeywork.engine.matching.plan import Dial
from journeywork.engine.matching.preparing import prepared, standing
from journeywork.engine.matching.rematching import rematch, staying, why_not
from journeywork.engine.matching.solving import Solution, solve
from journeywork.engine.matching.stability import blocking
from journeywork.engine.matching.working import coverage, worth_of
from journeywork.engine.matching.worths import worths
from tests.engine.markets import (
    best,
    complaints,
    drawn,
    fits_of,
    untold,
    without,
    worth_matrix,
)

TOTAL = Dial(exponent=1, worst_first=False)
DRAWN = settings(max_examples=15, deadline=None, derandomize=True)
SEEDS = st.integers(0, 2**31)
Ready = Callable[[Solution], Solution]


@pytest.fixture(autouse=True)
def _few_candidates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starting, "A_SEEKER", 3)
    monkeypatch.setattr(starting, "A_GIVER", 2)


@given(SEEDS, st.booleans(), st.sampled_from([TOTAL, Dial(2)]), st.booleans())
@DRAWN
def test_why_not_is_what_a_full_solve_with_the_pair_would_lose(
    seed: int, several: bool, dial: Dial, ready: bool
) -> None:
    market = drawn(seed, 16, several=several)
    every = fits_of(market)
    solution = solve(market, dial)
    solution = prepared(solution, 50) if ready else solution
    draw = np.random.default_rng(seed)
    for _ in range(5):
        i, j = int(draw.integers(market.n)), int(draw.integers(market.m))
        answer = why_not(solution, i, j)
        if every[i, j] == NEVER or not market.demand[i] or not market.capacity[j]:
            assert answer.fit is None
            continue
        assert answer.loss == _lost(solution, every, i, j)
        assert answer.bound <= answer.loss
        assert answer.points == -sum(move.gain for move in answer.moves)
    assert complaints(solution.work, every) == []


def _lost(solution: Solution, every: np.ndarray, i: int, j: int) -> int:
    """The worth lost if the pair must be, everything solved anew by scipy."""
    work = solution.work
    if j in work.state.mine[i, : work.state.held[i]]:
        return 0
    table = worths(replace(solution.dial, floor=None), work.sight.lowest, work.sight.highest)
    must = 8 * int(work.state.slot[1])
    worth = worth_matrix(work, every)
    worth[i, j] = must + int(table[every[i, j] - work.sight.lowest])
    anew = best(work.sight.market, worth, work.state.slot) - must
    return worth_of(work.state) - anew


@pytest.fixture(params=[1, 4096], ids=["laid out anew", "beside the pool"])
def _late(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pairs that join later stand beside the others, or are laid out among them."""
    monkeypatch.setattr(joining, "_MOST_LATE", request.param)


def _prepared(solution: Solution) -> Solution:
    return prepared(solution, 300)


def _hardly_prepared(solution: Solution) -> Solution:
    return prepared(solution, 20)


def _stopped_short(solution: Solution) -> Solution:
    """Each seeker's list is full long before the margin ends."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(preparing, "WITHIN_MARGIN", 4)
        return prepared(solution, 2000)


READY = (_prepared, _hardly_prepared, _stopped_short, standing, lambda solution: solution)


@pytest.mark.usefixtures("_late")
@pytest.mark.parametrize("ready", READY, ids=["prepared", "hardly", "full", "standing", "not"])
@given(seed=SEEDS, several=st.booleans(), dial=st.sampled_from([TOTAL, Dial(2)]))
@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_after_each_event_the_plan_is_the_best_again(
    ready: Ready, seed: int, several: bool, dial: Dial
) -> None:
    market = drawn(seed, 16, several=several)
    solution = ready(solve(market, dial))
    draw = np.random.default_rng(seed)
    for _ in range(8):
        before = solution.plan
        again = rematch(solution, [_event(draw, market)])
        assert solution.plan == before
        solution = again.solution
        now = solution.work.sight.market
        every = fits_of(now)
        assert complaints(solution.work, every) == []
        assert untold(solution.work, solution.terms, every) == []
        found = best(now, worth_matrix(solution.work, every), solution.work.state.slot)
        assert worth_of(solution.work.state) == found
        assert [(p.seeker, p.giver) for p in solution.plan.pairs] == _held(solution)
        assert solution.plan.total == sum(pair.fit for pair in solution.plan.pairs)
        assert solution.plan.worst == min((p.fit for p in solution.plan.pairs), default=None)


def test_what_is_wrongly_known_is_noticed() -> None:
    """The control: if nothing more is asked after an event, the plan is not always the best."""
    untrue = worse = 0
    for seed in range(40):
        market = drawn(seed, 40)
        solution = solve(market, TOTAL)
        terms = replace(solution.terms, gain=solution.terms.gain - 10**6)
        blind = replace(solution, terms=terms)
        untrue += bool(untold(blind.work, terms, fits_of(market)))
        busy = np.flatnonzero(solution.work.state.load > 0)
        for giver in busy[:6]:
            after = rematch(blind, [Leaves(int(giver))]).solution
            worse += bool(complaints(after.work, fits_of(after.work.sight.market)))
    assert untrue > 30
    assert worse > 10


def _event(draw: np.random.Generator, market: Market) -> Event:
    i, j = int(draw.integers(market.n)), int(draw.integers(market.m))
    few = int(draw.integers(0, 4))
    every = (Leaves(j), Withdraws(i), Opens(j, few + 1), Opens(j, few), Wants(i, few), Blocks(i, j))
    return every[int(draw.integers(len(every)))]


def _held(solution: Solution) -> list[tuple[int, int]]:
    state = solution.work.state
    held = [
        (i, int(j)) for i in range(len(state.held)) for j in sorted(state.mine[i, : state.held[i]])
    ]
    return sorted(held)


def _changed(before: Solution, after: Solution) -> int:
    old = {(pair.seeker, pair.giver) for pair in before.plan.pairs}
    return len(old - {(pair.seeker, pair.giver) for pair in after.plan.pairs})


@given(SEEDS)
@DRAWN
def test_a_match_that_stands_changes_less_and_places_as_many(seed: int) -> None:
    market = drawn(seed, 40)
    solution = solve(market, TOTAL)
    busy = np.flatnonzero(solution.work.state.load > 0)
    if not len(busy):
        return
    giver = int(busy[0])
    kept = rematch(standing(solution, 5000), [Leaves(giver)]).solution
    anew = rematch(solution, [Leaves(giver)]).solution
    assert kept.plan.placed == anew.plan.placed
    assert kept.plan.total <= anew.plan.total
    assert _changed(solution, kept) <= _changed(solution, anew)
    full = solve(without(market, giver=giver), TOTAL).plan
    assert (anew.plan.placed, anew.plan.total) == (full.placed, full.total)


def test_who_the_old_floor_would_leave_out_is_placed_and_the_floor_is_lowered() -> None:
    """Ana has Ben (90) and Leo has Dora (90). Ben leaves: Ana has Dora too, whom she fits by 10."""
    scores = np.array([[90, 10], [5, 90]], np.int32)
    one = np.ones(2, np.int32)
    solution = solve(dense(scores, one, np.array([1, 2], np.int32)))
    assert solution.plan.certificate.floor == 90
    again = rematch(solution, [Leaves(0)]).solution
    anew = solve(again.work.sight.market)
    assert again.plan.pairs == anew.plan.pairs
    proof = again.plan.certificate
    assert (again.plan.placed, proof.covered, proof.floor, proof.floor_proven) == (
        2,
        True,
        10,
        True,
    )
    later = rematch(again, [Withdraws(1)]).solution
    assert [(pair.seeker, pair.giver) for pair in later.plan.pairs] == [(0, 1)]


@pytest.mark.parametrize("ready", [lambda solution: solution, standing], ids=["not", "standing"])
@given(seed=SEEDS, several=st.booleans())
@DRAWN
def test_whatever_happens_as_many_are_placed_as_solved_anew(
    ready: Ready, seed: int, several: bool
) -> None:
    market = drawn(seed, 16, several=several)
    solution = ready(solve(market))
    draw = np.random.default_rng(seed)
    for _ in range(8):
        solution = rematch(solution, [_event(draw, market)]).solution
        now = solution.work.sight.market
        fresh = solve(now)
        assert solution.plan.certificate.covered
        assert coverage(solution.work.state) == coverage(fresh.work.state)
        every = fits_of(now)
        assert complaints(solution.work, every) == []
        assert untold(solution.work, solution.terms, every) == []
        proof = solution.plan.certificate
        assert not proof.floor_proven or proof.floor == fresh.plan.certificate.floor
        assert proof.floor is None or all(pair.fit >= proof.floor for pair in solution.plan.pairs)


def test_the_old_floor_alone_does_leave_people_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: where nobody looks below it, fewer are placed than there could be."""
    monkeypatch.setattr(rematching, "leaves_out", lambda *_: False)
    fewer = 0
    for seed in range(30):
        solution = solve(drawn(seed, 16))
        for giver in np.flatnonzero(solution.work.state.load > 0)[:2]:
            again = rematch(solution, [Leaves(int(giver))]).solution
            fewer += again.plan.placed < solve(again.work.sight.market).plan.placed
    assert fewer > 3


@given(SEEDS)
@DRAWN
def test_the_bonus_for_staying_is_in_no_total_and_what_is_proven_says_so(seed: int) -> None:
    solution = solve(drawn(seed, 16), TOTAL)
    stands, free = standing(solution, 500), solution
    draw = np.random.default_rng(seed)
    for _ in range(4):
        event = _event(draw, solution.work.sight.market)
        stands, free = rematch(stands, [event]).solution, rematch(free, [event]).solution
        proof = stands.plan.certificate
        assert proof.total == stands.plan.total
        assert proof.bound >= free.plan.total
        assert proof.stay == proof.gap
        held = {(pair.seeker, pair.giver) for pair in stands.plan.pairs}
        stayed = held & {(pair.seeker, pair.giver) for pair in solution.plan.pairs}
        assert proof.stay == 500 * len(stayed)
        assert (free.plan.certificate.stay, free.plan.certificate.gap) == (0, 0)


@pytest.mark.parametrize(
    "wrong",
    [Leaves(-1), Leaves(2), Withdraws(-1), Opens(0, -1), Opens(-1, 3), Wants(0, -1), Wants(0, 4),
     Blocks(0, -1), Blocks(5, 0)],
)  # fmt: skip
def test_events_that_name_nobody_or_ask_for_what_cannot_be_are_refused(wrong: Event) -> None:
    solution = solve(dense(np.full((2, 2), 50, np.int32), *np.ones((2, 2), np.int32)))
    with pytest.raises(Unfit):
        rematch(solution, [wrong])


def test_new_people_are_solved_for_with_a_bonus_for_pairs_that_exist() -> None:
    """Ana stays with Ben although Emil fits her ten points better, until it is worth it."""
    scores = np.array([[5000, 5010]], np.int32)
    market = dense(scores, np.ones(1, np.int32), np.array([1, 0], np.int32))
    pairs = solve(market, TOTAL).plan.pairs
    both = dense(scores, np.ones(1, np.int32), np.ones(2, np.int32))
    assert [pair.giver for pair in solve(staying(both, pairs, 20), TOTAL).plan.pairs] == [0]
    assert [pair.giver for pair in solve(staying(both, pairs, 5), TOTAL).plan.pairs] == [1]


def test_why_not_names_who_would_lose() -> None:
    """Ana has Ben. Cleo fits him less; if she had him, Ana would have Emil and lose 3000."""
    scores = np.array([[9000, 6000], [5000, 4900]], np.int32)
    market = dense(scores, np.ones(2, np.int32), np.ones(2, np.int32))
    answer = why_not(solve(market, TOTAL), 1, 0)
    assert (answer.fit, answer.loss, answer.left_out) == (5000, 2900, 0)
    moves = [(move.seeker, move.before, move.after, move.gain) for move in answer.moves]
    assert moves == [(1, (1,), (0,), 100), (0, (0,), (1,), -3000)]


def test_only_a_proven_plan_is_gone_on_from() -> None:
    stopped = solve(drawn(3, 300), TOTAL, watch=lambda _: False)
    assert not stopped.plan.certificate.proven
    with pytest.raises(Unfit):
        why_not(stopped, 0, 0)


@given(SEEDS, st.booleans(), st.sampled_from([0, 100]))
@DRAWN
def test_pairs_that_would_rather_be_together_are_counted(
    seed: int, several: bool, margin: int
) -> None:
    market = drawn(seed, 16, several=several)
    solution = solve(market)
    every, state = fits_of(market), solution.work.state
    found = blocking(solution.work, margin)
    gains = []
    for i, j in zip(*np.nonzero(every != NEVER), strict=True):
        if j in state.mine[i, : state.held[i]] or not market.demand[i] or not market.capacity[j]:
            continue
        there = state.theirs[state.place[j] :][: state.load[j]]
        full = state.held[i] == state.demand[i]
        own = every[i, state.mine[i, : state.held[i]]].min() if full else 0
        other = every[there, j].min() if state.load[j] == state.capacity[j] else 0
        gain = int(every[i, j] - max(own, other))
        gains += [gain] if gain > margin else []
    assert found.count == len(gains)
    listed = [min(pair.gain_seeker, pair.gain_giver) for pair in found.pairs]
    assert listed[:5] == sorted(gains, reverse=True)[: len(listed)][:5]


def test_the_frontier_shows_what_each_dial_costs() -> None:
    choices = frontier(drawn(9, 80))
    assert len({choice.placed for choice in choices}) == 1
    assert max(choice.total for choice in choices) == choices[0].total
    worst = [choice.worst for choice in choices]
    assert worst[1] == max(worst)
    assert choices[0].solution.plan.certificate.proven
