"""Two people do not mentor each other in one round, and nobody mentors themselves."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings

from journeywork.engine.fit import one_way as ways
from journeywork.engine.fit.apart import Apart
from journeywork.engine.fit.market_of import market_of, turned
from journeywork.engine.fit.not_these import why_not_these
from journeywork.engine.fit.one_way import mutual, one_way
from journeywork.engine.fit.outcome import Matched
from journeywork.engine.fit.participants import Participant, Role, Wanted
from journeywork.engine.fit.rules import MENTORING, PROGRAMMES, Rules
from journeywork.engine.fit.survey import Bar, Survey
from journeywork.engine.fit.unmatched import unmatched
from journeywork.engine.fit.yielding import matched, without_anybody
from journeywork.engine.matching.market import Market
from journeywork.engine.matching.solving import Solution, solve
from journeywork.engine.people import Skill
from tests.engine.matched import TUESDAY, crowds, mentor

EITHER = replace(MENTORING, bars=replace(MENTORING.bars, mutual=False))


def best(market: Market) -> Solution:
    return solve(market, seed=1)


def matching(*people: Participant, rules: Rules = MENTORING) -> Matched:
    return matched(market_of(people, rules, on=TUESDAY), best)


def both(key: str, wants: str, offers: str, level: int = 4) -> Participant:
    return Participant(
        key=key,
        name=key.title(),
        role=Role.BOTH,
        wants=(Wanted(name=wants),),
        offers=(Skill(name=offers, level=level),),
    )


def together(found: Matched) -> set[tuple[str, str]]:
    who = found.whole.who
    return {(who.seekers[p.seeker].key, who.givers[p.giver].key) for p in found.plan.pairs}


#: Ana and Ben have what the other wants; Cleo has a little of both.
CLEO = replace(
    mentor("cleo"), offers=(Skill(name="SQL", level=2), Skill(name="Go", level=1)), places=2
)
TWO = (both("ana", "SQL", "Go"), both("ben", "Go", "SQL"), CLEO)


def test_two_who_would_mentor_each_other_keep_the_way_that_costs_less() -> None:
    found = matching(*TWO)
    assert together(found) == {("ana", "cleo"), ("ben", "ana")}
    # The control: without the rule both ways are the best.
    assert together(matching(*TWO, rules=EITHER)) == {("ana", "ben"), ("ben", "ana")}


def test_the_way_kept_is_the_one_that_leaves_nobody_out() -> None:
    """Ben has nobody but Ana; she has Cleo too, though Ben would fit her far better."""
    ben = replace(both("ben", "Rust", "SQL", level=5), blocks=frozenset({"cleo"}))
    found = matching(both("ana", "SQL", "Go"), ben, CLEO)
    assert together(found) == {("ana", "cleo"), ("ben", "ana")}
    assert without_anybody(found) == frozenset()


def test_what_is_told_of_it() -> None:
    found = matching(*TWO)
    pair = found.whole.who.seeker_number["ana"], found.whole.who.giver_number["ben"]
    told = why_not_these(found, pair, solve=best)
    assert told.says == ("in this round they would mentor each other",)
    alone = matching(*TWO[:2])
    (left,) = without_anybody(alone)
    why = unmatched(Survey(alone.whole), left)
    assert why.says == ("would mentor each other: 1 of 1",)
    assert why.changes == ("without the rule “mutual” there would be 1",)
    assert why.last is Bar.MUTUAL
    assert without_anybody(matching(*TWO[:2], rules=EITHER)) == frozenset()


def test_what_was_looked_through_is_proven_over_all_choices(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert [matching(*some).proven for some in (TWO, TWO[:2], (*TWO[:1], CLEO))] == [True] * 3
    assert matching(*TWO, rules=EITHER).proven
    # The control: where nothing is looked through, only what is as good as both ways is.
    monkeypatch.setattr(ways, "MOST_TRIED", 0)
    found = matching(*TWO)
    assert (found.plan.certificate.proven, found.proven) == (True, False)
    assert (found.places_most, found.worst_highest) == (True, False)
    assert matching(*TWO[:1], CLEO).proven
    alone = matching(*TWO[:2])
    assert (alone.places_most, alone.proven) == (False, False)


@given(crowds)
@settings(max_examples=5, deadline=None, derandomize=True)
def test_what_is_claimed_of_all_choices_holds_of_all_choices(people: list[Participant]) -> None:
    people = [replace(one, role=Role.BOTH, wanted=1) for one in people[:4]]
    whole = market_of(people, PROGRAMMES["buddy"], on=TUESDAY)
    found = one_way(whole, best)
    every = [ways._good(one) for one in _every_choice(Matched(whole, best(whole.market)))]
    assert not found.proven or ways._good(found) == max(every)
    assert not found.places_most or found.plan.placed == max(placed for placed, *_ in every)


def _every_choice(found: Matched) -> Iterator[Matched]:
    """Yield every round that comes of barring one way of two and the other, all the way down."""
    both = next(mutual(found), None)
    if both is None:
        yield found
        return
    for way in both:
        whole = turned(found.whole, {way})
        yield from _every_choice(Matched(whole, best(whole.market)))


@given(crowds)
@settings(max_examples=10, deadline=None, derandomize=True)
def test_nobody_mentors_their_mentor_or_themselves(people: list[Participant]) -> None:
    people = [replace(one, role=Role.BOTH) for one in people]
    found = matching(*people)
    assert tuple(mutual(found)) == ()
    assert [pair for pair in together(found) if pair[0] == pair[1]] == []
    assert found.freely is None or found.plan.placed <= found.freely.placed


@given(crowds)
@settings(max_examples=60, deadline=None, derandomize=True)
def test_where_one_pair_of_people_would_the_better_way_is_kept(people: list[Participant]) -> None:
    people = [replace(one, role=Role.BOTH, wanted=1) for one in people]
    whole = market_of(people, PROGRAMMES["buddy"], on=TUESDAY)
    free = Matched(whole, best(whole.market))
    found = matching(*people, rules=PROGRAMMES["buddy"])
    ways = tuple(mutual(free))
    if len(ways) != 1 or len(found.whole.apart[Apart.MUTUAL]) != 1 or found.whole.lifted:
        return
    every = [Matched(turned(whole, [way]), best(turned(whole, [way]).market)) for way in ways[0]]
    if not any(any(mutual(one)) for one in every):  # Else the other way is no round yet.
        assert found.plan.placed == max(one.plan.placed for one in every)


def test_without_the_rule_some_of_these_do_mentor_each_other() -> None:
    """The control of both: it happens among people who are both, and is seen."""
    couples = (("SQL", "Go"), ("Rust", "Python"), ("Design", "Sales"))
    people = [
        both(f"{one}{other}", one, other) for pair in couples for one, other in (pair, pair[::-1])
    ]
    assert len(tuple(mutual(matching(*people, rules=EITHER)))) == len(couples)
    found = matching(*people)
    assert tuple(mutual(found)) == ()
    assert without_anybody(found) == frozenset()
