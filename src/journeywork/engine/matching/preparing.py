"""A solution made ready for many questions: the pairs that nearly improve it are written down."""

from dataclasses import replace

import numpy as np

from journeywork.engine.matching import holding
from journeywork.engine.matching.joining import enlarge, laid_out, merged, with_stay
from journeywork.engine.matching.proving import WITHIN_MARGIN, Terms, unknown
from journeywork.engine.matching.sight import Asked, look
from journeywork.engine.matching.solving import Solution, must_be_proven
from journeywork.engine.matching.working import (
    Edges,
    Stay,
    Work,
    copy_state,
    held_pairs,
    keys_of,
)
from journeywork.engine.matching.worths import FORBIDDEN

_STANDING = 2000
"""The margin of a standing match, in points: who loses a partner falls far."""


def standing(solution: Solution, stay: int = 500) -> Solution:
    """The same solution, its pairs worth `stay` points more than others while it lasts.

    The higher, the fewer pairs change when something happens, and the more total is forgone.
    A point is worth what it is on average over the dial. One more look at every pair: those
    that would improve it if a seeker gained 2000 points less are searched too from now on.
    """
    work = replace(solution.work, state=copy_state(solution.work.state))
    worth = _points(work, stay)
    seeker, giver = held_pairs(work.state)
    for k in range(work.state.mine.shape[1]):
        work.state.value[:, k] += np.where(work.state.held > k, worth, 0)
    work = with_stay(work, Stay(keys_of(seeker, giver), worth))
    work, terms, near = _looked(replace(solution, work=work), _STANDING, WITHIN_MARGIN)
    work, _ = enlarge(work, near)
    certificate = replace(solution.plan.certificate, stay=len(seeker) * worth)
    plan = replace(solution.plan, certificate=certificate)
    return replace(solution, plan=plan, work=work, terms=terms)


def prepared(solution: Solution, margin: int = 1000) -> Solution:
    """The same solution, quick to be asked "why not": one more look at every pair.

    Pairs that would improve it if a seeker gained `margin` points less are written down, beside
    those that are searched. As long as no price falls by more than what a seeker has to spare,
    no other pair must be looked at.
    """
    work, terms, near = _looked(solution, margin, WITHIN_MARGIN // 2)
    seen = work.state.gain.copy(), terms.price
    terms = replace(terms, near=laid_out(work, near), seen=seen)
    return replace(solution, work=work, terms=terms)


def _looked(solution: Solution, margin: int, most: int) -> tuple[Work, Terms, Edges]:
    """The work, what is known within the margin, and the pairs in it that the work has not."""
    must_be_proven(solution)
    work = merged(replace(solution.work, state=copy_state(solution.work.state)))
    holding.tighten(work.state)
    sight, state, points = work.sight, work.state, _points(work, margin)
    gain = state.gain - points
    top = int(work.worths.max()) - int(state.price.min(initial=0))
    rows = np.flatnonzero(gain < top).astype(np.int32)
    asked = Asked(gain.copy(), state.price, work.worths, rows, most)
    there = look(sight.seekers, sight.giver_tie, sight.lowest, asked, None)
    full = there.found.kept == most
    gain[there.rows[full]] += there.found.value[full, -1]
    at, k = np.nonzero(there.found.column >= 0)
    found = Edges(there.rows[at], there.found.column[at, k], there.found.fit[at, k])
    near = unknown(work, found)
    order = np.argsort(near.seeker, kind="stable")
    near = Edges(near.seeker[order], near.giver[order], near.fit[order])
    return work, Terms(gain, state.price.copy(), points), near


def _points(work: Work, points: int) -> int:
    """What so many points are worth on average over the dial; at most its whole span."""
    allowed = work.worths[work.worths != FORBIDDEN]
    span = int(allowed[-1] - allowed[0]) if len(allowed) else 0
    return min(points * span // max(len(allowed) - 1, 1), span)
