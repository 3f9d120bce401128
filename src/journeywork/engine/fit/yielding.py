"""The cool-down gives way where more people have a mentor by it, and only there.

A round is matched with the rule first. If people are left over, it is lifted for their own
earlier pairs; if that places nobody more, also for those who hold the mentors that they could
have. Where more pairs meet again than were placed by it, they are made dearer than anything
else: so it gives way for as few as it takes. What was lifted says so in the words of the pair.
"""

from collections.abc import Iterable
from dataclasses import replace

from journeywork.engine.fit.apart import Apart, Pair
from journeywork.engine.fit.market_of import Round, dearer, lifting
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
    near, first = without_anybody(best), best.plan.placed
    for _ in range(FARTHEST if near else 0):
        again = lifting(whole, _past_of(whole, near))
        if again.lifted:
            tried = one_way(again, solve)
            if tried.plan.placed > best.plan.placed:
                best = _with_fewest(whole, tried, tried.plan.placed - first, solve)
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


def _with_fewest(whole: Round, tried: Matched, more: int, solve: Solve) -> Matched:
    """Return a round that places as many, with the rule lifted for as few as it takes.

    Each pair that meets again lets one person more be placed at most: so `more` are needed.
    """
    used = _meeting_again(tried)
    if len(used) > more:
        dear = one_way(dearer(tried.whole), solve)
        fewer = _meeting_again(dear)
        if dear.plan.placed >= tried.plan.placed and len(fewer) < len(used):
            used = fewer
    if used == tried.whole.lifted:
        return tried
    found = one_way(lifting(whole, used), solve)
    if found.plan.placed < tried.plan.placed:  # It was stopped before.
        found, used = tried, _meeting_again(tried)
    used = used & _meeting_again(found)
    return replace(found, whole=replace(found.whole, lifted=used))


def _meeting_again(found: Matched) -> frozenset[Pair]:
    """Return the pairs that are together in spite of the rule."""
    together = {(pair.seeker, pair.giver) for pair in found.plan.pairs}
    return found.whole.lifted & together
