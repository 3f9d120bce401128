"""Peers and circles made of what people say of themselves."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeywork.engine.fit.market_of import market_of
from journeywork.engine.fit.participants import Participant, Past, Role
from journeywork.engine.fit.peers import (
    Met,
    _both_ways,
    _everybody,
    _fits,
    _may,
    circles_of,
    pairs_of,
)
from journeywork.engine.fit.rules import PROGRAMMES
from journeywork.engine.matching.market import fit_of
from journeywork.engine.peers.gathering import seats
from journeywork.engine.peers.pool import NEVER
from journeywork.engine.peers.rounds import Odd
from tests.engine.matched import TUESDAY, crowds, hours, mentee, mentor

PEERS, CIRCLES = PROGRAMMES["peers"], PROGRAMMES["circles"]


def peer(number: int, **more: object) -> Participant:
    key = f"p{number:02}"
    return Participant(key=key, name=key.title(), role=Role.BOTH, hours=hours(), **more)  # type: ignore[arg-type]


def after(people: list[Participant], met: Met, day: date) -> list[Participant]:
    """Return the people after a round, with whom they met."""
    found = {each.key: each for each in people}
    for group in met.groups:
        for one, other in combinations(group.people, 2):
            for mine, theirs in ((one, other), (other, one)):
                past = (*found[mine].past, Past(partner=theirs, on=day))
                found[mine] = replace(found[mine], past=past)
    return list(found.values())


def test_case_1_eighteen_people_meet_nobody_twice_in_ten_rounds() -> None:
    people, seen = [peer(number) for number in range(18)], set()
    for number in range(10):
        day = TUESDAY + timedelta(weeks=number)
        met = pairs_of(people, PEERS, on=day, ahead=9 - number, seed=number)
        pairs = {frozenset(each.people) for each in met.groups}
        assert len(pairs) == 9
        assert not pairs & seen
        assert not met.alone
        assert not any(each.again for each in met.groups)
        seen |= pairs
        people = after(people, met, day)


def test_case_1_who_must_meet_again_is_told_why() -> None:
    people = [peer(number) for number in range(4)]
    for number in range(3):
        day = TUESDAY + timedelta(weeks=number)
        people = after(people, pairs_of(people, PEERS, on=day, ahead=2 - number), day)
    met = pairs_of(people, PEERS, on=TUESDAY + timedelta(weeks=3))
    one, other = (each.title() for each in met.groups[0].people)
    assert met.groups[0].again == (
        f"{one} and {other} have met once: one of them has met everybody who may meet them",
    )


def test_case_2_of_nineteen_three_meet_or_one_sits_out_in_turn() -> None:
    people = [peer(number) for number in range(19)]
    three = pairs_of(people, PEERS, on=TUESDAY)
    assert sorted(len(each.people) for each in three.groups) == [2] * 8 + [3]
    out: dict[str, list[date]] = {}
    for number in range(4):
        day = TUESDAY + timedelta(weeks=number)
        met = pairs_of(people, PEERS, on=day, odd=Odd.SITS_OUT, sat_out=out)
        (alone,) = met.alone
        assert alone.key not in out, "nobody sits out twice before all have"
        assert alone.says == "the number is odd, and you sat out least often, or longest ago"
        out.setdefault(alone.key, []).append(day)
        people = after(people, met, day)


def test_parts_of_two_add_up_and_say_who_brings_what_to_whom() -> None:
    ana = replace(mentee("ana", "Go", goals=("first lead role",)), role=Role.BOTH, hours=hours())
    ben = replace(mentor("ben", "Go", goals=("first lead role",)), role=Role.BOTH, hours=hours())
    ana = replace(ana, wishes=("ben",))
    (two,) = pairs_of([ana, ben], PEERS, on=TUESDAY).groups
    says = {part.name: part.says for part in two.parts}
    assert two.fit == sum(part.value for part in two.parts)
    assert says["skills"] == "Ben for Ana: Go: offered at level 4"
    assert says["goals"] == "both have the goal first lead role"
    assert says["wishes"] == "Ana wished for Ben"
    assert says["hours"] == "40 working hours a week in common, all year"


@given(crowds)
@settings(max_examples=60, deadline=None)
def test_what_two_are_worth_is_what_the_market_says_both_ways(people: list[Participant]) -> None:
    whole = _everybody(people, PEERS, on=TUESDAY)
    may, worth = _may(whole.market), _both_ways(whole.market)
    for one, other in combinations(range(whole.market.n), 2):
        fits = (fit_of(whole.market, one, other), fit_of(whole.market, other, one))
        assert may[one, other] == (None not in fits)
        if may[one, other]:
            assert worth[one, other] == sum(each or 0 for each in fits)


@given(crowds)
@settings(max_examples=60, deadline=None)
def test_nobody_meets_whom_a_rule_or_a_block_bars(people: list[Participant]) -> None:
    met = pairs_of(people, PEERS, on=TUESDAY)
    taking = {one.key for one in people if one.role is not Role.NONE and not one.paused(TUESDAY)}
    seen = [key for each in met.groups for key in each.people]
    assert sorted([*seen, *(each.key for each in met.alone)]) == sorted(taking)
    by = {each.key: each for each in people}
    whole = market_of([replace(each, role=Role.BOTH, places=1, taken=0, wanted=1) for each in people], PEERS, on=TUESDAY)  # fmt: skip
    for group in met.groups:
        assert group.fit == sum(part.value for part in group.parts)
        for one, other in combinations(group.people, 2):
            assert other not in by[one].blocks
            assert one not in by[other].blocks
            numbers = whole.who.seeker_number[one], whole.who.giver_number[other]
            assert fit_of(whole.market, *numbers) is not None


OTHERWISE = "the rules leave people to meet, and the round as a whole came out otherwise"
ELSE = "else somebody would meet nobody, or sit out again"
MET_ALL = "one of them has met everybody who may meet them"


def by_rules(people: list[Participant]) -> dict[str, set[str]]:
    """Return whom the rules leave to each, had nobody blocked anybody."""
    whole = _everybody([replace(one, blocks=frozenset()) for one in people], PEERS, on=TUESDAY)
    may = _may(whole.market)
    keys = [one.key for one in whole.who.seekers]
    return {one: {keys[at] for at in may[row].nonzero()[0]} for row, one in enumerate(keys)}


@given(crowds, st.sampled_from(Odd))
@settings(max_examples=100, deadline=None)
def test_whatever_is_said_of_a_round_could_be_said_without_blocks(
    people: list[Participant], odd: Odd
) -> None:
    met, left = pairs_of(people, PEERS, on=TUESDAY, odd=odd), by_rules(people)
    for each in met.alone:
        assert (each.says == "the rules leave nobody to meet") == (not left[each.key])
        turn = "the number is odd, and you sat out least often, or longest ago"
        assert not left[each.key] or each.says in {OTHERWISE, turn}
    seen = {one.key: {each.partner for each in one.past} for one in people}
    for one, theirs in list(seen.items()):
        for other in theirs:
            seen[other].add(one)
    for group in met.groups:
        met_all = [one for one in group.people if left[one] <= seen[one]]
        for says in group.again:
            assert not says.endswith(MET_ALL) or met_all
            assert MET_ALL in says or ELSE in says or "people would meet nobody" in says


@given(crowds, st.sampled_from([(2, 3), (3, 4), (4, 5), (4, 6)]))
@settings(max_examples=60, deadline=None)
def test_whatever_is_said_of_circles_could_be_said_without_blocks(
    people: list[Participant], bounds: tuple[int, int]
) -> None:
    least, most = bounds
    met = circles_of(people, CIRCLES, on=TUESDAY, least=least, most=most)
    left = by_rules(people)
    says = {each.key: each.says for each in met.alone}
    if len(left) >= least:
        for key, said in says.items():
            few = len(left[key]) < least - 1
            assert (said == "the rules leave too few to sit with") == few
    too_few = [key for key, said in says.items() if said == "too few are left for another circle"]
    assert len(too_few) <= len(left) - seats(len(left), least=least, most=most)


def test_two_who_do_not_meet_for_a_block_hear_what_others_hear_without_one() -> None:
    two = [peer(0, blocks=frozenset({"p01"})), peer(1)]
    assert [each.says for each in pairs_of(two, PEERS, on=TUESDAY).alone] == [OTHERWISE] * 2
    # Without a block: one may meet three others who may not meet each other.
    four = [peer(0), *(peer(number, chain=("p09",)) for number in (1, 2, 3))]
    rules = replace(PEERS, bars=replace(PEERS.bars, same_manager=True))
    assert [each.says for each in pairs_of(four, rules, on=TUESDAY).alone] == [OTHERWISE] * 2


def test_who_meets_again_for_a_block_hears_what_others_hear_without_one() -> None:
    met = {("p03", "p00"): 30, ("p03", "p01"): 20, ("p02", "p00"): 20, ("p02", "p01"): 30}

    def person(key: str, blocks: frozenset[str]) -> Participant:
        past = tuple(
            Past(partner=(set(two) - {key}).pop(), on=TUESDAY - timedelta(days=days))
            for two, days in met.items()
            if key in two
        )
        return peer(int(key[1:]), past=past, blocks=blocks if key == "p02" else frozenset())

    keys = ("p00", "p01", "p02", "p03")
    found = pairs_of([person(key, frozenset({"p03"})) for key in keys], PEERS, on=TUESDAY)
    assert [each.again for each in found.groups] == [
        (f"P00 and P03 have met once: {ELSE}",),
        (f"P01 and P02 have met once: {ELSE}",),
    ]
    free = pairs_of([person(key, frozenset()) for key in keys], PEERS, on=TUESDAY)
    assert not any(each.again for each in free.groups)
    # Without a block: who sat out before does not sit out again.
    day = TUESDAY - timedelta(days=7)
    three = [peer(0, past=(Past(partner="p01", on=day),)), peer(1), peer(2)]
    sat = {"p00": [day], "p01": [day]}
    (pair,) = pairs_of(three, PEERS, on=TUESDAY, odd=Odd.SITS_OUT, sat_out=sat).groups
    assert pair.again == (f"P00 and P01 have met once: {ELSE}",)


def test_who_sat_together_yesterday_is_spread_over_the_circles() -> None:
    def person(number: int) -> Participant:
        mates = range(4) if number < 4 else range(4, 8)
        past = [Past(partner=f"p{one:02}", on=TUESDAY - timedelta(days=1)) for one in mates]
        own = [each for each in past if each.partner != f"p{number:02}"]
        return replace(peer(number, past=tuple(own), languages=("en",)), hours=None)

    people = [person(number) for number in range(8)]
    whole = _everybody(people, CIRCLES, on=TUESDAY)
    worth, fits = _both_ways(whole.market), _fits(whole)
    assert worth[0, 1] < 0 < worth[0, 4] - worth[0, 1], "the control: it counts against them"
    assert fits[0, 4] - fits[0, 1] == worth[0, 4] - worth[0, 1]
    assert fits[0, 0] == NEVER
    met = circles_of(people, CIRCLES, on=TUESDAY, least=4, most=4)
    for group in met.groups:
        assert sum(int(key[1:]) < 4 for key in group.people) == 2
        assert group.fit == sum(part.value for part in group.parts)


def test_circles_spread_departments_and_name_who_is_left() -> None:
    people = [peer(number, department=f"d{number % 4}") for number in range(12)]
    met = circles_of(people, CIRCLES, on=TUESDAY, least=4, most=6)
    assert sorted(key for each in met.groups for key in each.people) == [one.key for one in people]
    for group in met.groups:
        assert 4 <= len(group.people) <= 6
        assert group.fit == sum(part.value for part in group.parts)
        kinds = [int(key[1:]) % 4 for key in group.people]
        assert max(map(kinds.count, kinds)) <= 2
    few = circles_of(people[:3], CIRCLES, on=TUESDAY, least=4, most=6)
    assert [each.says for each in few.alone] == ["too few are left for another circle"] * 3


@pytest.mark.parametrize("odd", Odd)
def test_the_same_people_and_the_same_seed_are_the_same_round(odd: Odd) -> None:
    people = [peer(number) for number in range(7)]
    first = pairs_of(people, PEERS, on=TUESDAY, odd=odd, seed=4)
    assert pairs_of(people[::-1], PEERS, on=TUESDAY, odd=odd, seed=4) == first
