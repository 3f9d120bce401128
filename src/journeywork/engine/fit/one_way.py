"""Two people do not mentor each other in one round, if the rules say so.

That bars no single pair: one way may be, or the other, not both. So a round is matched as if both
might be. Where two came to mentor each other, one way is barred: the one whose mentee would miss
their mentor less, for whom else they could have as things stand. Then the round is matched again,
until there are none. By the ways that are left the round is the best, and proven.

Would another choice of ways be better? Where few are to choose between, or fewer are placed than
could be, it is looked for (branch and bound, Land and Doig 1960): a round in which some of them
might still mentor each other is no worse than any in which they may not, so what is best of those
that are left bounds all. Where the bound is reached it is proven of all choices. For people by the
hundred who could all mentor each other there are more choices than can be looked through.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from journeywork.engine.fit.apart import Pair
from journeywork.engine.fit.market_of import Round, turned
from journeywork.engine.fit.outcome import Matched, Solve

#: So many twos are few; of more the ways are looked through only where it places more.
FEW = 6
#: So often at most it is looked for better ways; each time the round is matched twice.
MOST_TRIED = 8


def one_way(whole: Round, solve: Solve) -> Matched:
    """Return a round matched in which nobody mentors their mentor, if the rules want that."""
    found = Matched(whole, solve(whole.market))
    if not whole.rules.bars.mutual:
        return found
    if not any(mutual(found)):
        return found
    return _looked_for(found, _ways_kept(found, solve), solve)


def _ways_kept(found: Matched, solve: Solve) -> Matched:
    """Return the round matched again and again, until no two mentor each other."""
    while both := tuple(mutual(found)):
        whole = turned(found.whole, _worse(found, both))
        found = Matched(whole, solve(whole.market), found.freely)
    return found


def _looked_for(free: Matched, best: Matched, solve: Solve) -> Matched:
    """Return the best round found; `freely` is what no choice of ways can be better than."""
    bounds, few = [free], len(tuple(mutual(free))) <= FEW
    for _ in range(MOST_TRIED):
        top = max(bounds, key=_good)
        if _good(top) <= _good(best):
            return replace(best, freely=best.plan)
        if not few and top.plan.placed == best.plan.placed:
            break
        bounds.remove(top)
        ways = next(mutual(top))
        rounds = [turned(top.whole, {way}) for way in ways]
        found = [Matched(one, solve(one.market)) for one in rounds]
        if not all(one.plan.certificate.proven for one in (*found, top, best)):
            return replace(best, freely=free.plan)  # It was stopped: then they bound nothing.
        bounds += [one for one in found if any(mutual(one))]
        best = max([best, *(one for one in found if not any(mutual(one)))], key=_good)
        if not bounds:
            return replace(best, freely=best.plan)
    return replace(best, freely=max(bounds, key=_good).plan)


def _good(found: Matched) -> tuple[int, ...]:
    """Return how good a round is: who has one, two, three mentors, the lowest fit, the total."""
    plan, held = found.plan, Counter(pair.seeker for pair in found.plan.pairs)
    several = (sum(many >= least for many in held.values()) for least in (2, 3))
    return plan.placed, *several, plan.worst or 0, plan.certificate.total


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
