"""Peers and circles made of what people say of themselves."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings

from journeywork.engine.fit.market_of import market_of
from journeywork.engine.fit.participants import Participant, Past, Role
from journeywork.engine.fit.peers import Met, _both_ways, _everybody, _may, circles_of, pairs_of
from journeywork.engine.fit.rules import PROGRAMMES
from journeywork.engine.matching.market import fit_of
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
            assert worth[one, other] == max(0, sum(each or 0 for each in fits))


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
