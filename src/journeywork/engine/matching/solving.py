"""The best assignment of a market, with its proof.

In order: as many people placed as can be, the worst fit as high as it goes, then the most total
worth by the dial. Each step is proven over all allowed pairs.
"""

from dataclasses import dataclass, replace

import numpy as np

from journeywork.engine.matching import worst
from journeywork.engine.matching.market import Market, Unfit
from journeywork.engine.matching.plan import Certificate, Dial, Pair, Plan, Watch
from journeywork.engine.matching.proving import Proof, Terms, prove
from journeywork.engine.matching.sight import fits, sight
from journeywork.engine.matching.starting import Start, Watching, look_through
from journeywork.engine.matching.working import Work, begin, held_pairs, settle, worth_of
from journeywork.engine.matching.worths import FORBIDDEN, worths


@dataclass(frozen=True, eq=False)
class Solution:
    """A plan and what it takes to go on from it: explain, ask "what if", match again.

    The `dial` has the floor that was reached; `least` is the one that was asked for, below which
    no pair may be whatever happens.
    """

    plan: Plan
    work: Work
    dial: Dial
    terms: Terms | None
    least: int | None = None


def must_be_proven(solution: Solution) -> None:
    """Refuse (Unfit) what was stopped before it was proven: it cannot be gone on from."""
    if not solution.plan.certificate.proven:
        raise Unfit("Only a proven plan can be gone on from: solve it with more time first.")


def solve(
    market: Market, dial: Dial | None = None, seed: int = 0, watch: Watch | None = None
) -> Solution:
    """The best assignment by the dial; the seed decides between equals.

    `watch` is told of the progress some times a second and may stop the work: then the plan is
    the best so far, and its certificate says how far from the best it can be.
    """
    watching = Watching(watch)
    return solve_from(look_through(sight(market, seed), watching), dial or Dial(), watching)


def solve_from(start: Start, dial: Dial, watching: Watching) -> Solution:
    """The best assignment by the dial, from candidates that stand ready."""
    least = dial.floor
    floor = worst.Floor(start.pool, least, proven=False)
    if dial.worst_first and not watching.stopped:
        floor = worst.floor_of(start, dial, watching)
        dial = replace(dial, floor=floor.fit)
    table = worths(dial, start.sight.lowest, start.sight.highest)
    work = begin(start.sight, floor.pool, table)
    whole = settle(work, watching.stage("assignment")) and not watching.stopped
    proof = Proof(work, None, 0)
    if whole:
        proof = prove(work, watching.stage("proof"))
    return Solution(plan_of(proof, floor, start), proof.work, dial, proof.terms, least)


def plan_of(proof: Proof, floor: worst.Floor, start: Start) -> Plan:
    """The pairs that are held, and the certificate."""
    work = proof.work
    seeker, giver = held_pairs(work.state)
    fit = fits(work.sight, seeker, giver)
    total = worth_of(work.state)
    gap = proof.gap if proof.gap is not None else _loose(work, start) - total
    step = int(work.state.slot[3])
    certificate = Certificate(
        total - _places(work), total + gap - _places(work), proof.rounds, gap == 0, gap < step,
        floor.fit, floor.proven,
    )  # fmt: skip
    found = zip(seeker.tolist(), giver.tolist(), fit.tolist(), strict=True)
    return Plan(
        tuple(Pair(*one) for one in found),
        int((work.state.held > 0).sum()),
        int(fit.sum(dtype=np.int64)),
        int(fit.min()) if len(fit) else None,
        certificate,
    )


def _places(work: Work) -> int:
    """The worth of being placed alone."""
    return int(np.cumsum(work.state.slot[:4])[work.state.held].sum())


def _loose(work: Work, start: Start) -> int:
    """A bound when nothing was priced: everyone has as many of their best fit as they want."""
    demand = work.state.demand.astype(np.int64)
    places = int(np.cumsum(work.state.slot[:4])[demand].sum())
    best = np.where(start.best == FORBIDDEN, start.sight.highest, start.best)
    top = work.worths[np.maximum(best, start.sight.lowest + 1) - start.sight.lowest]
    return places + int((np.maximum(top, 0) * demand).sum())
