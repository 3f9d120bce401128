"""Match again without upheaval, ask "why not", ask "what if": from a solution, warm.

Each answer is the best over all allowed pairs, like the first: only people whose terms got worse
are asked again, and the proof goes on holding.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from journeywork.engine.matching.changing import Loose, change, mend, pin
from journeywork.engine.matching.events import Event, Move, complaint
from journeywork.engine.matching.holding import PINNED
from journeywork.engine.matching.market import NEVER, Market, Pairs, Unfit
from journeywork.engine.matching.placing import leaves_out, lowered
from journeywork.engine.matching.plan import Certificate, Pair, Plan
from journeywork.engine.matching.proving import Proof, prove
from journeywork.engine.matching.sight import fits
from journeywork.engine.matching.solving import Solution, must_be_proven
from journeywork.engine.matching.working import Work, copy_state, coverage, keys_of, worth_of
from journeywork.engine.matching.worths import FORBIDDEN, Worths, worths


@dataclass(frozen=True, eq=False)
class Again:
    """A match after events: the solution to go on from, and who has other partners now."""

    solution: Solution
    moves: tuple[Move, ...]


@dataclass(frozen=True)
class WhyNot:
    """What it would cost to put a seeker and a giver together, all others at their best then.

    `fit` of the pair in points (None: not allowed, and all else is empty). `bound` is the least
    loss, read off the prices, and `loss` the exact one, both in worth (exponent 1: points);
    `points` is the loss of total fit, `left_out` how many fewer would be placed. `moves` are all
    seekers whose partners would change, the asker first. `below_floor` means that the pair's
    fit is under the worst-off's floor.
    """

    fit: int | None
    bound: int = 0
    loss: int = 0
    points: int = 0
    left_out: int = 0
    below_floor: bool = False
    moves: tuple[Move, ...] = ()


def rematch(solution: Solution, events: Sequence[Event]) -> Again:
    """The best after these events; the given solution stays as it was.

    Of a `standing` solution as few pairs change as its `stay` asks for; of any other, as many as
    the best needs. Coverage comes first: the floor of the worst-off is kept while it leaves
    nobody out who could be placed, and lowered as little as it takes where it would. Events that
    name nobody, or ask for what cannot be, are refused (Unfit).
    """
    must_be_proven(solution)
    market = solution.work.sight.market
    for event in events:
        if says := complaint(event, market.n, market.m):
            raise Unfit(says)
    work = replace(solution.work, state=copy_state(solution.work.state))
    loose = Loose()
    for event in events:
        work = change(work, event, loose)
    mend(work, loose)
    proof, dial = prove(work, None, solution.terms), solution.dial
    if dial.floor != solution.least and leaves_out(proof.work, solution.least):
        proof, dial = lowered(proof.work, dial, solution.least, proof.terms)
    moves = moves_between(solution.work, proof.work)
    plan = _plan(proof, replace(solution, dial=dial), moves)
    again = Solution(plan, proof.work, dial, proof.terms, solution.least)
    return Again(again, moves)


def why_not(solution: Solution, i: int, j: int) -> WhyNot:
    """What it would cost if seeker i had giver j: exact over all allowed pairs."""
    must_be_proven(solution)
    fit = int(fits(solution.work.sight, np.array([i], np.int32), np.array([j], np.int32))[0])
    if fit == NEVER or not _could(solution.work, i, j):
        return WhyNot(None)
    state = solution.work.state
    worth = int(_table(solution)[fit - solution.work.sight.lowest])
    below = bool(solution.work.worths[fit - solution.work.sight.lowest] == FORBIDDEN)
    if j in state.mine[i, : state.held[i]]:
        return WhyNot(fit, below_floor=below)
    bound = int(state.gain[i] + state.price[j]) - worth
    after = _together(solution, i, j)
    moves = sorted(moves_between(solution.work, after), key=lambda move: move.seeker != i)
    others = np.array([move.seeker for move in moves])
    loss = worth_of(state, others) - (worth_of(after.state, others) - PINNED + worth)
    return WhyNot(
        fit,
        bound,
        loss,
        -sum(move.gain for move in moves),
        coverage(state, others)[0] - coverage(after.state, others)[0],
        below,
        tuple(moves),
    )


def missed(solution: Solution, i: int, j: int) -> int | None:
    """What seeker i would lose without giver j, as prices are; None if nobody else could be had.

    In worth, also below the floor, among the pairs that are considered. It costs no search and
    proves nothing: what others would lose is not in it.
    """
    work, state = solution.work, solution.work.state
    rows = [graph.giver[graph.start[i] : graph.start[i + 1]] for graph in work.roads]
    others = np.setdiff1d(np.concatenate(rows), state.mine[i, : state.held[i]])
    others = others[state.capacity[others] > 0]
    every = np.append(others, j).astype(np.int32)
    fit = fits(work.sight, np.full(len(every), i, np.int32), every)
    nets = _table(solution)[fit.astype(np.int64) - work.sight.lowest] - state.price[every]
    return int(nets[-1] - nets[:-1].max()) if len(others) else None


def staying(market: Market, pairs: Sequence[Pair], stay: int = 500) -> Market:
    """The market with a bonus for pairs that exist: for new people, solved as a whole again."""
    seeker = np.array([pair.seeker for pair in pairs], np.int32)
    giver = np.array([pair.giver for pair in pairs], np.int32)
    one = Pairs(seeker, giver, np.full(len(seeker), stay, np.int32))
    return replace(market, bonuses=(*market.bonuses, one))


def moves_between(before: Work, after: Work) -> tuple[Move, ...]:
    """Seekers whose partners differ, by number."""
    changed = np.flatnonzero((before.state.mine != after.state.mine).any(axis=1))
    old, new = (np.sort(work.state.mine[changed], axis=1) for work in (before, after))
    other = (old != new).any(axis=1)
    changed, old, new = changed[other], old[other], new[other]
    sides = _with_fits(before, changed, old), _with_fits(after, changed, new)
    both = zip(changed.tolist(), *sides, strict=True)
    return tuple(Move(i, was[0], now[0], was[1], now[1]) for i, was, now in both)


def _with_fits(
    work: Work, seekers: NDArray[np.int64], givers: NDArray[np.int32]
) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    """The givers of each seeker (-1 for none, these first) and their fits."""
    held = givers >= 0
    ends = np.cumsum(held.sum(axis=1)).tolist()
    fit = fits(work.sight, np.repeat(seekers, held.sum(axis=1)), givers[held]).tolist()
    every = givers[held].tolist()
    for first, last in zip([0, *ends], ends, strict=False):
        yield tuple(every[first:last]), tuple(fit[first:last])


def _together(solution: Solution, i: int, j: int) -> Work:
    work = replace(solution.work, state=copy_state(solution.work.state))
    loose = Loose()
    pin(work, i, j, loose)
    mend(work, loose)
    return prove(work, None, solution.terms).work


def _could(work: Work, i: int, j: int) -> bool:
    return bool(work.state.demand[i] > 0 and work.state.capacity[j] > 0)


def _table(solution: Solution) -> Worths:
    """What each fit is worth, also below the floor."""
    sight = solution.work.sight
    return worths(replace(solution.dial, floor=None), sight.lowest, sight.highest)


def _plan(proof: Proof, old: Solution, moves: tuple[Move, ...]) -> Plan:
    """The old plan with the moves carried out, and the new certificate."""
    state = proof.work.state
    stay = old.plan.certificate.stay + _staying(proof.work, moves)
    total = worth_of(state) - int(np.cumsum(state.slot[:4])[state.held].sum()) - stay
    before, floor = old.plan.certificate.floor, old.dial.floor
    certificate = Certificate(
        total, total + stay, proof.rounds, proven=True, covered=True,
        floor=floor, floor_proven=floor != before, stay=stay,
    )  # fmt: skip
    pairs = list(old.plan.pairs)
    first = np.concatenate(([0], np.cumsum(old.work.state.held)))
    for move in reversed(moves):
        found = zip(move.after, move.fit_after, strict=True)
        new = [Pair(move.seeker, giver, fit) for giver, fit in found]
        pairs[first[move.seeker] : first[move.seeker + 1]] = new
    return Plan(
        tuple(pairs),
        coverage(state)[0],
        old.plan.total + sum(move.gain for move in moves),
        _worst(old.plan, moves, pairs),
        certificate,
    )


def _staying(work: Work, moves: tuple[Move, ...]) -> int:
    """What the moves add to the bonus for staying: nothing, or less."""
    if work.stay is None:
        return 0
    pairs = [
        (m.seeker, j, by) for m in moves for by, js in ((-1, m.before), (1, m.after)) for j in js
    ]
    if not pairs:
        return 0
    seeker, giver, by = np.array(pairs, np.int32).T
    stays = np.isin(keys_of(seeker, giver), work.stay.keys)
    return int(by[stays].sum()) * work.stay.worth


def _worst(old: Plan, moves: tuple[Move, ...], pairs: Sequence[Pair]) -> int | None:
    """The lowest fit; all pairs are looked through only if the lowest is gone."""
    if old.worst is None or any(old.worst in move.fit_before for move in moves):
        return min((pair.fit for pair in pairs), default=None)
    return min([old.worst, *(fit for move in moves for fit in move.fit_after)])
