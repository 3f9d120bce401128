"""The market of a round: who seeks, who has room, what each pair is worth, and what is barred."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np

from journeywork.engine.fit.apart import (
    Apart,
    Crowd,
    Pair,
    crowd,
    kept_apart,
    last_met,
    taken_away,
    wished,
)
from journeywork.engine.fit.criteria import Criteria, criteria
from journeywork.engine.fit.features import Features, features
from journeywork.engine.fit.participants import Participant, Role
from journeywork.engine.fit.rules import Rules
from journeywork.engine.fit.skills import Names, names
from journeywork.engine.matching.market import Market, Pairs, pairs, parts_of

#: The lists of a market's bonuses, in their order.
WISHES, PAST = 0, 1
#: Points below any fit that people can have, and within the range of a market.
DEAR = 850_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """Somebody who takes no part in this round as a mentor or a mentee, and why."""

    who: Participant
    role: Role
    says: str


@dataclass(frozen=True, eq=False)
class Round:
    """A market with the people, rules and lists that it was made of.

    People are numbered by key, so that the order of rows in a file changes nothing. `lifted` are
    pairs put together in spite of the cool-down.
    """

    market: Market
    who: Crowd
    rules: Rules
    on: date
    names: Names
    features: Features
    criteria: Criteria
    apart: Mapping[Apart, frozenset[Pair]]
    met: Mapping[Pair, date]
    aside: tuple[Aside, ...]
    lifted: frozenset[Pair] = frozenset()

    @cached_property
    def unblocked(self) -> Market:
        """The same market without blocks: for words, that must not tell of them."""
        return replace(self.market, forbidden=_lists(self.apart, self.lifted, blocks=False))

    def fit(self, pair: Pair) -> int | None:
        """Return the points of two people, None where a rule that may be told of bars them."""
        return parts_of(self.unblocked, *pair).fit


def market_of(participants: Iterable[Participant], rules: Rules, *, on: date) -> Round:
    """Return the market of a round on a day; `participants` have different keys.

    Left aside is whoever is paused on that day, has no free place, or wants no mentor.
    """
    everybody = sorted(participants, key=lambda each: each.key)
    aside = tuple(_aside(everybody, on))
    out = {(each.who.key, each.role) for each in aside}
    who = crowd(
        [one for one in everybody if one.seeks and (one.key, Role.MENTEE) not in out],
        [one for one in everybody if one.gives and (one.key, Role.MENTOR) not in out],
    )
    called = names(rules.also_called)
    columns = features(who.seekers, who.givers, rules.weights, called)
    tables = criteria(who.seekers, who.givers, rules, on=on)
    met = last_met(who)
    found = kept_apart(who, rules, met, on=on)
    apart = {reason: frozenset(each) for reason, each in found.items()}
    market = Market(
        demand=np.array([each.wanted for each in who.seekers], np.int32),
        capacity=np.array([each.free for each in who.givers], np.int32),
        wanted=columns.wanted,
        offered=columns.offered,
        tables=tuple(tables.tables.values()),
        bonuses=(_listed(wished(who, rules)), _listed(taken_away(met, rules, on=on))),
        forbidden=_lists(apart, frozenset()),
    )
    return Round(market, who, rules, on, called, columns, tables, apart, met, aside)


def lifting(whole: Round, pairs_: Collection[Pair]) -> Round:
    """Return a round in which the cool-down does not hold for some pairs."""
    lifted = whole.lifted | (frozenset(pairs_) & whole.apart[Apart.COOL_DOWN])
    market = replace(whole.market, forbidden=_lists(whole.apart, lifted))
    return replace(whole, market=market, lifted=lifted)


def dearer(whole: Round) -> Round:
    """Return a round in which a pair put together in spite of the cool-down costs more than all else.

    Each as much as any other: so a round by it has as few of them as it needs.
    """
    fits = ((pair, parts_of(whole.market, *pair).fit) for pair in sorted(whole.lifted))
    cost = pairs([(*pair, -DEAR - fit) for pair, fit in fits if fit is not None])
    market = replace(whole.market, bonuses=(*whole.market.bonuses, cost))
    return replace(whole, market=market)


def turned(whole: Round, pairs_: Collection[Pair]) -> Round:
    """Return a round in which some pairs are barred because the two are together the other way."""
    barred = whole.apart[Apart.MUTUAL] | frozenset(pairs_)
    apart = {**whole.apart, Apart.MUTUAL: barred}
    market = replace(whole.market, forbidden=_lists(apart, whole.lifted))
    return replace(whole, market=market, apart=apart)


def _lists(
    apart: Mapping[Apart, frozenset[Pair]], lifted: frozenset[Pair], *, blocks: bool = True
) -> tuple[Pairs, ...]:
    """Return the barred pairs, a list for each reason, always as many lists."""
    held = {**apart, Apart.COOL_DOWN: apart[Apart.COOL_DOWN] - lifted}
    if not blocks:
        held[Apart.BLOCK] = frozenset()
    return tuple(pairs(sorted(held[reason])) for reason in Apart)


def _listed(points: Mapping[Pair, int]) -> Pairs:
    return pairs([(*pair, value) for pair, value in sorted(points.items())])


def _aside(everybody: Iterable[Participant], on: date) -> Iterator[Aside]:
    for one in everybody:
        for role, takes_part in ((Role.MENTEE, one.seeks), (Role.MENTOR, one.gives)):
            if not takes_part:
                continue
            if one.paused(on):
                yield Aside(who=one, role=role, says=f"paused until {one.paused_until}")
            elif role is Role.MENTEE and not one.wanted:
                yield Aside(who=one, role=role, says="wants no mentor in this round")
            elif role is Role.MENTOR and not one.free:
                says = f"no place is free: {one.taken} of {one.places} are taken"
                yield Aside(who=one, role=role, says=says)
