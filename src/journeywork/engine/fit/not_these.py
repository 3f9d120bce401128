"""Why not these two: the rule that keeps them apart, or what it would cost all the others.

**Blocks.** A pair that somebody has ruled out is answered as if nobody had: with what it would
cost in a round in which only that were different. Where it would cost little or nothing, the
answer is the one that every close decision gets, with no figure in it: that the round as a whole
came out otherwise, by a little or by what people keep to themselves. So the same words are said
of pairs that nobody has ruled out, and no answer tells the two apart.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from journeywork.engine.fit.apart import Apart, Pair
from journeywork.engine.fit.market_of import Round
from journeywork.engine.fit.survey import Bar, Survey
from journeywork.engine.fit.yielding import Matched, Solve
from journeywork.engine.matching.market import Market, pairs
from journeywork.engine.matching.whynot import Move, WhyNot, why_not

#: What costs less than this share of the most points is a close decision.
CLOSE = 0.01
CLOSE_SAYS = (
    "no rule speaks against these two: the round as a whole came out otherwise, by a little, or by "
    "what people keep to themselves"
)
TOGETHER = "these two are together in this round"
_BARRED = {
    Bar.LANGUAGE: "they share no language",
    Bar.HOURS: "they have too few working hours in common",
    Bar.SENIORITY: "their bands are not those that the rules allow",
    Bar.DEPARTMENT: "their departments are not those that the rules allow",
    Bar.REPORTING: "one of them is in the reporting line of the other",
    Bar.SAME_MANAGER: "they have the same manager",
    Bar.COOL_DOWN: "they were a pair too lately",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyNotThese:
    """Why two are not together. `loss` is exact, in points of the round; None where none is told.

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
    bars = Survey(whole).bars_of(*pair)
    if pair in whole.apart[Apart.SELF]:
        return WhyNotThese(says=("they are one and the same",))
    if bars:
        return WhyNotThese(says=tuple(_BARRED[bar] for bar in bars))
    told = _cost(found, pair, solve)
    if told is None or told.loss < CLOSE * whole.rules.weights.most:
        return WhyNotThese(says=(CLOSE_SAYS,))
    moves = tuple(_moves(whole, told.moves, pair)) if to_organiser else ()
    return WhyNotThese(
        says=(f"together they would cost the others {told.loss} points",),
        loss=told.loss,
        moves=moves,
    )


def _cost(found: Matched, pair: Pair, solve: Solve) -> WhyNot | None:
    """Return what two would cost; None for what is close, and for what must look like it."""
    solution = found.solution
    if pair in found.whole.apart[Apart.BLOCK]:
        solution = solve(_without(found.whole.market, pair))
        if solution.plan.pairs != found.solution.plan.pairs:
            return None
    return why_not(solution, *pair)


def _without(market: Market, pair: Pair) -> Market:
    """Return a market in which one pair is not barred."""
    lists = []
    for listed in market.forbidden:
        kept = zip(listed.seeker.tolist(), listed.giver.tolist(), strict=True)
        lists.append(pairs([each for each in kept if each != pair]))
    return replace(market, forbidden=tuple(lists))


def _moves(whole: Round, moves: tuple[Move, ...], pair: Pair) -> Iterator[str]:
    """Say who would have whom instead, those who lose most first."""
    first = sorted(
        moves, key=lambda each: (each.seeker != pair[0], each.fit_after - each.fit_before)
    )
    for each in first:
        who = whole.who.seekers[each.seeker].name
        before, after = (_names(whole, some) for some in (each.before, each.after))
        points = each.fit_after - each.fit_before
        more = f"{points} points more" if points > 0 else f"{-points} points less"
        if not after:
            yield f"{who} would have nobody instead of {before}"
        elif not before:
            yield f"{who} would have {after} instead of nobody"
        else:
            yield f"{who} would have {after} instead of {before}: {more}"


def _names(whole: Round, mentors: tuple[int, ...]) -> str:
    return ", ".join(whole.who.givers[mentor].name for mentor in mentors)
