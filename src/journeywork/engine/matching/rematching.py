"""Match again without upheaval, ask "why not", ask "what if": from a solution, warm.

Each answer is the best over all allowed pairs, like the first: only people whose terms got worse
are asked again, and the proof goes on holding.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from journeywork.engine.matching.changing import Loose, change, mend, pin
from journeywork.engine.matching.events import Event, Move
from journeywork.engine.matching.market import NEVER, Market, Pairs, Unfit
from journeywork.engine.matching.paths import PINNED
from journeywork.engine.matching.plan import Certificate, Pair, Plan
from journeywork.engine.matching.proving import Proof, prove
from journeywork.engine.matching.sight import fits
from journeywork.engine.matching.solving import Solution
from journeywork.engine.matching.working import (
    Stay,
    Work,
    copy_state,
    coverage,
    held_pairs,
    keys_of,
    with_stay,
    worth_of,
)
from journeywork.engine.matching.worths import FORBIDDEN, worths


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


def standing(solution: Solution, stay: int = 500) -> Solution:
    """The same solution, its pairs worth `stay` points more than others while it lasts.

    The higher, the fewer pairs change when something happens, and the more total is forgone.
    A point is worth what it is on average over the dial.
    """
    work = replace(solution.work, state=copy_state(solution.work.state))
    worth = _points(work, stay)
    seeker, giver = held_pairs(work.state)
    for k in range(work.state.mine.shape[1]):
        work.state.value[:, k] += np.where(work.state.held > k, worth, 0)
    work = with_stay(work, Stay(keys_of(seeker, giver), worth))
    return prepared(replace(solution, work=work))


def prepared(solution: Solution, margin: int = 2000) -> Solution:
    """The same solution, quick to ask many questions of: one more look at every pair.

    Pairs come into consideration that would improve it if a seeker gained `margin` points less.
    """
    work = replace(solution.work, state=copy_state(solution.work.state))
    proof = prove(work, None, None, _points(work, margin))
    return replace(solution, work=proof.work, terms=proof.terms)


def _points(work: Work, points: int) -> int:
    """What so many points are worth on average over the dial; at most its whole span."""
    allowed = work.worths[work.worths != FORBIDDEN]
    span = int(allowed[-1] - allowed[0]) if len(allowed) else 0
    return min(points * span // max(len(allowed) - 1, 1), span)


def rematch(solution: Solution, events: Sequence[Event]) -> Again:
    """The best after these events; the given solution stays as it was.

    Of a `standing` solution as few pairs change as its `stay` asks for; of any other, as many as
    the best needs. The floor of the worst-off is kept where it can be: whoever cannot be placed
    above it is left out and named by the plan.
    """
    _must_be_proven(solution)
    work = replace(solution.work, state=copy_state(solution.work.state))
    loose = Loose()
    for event in events:
        work = change(work, event, loose)
    mend(work, loose)
    proof = prove(work, None, solution.terms)
    moves = moves_between(solution.work, proof.work)
    plan = _plan(proof, solution, moves)
    return Again(replace(solution, plan=plan, work=proof.work, terms=proof.terms), moves)


def why_not(solution: Solution, i: int, j: int) -> WhyNot:
    """What it would cost if seeker i had giver j: exact over all allowed pairs."""
    _must_be_proven(solution)
    fit = int(fits(solution.work.sight, np.array([i], np.int32), np.array([j], np.int32))[0])
    if fit == NEVER or not _could(solution.work, i, j):
        return WhyNot(None)
    state = solution.work.state
    worth = _worth(solution, fit)
    below = bool(solution.work.worths[fit - solution.work.sight.lowest] == FORBIDDEN)
    if j in state.mine[i, : state.held[i]]:
        return WhyNot(fit, below_floor=below)
    bound = int(state.gain[i] + state.price[j]) - worth
    after = _together(solution, i, j)
    loss = worth_of(state) - (worth_of(after.state) - PINNED + worth)
    moves = sorted(moves_between(solution.work, after), key=lambda move: move.seeker != i)
    return WhyNot(
        fit,
        bound,
        loss,
        -sum(move.gain for move in moves),
        coverage(state)[0] - coverage(after.state)[0],
        below,
        tuple(moves),
    )


def staying(market: Market, pairs: Sequence[Pair], stay: int = 500) -> Market:
    """The market with a bonus for pairs that exist: for new people, solved as a whole again."""
    seeker = np.array([pair.seeker for pair in pairs], np.int32)
    giver = np.array([pair.giver for pair in pairs], np.int32)
    one = Pairs(seeker, giver, np.full(len(seeker), stay, np.int32))
    return replace(market, bonuses=(*market.bonuses, one))


def moves_between(before: Work, after: Work) -> tuple[Move, ...]:
    """Seekers whose partners differ, by number."""
    old, new = _partners(before), _partners(after)
    changed = np.flatnonzero((old != new).any(axis=1))
    return tuple(_move((before, after), int(i), old[i], new[i]) for i in changed)


def _must_be_proven(solution: Solution) -> None:
    if not solution.plan.certificate.proven:
        raise Unfit("Only a proven plan can be gone on from: solve it with more time first.")


def _together(solution: Solution, i: int, j: int) -> Work:
    work = replace(solution.work, state=copy_state(solution.work.state))
    loose = Loose()
    pin(work, i, j, loose)
    mend(work, loose)
    return prove(work, None, solution.terms).work


def _could(work: Work, i: int, j: int) -> bool:
    return bool(work.state.demand[i] > 0 and work.state.capacity[j] > 0)


def _worth(solution: Solution, fit: int) -> int:
    """The worth of a fit, also below the floor."""
    sight = solution.work.sight
    table = worths(replace(solution.dial, floor=None), sight.lowest, sight.highest)
    return int(table[fit - sight.lowest])


def _plan(proof: Proof, old: Solution, moves: tuple[Move, ...]) -> Plan:
    """The old plan with the moves carried out, and the new certificate."""
    state = proof.work.state
    total = worth_of(state) - int(np.cumsum(state.slot[:4])[state.held].sum())
    floor, bound = old.plan.certificate.floor, total + (proof.gap or 0)
    certificate = Certificate(
        total, bound, proof.rounds, proven=True, covered=True, floor=floor, floor_proven=False
    )
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
        min((pair.fit for pair in pairs), default=None),
        certificate,
    )


def _partners(work: Work) -> NDArray[np.int32]:
    """int32[n, 3], each row sorted, -1 where there is none."""
    return np.sort(work.state.mine, axis=1)


def _move(works: tuple[Work, Work], i: int, old: NDArray[np.int32], new: NDArray[np.int32]) -> Move:
    before, after = (tuple(int(j) for j in one if j >= 0) for one in (old, new))
    fit = [_fits(work, i, one) for work, one in zip(works, (before, after), strict=True)]
    return Move(i, before, after, fit[0], fit[1])


def _fits(work: Work, i: int, givers: tuple[int, ...]) -> tuple[int, ...]:
    own = np.full(len(givers), i, np.int32)
    return tuple(int(fit) for fit in fits(work.sight, own, np.array(givers, np.int32)))
