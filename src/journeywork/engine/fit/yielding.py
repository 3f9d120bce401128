"""The cool-down gives way where somebody would have nobody else, and only there.

A round is matched with the rule first. If people are left over, it is lifted for their own
earlier pairs; if that places nobody more, also for those who hold the mentors that they could
have. What was lifted and is used says so in the words of the pair.
"""

from collections.abc import Iterable
from dataclasses import replace

from journeywork.engine.fit.apart import Apart, Pair
from journeywork.engine.fit.market_of import Round, lifting
from journeywork.engine.fit.one_way import one_way
from journeywork.engine.fit.outcome import Matched, Solve
from journeywork.engine.fit.survey import Survey

#: How far from those who have nobody it is looked for a pair that may meet again.
FARTHEST = 3


def matched(whole: Round, solve: Solve) -> Matched:
    """Return a round matched, the cool-down lifted where it must be. `solve` may be stopped."""
    best = one_way(whole, solve)
    if not whole.rules.bars.cool_down_yields or not whole.apart[Apart.COOL_DOWN]:
        return best
    near = without_anybody(best)
    for _ in range(FARTHEST if near else 0):
        again = lifting(whole, _past_of(whole, near))
        if again.lifted:
            tried = one_way(again, solve)
            if tried.plan.placed > best.plan.placed:
                best = _only_used(tried)
        if not without_anybody(best):
            break
        near = near | _beside(best, near)
    return best


def without_anybody(found: Matched) -> frozenset[int]:
    """Return the mentees who have no mentor."""
    placed = {pair.seeker for pair in found.plan.pairs}
    return frozenset(range(found.whole.market.n)) - placed


def _past_of(whole: Round, mentees: Iterable[int]) -> set[Pair]:
    some = frozenset(mentees)
    return {pair for pair in whole.apart[Apart.COOL_DOWN] if pair[0] in some}


def _beside(found: Matched, mentees: frozenset[int]) -> frozenset[int]:
    """Return who holds the mentors that the rules leave for some mentees."""
    survey = Survey(found.whole)
    mentors = {int(mentor) for mentee in mentees for mentor in survey.open_to(mentee).nonzero()[0]}
    return frozenset(pair.seeker for pair in found.plan.pairs if pair.giver in mentors)


def _only_used(found: Matched) -> Matched:
    """Return the same with the rule lifted for nobody but those who are together by it."""
    together = {(pair.seeker, pair.giver) for pair in found.plan.pairs}
    whole = replace(found.whole, lifted=found.whole.lifted & together)
    return replace(found, whole=whole)
