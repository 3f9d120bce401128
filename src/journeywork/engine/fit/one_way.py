"""Two people do not mentor each other in one round, if the rules say so.

That bars no single pair: one way may be, or the other, not both. So a round is matched as if both
might be. Where two came to mentor each other, one way is barred: the one whose mentee would miss
their mentor less, for whom else they could have as things stand. Then the round is matched again,
until there are none. By the ways that are left the round is the best, and proven. That no other
choice of ways would have been better is *not* proven, unless the round is as good as without the
rule: for people by the hundred who could all mentor each other there are more choices than can be
looked through.
"""

from collections.abc import Iterator

from journeywork.engine.fit.apart import Pair
from journeywork.engine.fit.market_of import Round, turned
from journeywork.engine.fit.outcome import Matched, Solve


def one_way(whole: Round, solve: Solve) -> Matched:
    """Return a round matched in which nobody mentors their mentor, if the rules want that."""
    found = Matched(whole, solve(whole.market))
    if not whole.rules.bars.mutual:
        return found
    freely = found.plan
    while both := tuple(mutual(found)):
        barred = _worse(found, both)
        whole = turned(whole, barred)
        found = Matched(whole, solve(whole.market), freely)
    return found


def mutual(found: Matched) -> Iterator[tuple[Pair, Pair]]:
    """Yield the pairs of people who mentor each other, both ways, each two once."""
    there = {(each.seeker, each.giver) for each in found.plan.pairs}
    for pair in sorted(there):
        back = found.whole.who.turned(pair)
        if back in there and pair < back:
            yield pair, back


def other_way(found: Matched, pair: Pair) -> bool:
    """Tell whether two are together the other way round, where the rules bar both."""
    back = found.whole.who.turned(pair)
    together = any((each.seeker, each.giver) == back for each in found.plan.pairs)
    return together and found.whole.rules.bars.mutual


def _worse(found: Matched, both: tuple[tuple[Pair, Pair], ...]) -> set[Pair]:
    """Return the way of each two whose mentee would miss the other less; of equals the lower fit."""
    from journeywork.engine.matching.rematching import missed

    fits = {(each.seeker, each.giver): each.fit for each in found.plan.pairs}

    def loses(way: Pair) -> tuple[bool, int, int, Pair]:
        lost = missed(found.solution, *way)
        return lost is None, lost or 0, fits[way], way

    return {min(ways, key=loses) for ways in both}
