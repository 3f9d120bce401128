"""Why not these two: the rule that keeps them apart, or what it would cost all the others.

**Blocks.** A pair that somebody has ruled out is answered as if nobody had: with what it would
cost in a round in which only that were different. Where it would cost little or nothing, the
answer is the one that every close decision gets, with no figure in it: that the round as a whole
came out otherwise, by a little or by what people keep to themselves. So the same words are said
of pairs that nobody has ruled out, and no answer tells the two apart.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from journeywork.engine.fit.apart import Apart, Pair
from journeywork.engine.fit.market_of import Round
from journeywork.engine.fit.one_way import other_way
from journeywork.engine.fit.outcome import Matched, Solve
from journeywork.engine.fit.survey import Bar, Survey
from journeywork.engine.matching.market import Market, pairs

if TYPE_CHECKING:
    from journeywork.engine.matching.events import Move
    from journeywork.engine.matching.rematching import WhyNot

#: What costs less than this share of the most points, and of their worth, is a close decision.
CLOSE = 0.01
AT_THEIR_COST = (
    "together they would cost those more whose fit is lower, and their points count more"
)
CLOSE_SAYS = (
    "no rule speaks against these two: the round as a whole came out otherwise, by a little, or by "
    "what people keep to themselves"
)
#: By the usual dial a point of the lowest fits is worth twice what it is on average.
_MUCH_WORTH = 2 * CLOSE
TOGETHER = "these two are together in this round"
SELF = "they are one and the same"
UNPROVEN = "the round was stopped before it was proven: match it with more time to know"
BARRED = {
    Bar.LANGUAGE: "they share no language",
    Bar.HOURS: "they have too few working hours in common",
    Bar.SENIORITY: "their bands are not those that the rules allow",
    Bar.DEPARTMENT: "their departments are not those that the rules allow",
    Bar.REPORTING: "one of them is in the reporting line of the other",
    Bar.SAME_MANAGER: "they have the same manager",
    Bar.COOL_DOWN: "they were a pair too lately",
    Bar.MUTUAL: "in this round they would mentor each other",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyNotThese:
    """Why two are not together; all others keep the lowest fit that the round has. `loss` is exact, in points of the round; None where none is told.

    `moves` name people: they are for whoever runs the round, and empty for everybody else.
    """

    says: tuple[str, ...]
    loss: int | None = None
    moves: tuple[str, ...] = ()


def why_not_these(
    found: Matched, pair: Pair, *, solve: Solve, to_organiser: bool = False
) -> WhyNotThese:
    """Return why two people are not together. `solve` matches a market as the round was matched."""
    whole = found.whole
    if any((each.seeker, each.giver) == pair for each in found.plan.pairs):
        return WhyNotThese(says=(TOGETHER,))
    if pair in whole.apart[Apart.SELF]:
        return WhyNotThese(says=(SELF,))
    bars = Survey(whole).bars_of(*pair) or (Bar.MUTUAL,) * other_way(found, pair)
    if bars:
        return WhyNotThese(says=tuple(BARRED[bar] for bar in bars))
    if not found.plan.certificate.proven:
        return WhyNotThese(says=(UNPROVEN,))
    told = _cost(found, pair, solve)
    if told is None or _close(found, told):
        return WhyNotThese(says=(CLOSE_SAYS,))
    says = tuple(_costs(told))
    moves = tuple(_moves(whole, told.moves, pair)) if to_organiser else ()
    return WhyNotThese(says=says, loss=told.points, moves=moves)


def _close(found: Matched, told: "WhyNot") -> bool:
    """Tell whether it is by a little: in points, and also in what points are worth to whom."""
    if told.left_out or told.below_floor:
        return False
    worth = int(found.solution.work.worths.max())
    return told.points < CLOSE * found.whole.rules.weights.most and told.loss < _MUCH_WORTH * worth


def _costs(told: "WhyNot") -> Iterator[str]:
    if told.left_out:
        yield f"together they would leave {told.left_out} more with nobody, or with less than the lowest fit"
    if told.below_floor:
        yield "their fit is lower than the lowest that the round keeps for everybody"
    if told.points > 0:
        yield f"together they would cost the round {told.points} points"
    elif not told.left_out and not told.below_floor:
        yield AT_THEIR_COST


def _cost(found: Matched, pair: Pair, solve: Solve) -> "WhyNot | None":
    """Return what two would cost; None for what must look like a close decision."""
    from journeywork.engine.matching.rematching import why_not

    solution = found.solution
    if pair in found.whole.apart[Apart.BLOCK]:
        solution = solve(_without(found.whole.market, pair))
        sure = solution.plan.certificate.proven
        if not sure or solution.plan.pairs != found.solution.plan.pairs:
            return None
    told = why_not(solution, *pair)
    return told if told.fit is not None else None


def _without(market: Market, pair: Pair) -> Market:
    """Return a market in which one pair is not barred."""
    lists = []
    for listed in market.forbidden:
        kept = zip(listed.seeker.tolist(), listed.giver.tolist(), strict=True)
        lists.append(pairs([each for each in kept if each != pair]))
    return replace(market, forbidden=tuple(lists))


def _moves(whole: Round, moves: Iterable["Move"], pair: Pair) -> Iterator[str]:
    """Say who would have whom instead, first the one who is asked about, then who loses most."""
    for each in sorted(moves, key=lambda each: (each.seeker != pair[0], each.gain, each.seeker)):
        who = whole.who.seekers[each.seeker].name
        before, after = (_names(whole, some) for some in (each.before, each.after))
        more = f"{each.gain} points more" if each.gain > 0 else f"{-each.gain} points less"
        if not after:
            yield f"{who} would have nobody, or less than the lowest fit, instead of {before}"
        elif not before:
            yield f"{who} would have {after} instead of nobody"
        else:
            yield f"{who} would have {after} instead of {before}: {more}"


def _names(whole: Round, mentors: Iterable[int]) -> str:
    return ", ".join(whole.who.givers[mentor].name for mentor in mentors)
