"""Pairs that are kept apart one by one, and pairs that count more or less than others.

Whatever is listed here is sparse: a reporting line, a shared manager, who was a pair lately, who
wishes for whom. Blocks are in a list of their own, and no words are ever made of it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from journeywork.engine.fit.participants import MOST_WISHES, Participant
from journeywork.engine.fit.rules import UNIT, Rules

Pair = tuple[int, int]


class Apart(StrEnum):
    """Why a single pair is barred, in the order of the market's lists; `BLOCK` is told to nobody."""

    SELF = "self"
    REPORTING = "reporting line"
    SAME_MANAGER = "same manager"
    COOL_DOWN = "cool-down"
    MUTUAL = "mutual"
    BLOCK = "block"


@dataclass(frozen=True, slots=True)
class Crowd:
    """The people of a round in their order, and their numbers by key."""

    seekers: tuple[Participant, ...]
    givers: tuple[Participant, ...]
    seeker_number: Mapping[str, int]
    giver_number: Mapping[str, int]

    def partners(self, key: str, other: str) -> Iterator[Pair]:
        """Yield the pairs of two people, whichever of them is the mentor."""
        for one, two in ((key, other), (other, key)):
            if one in self.seeker_number and two in self.giver_number:
                yield self.seeker_number[one], self.giver_number[two]

    def turned(self, pair: Pair) -> Pair | None:
        """Return the pair of the same two with the mentor as the mentee, if it can be."""
        giver, seeker = self.seekers[pair[0]].key, self.givers[pair[1]].key
        if seeker not in self.seeker_number or giver not in self.giver_number or giver == seeker:
            return None
        return self.seeker_number[seeker], self.giver_number[giver]

    def everybody(self) -> Iterator[Participant]:
        """Yield each person once."""
        yield from self.seekers
        yield from (each for each in self.givers if each.key not in self.seeker_number)


def crowd(seekers: Sequence[Participant], givers: Sequence[Participant]) -> Crowd:
    """Return people with their numbers."""
    return Crowd(
        tuple(seekers),
        tuple(givers),
        {each.key: number for number, each in enumerate(seekers)},
        {each.key: number for number, each in enumerate(givers)},
    )


def kept_apart(
    who: Crowd, rules: Rules, met: Mapping[Pair, date], *, on: date
) -> dict[Apart, set[Pair]]:
    """Return the pairs that are barred, by reason. `met` is when pairs last were one.

    Who would mentor each other is known only once they are matched: that list is empty.
    """
    found: dict[Apart, set[Pair]] = {each: set() for each in Apart}
    both = who.seeker_number.keys() & who.giver_number.keys()
    found[Apart.SELF] = {(who.seeker_number[key], who.giver_number[key]) for key in both}
    for each in who.everybody():
        if rules.bars.reporting_line:
            for above in each.chain:
                found[Apart.REPORTING].update(who.partners(each.key, above))
        for other in each.blocks:
            found[Apart.BLOCK].update(who.partners(each.key, other))
    if rules.bars.same_manager:
        found[Apart.SAME_MANAGER] = set(_of_one_manager(who)) - found[Apart.SELF]
    days = rules.bars.cool_down_days
    found[Apart.COOL_DOWN] = {pair for pair, last in met.items() if (on - last).days < days}
    return found


def last_met(who: Crowd) -> dict[Pair, date]:
    """Return when two last were a pair, from what either of them has on record."""
    found: dict[Pair, date] = {}
    for each in who.everybody():
        for past in each.past:
            for pair in who.partners(each.key, past.partner):
                found[pair] = max(past.on, found.get(pair, past.on))
    return found


def taken_away(met: Mapping[Pair, date], rules: Rules, *, on: date) -> dict[Pair, int]:
    """Return what having been a pair takes away: negative points that halve with time."""
    whole, half = rules.weights.past * UNIT, rules.scales.past_half_days
    return {
        pair: -round(whole * 0.5 ** (max(0, (on - last).days) / half)) for pair, last in met.items()
    }


def wished(who: Crowd, rules: Rules) -> dict[Pair, int]:
    """Return what wishes add: the first all, each next a fifth less; a mentor's wish half."""
    found: dict[Pair, int] = {}
    for number, seeker in enumerate(who.seekers):
        for rank, key in _ranked(seeker):
            if key in who.giver_number:
                found[number, who.giver_number[key]] = wish_points(rank, rules)
    for number, giver in enumerate(who.givers):
        for rank, key in _ranked(giver):
            if key in who.seeker_number:
                pair = who.seeker_number[key], number
                found[pair] = found.get(pair, 0) + wish_points(rank, rules) // 2
    return found


def _ranked(one: Participant) -> Iterator[tuple[int, str]]:
    """Yield whom somebody wishes for by rank from 0; who stands there twice has the first."""
    for rank, key in enumerate(one.wishes[:MOST_WISHES]):
        if key not in one.wishes[:rank]:
            yield rank, key


def wish_points(rank: int, rules: Rules) -> int:
    """Return the points of somebody's wish by its rank from 0."""
    return rules.weights.wishes * UNIT * (MOST_WISHES - rank) // MOST_WISHES


def _of_one_manager(who: Crowd) -> Iterator[Pair]:
    mentees: dict[str, list[int]] = {}
    for number, seeker in enumerate(who.seekers):
        for manager in seeker.chain[:1]:
            mentees.setdefault(manager, []).append(number)
    for number, giver in enumerate(who.givers):
        for manager in giver.chain[:1]:
            yield from ((mentee, number) for mentee in mentees.get(manager, ()))
