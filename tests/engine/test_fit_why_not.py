"""Why not these two: exact where a rule or the others decide, and silent about blocks."""

from dataclasses import replace
from itertools import product
from random import Random

import pytest

from journeywork.engine.fit.market_of import Round, market_of
from journeywork.engine.fit.not_these import (
    CLOSE_SAYS,
    SELF,
    TOGETHER,
    UNPROVEN,
    WhyNotThese,
    why_not_these,
)
from journeywork.engine.fit.outcome import Matched
from journeywork.engine.fit.participants import Participant, Role, Wanted
from journeywork.engine.fit.rules import MENTORING
from journeywork.engine.fit.yielding import matched
from journeywork.engine.matching.market import Market
from journeywork.engine.matching.solving import Solution, solve
from journeywork.engine.people import Skill
from tests.engine.matched import TUESDAY, mentee, mentor


def best(market: Market) -> Solution:
    return solve(market, seed=1)


def matching(*people: Participant) -> Matched:
    return matched(market_of(people, MENTORING, on=TUESDAY), best)


def numbers(whole: Round, one: str, other: str) -> tuple[int, int]:
    return whole.who.seeker_number[one], whole.who.giver_number[other]


def asked(found: Matched, one: str, other: str, *, organiser: bool = False) -> WhyNotThese:
    pair = numbers(found.whole, one, other)
    return why_not_these(found, pair, solve=best, to_organiser=organiser)


def blocking(people: list[Participant], one: str, other: str) -> list[Participant]:
    return [
        replace(each, blocks=each.blocks | {other}) if each.key == one else each for each in people
    ]


def market_place(size: int, seed: int = 7) -> list[Participant]:
    """As many mentees as mentors, with fits that hardly ever are equal."""
    chance = Random(seed)
    skills = [f"skill number{number}" for number in range(24)]

    def one(number: int, role: Role) -> Participant:
        wants = [
            Wanted(name=name, weight=chance.randint(1, 3)) for name in chance.sample(skills, 7)
        ]
        offers = [Skill(name=name, level=chance.randint(1, 5)) for name in chance.sample(skills, 9)]
        seeks = role is Role.MENTEE
        return Participant(
            key=f"{role.value}{number:02}",
            name=f"{role.value} {number}",
            role=role,
            wants=tuple(wants) if seeks else (),
            offers=() if seeks else tuple(offers),
            seniority=chance.randint(1, 3) + (0 if seeks else 2),
        )

    people = [one(number, role) for number in range(size) for role in (Role.MENTEE, Role.MENTOR)]
    # Whatever fits these two, the lowest fit of the round is theirs: it holds nobody back.
    return [*people, mentee("zoe"), mentor("zed")]


def duel() -> list[Participant]:
    """Ana and Leo would both gain by Ben, Ana the more. Nothing fits Mia, whatever happens."""
    return [
        mentee("ana", "SQL"),
        mentee("leo", "SQL", "Go"),
        mentee("mia", "Rust"),
        mentor("ben", "SQL", "Go", level=5),
        replace(mentor("dora"), offers=(Skill(name="SQL", level=1), Skill(name="Go", level=5))),
        mentor("gus"),
    ]


def test_a_rule_is_named() -> None:
    people = [mentee("ana", languages=("pt",), seniority=5, chain=("ben",))]
    people += [mentor("ben", languages=("en",), seniority=4), mentor("dora")]
    assert asked(matching(*people), "ana", "ben").says == (
        "they share no language",
        "their bands are not those that the rules allow",
        "one of them is in the reporting line of the other",
    )


def test_those_who_are_together_and_who_would_be_their_own() -> None:
    ana = replace(mentor("ana", "SQL"), role=Role.BOTH, wants=(Wanted(name="Go"),))
    found = matching(ana, mentor("ben", "Go"))
    assert asked(found, "ana", "ben").says == (TOGETHER,)
    assert asked(found, "ana", "ana").says == (SELF,)


def test_what_it_would_cost_is_exact_and_names_are_for_the_organiser_alone() -> None:
    found = matching(*duel())
    assert _together(found) == {"ana": "ben", "leo": "dora", "mia": "gus"}
    told = asked(found, "leo", "ben", organiser=True)
    assert told == WhyNotThese(
        says=("together they would cost the round 1800 points",),
        loss=1800,
        moves=(
            "Leo would have Ben instead of Dora: 1800 points more",
            "Ana would have Dora instead of Ben: 3600 points less",
        ),
    )
    assert asked(found, "leo", "ben") == replace(told, moves=())


def test_who_would_be_left_below_the_lowest_fit_is_told_so() -> None:
    people = [one for one in duel() if one.key not in ("mia", "gus")]
    found = matching(*people)
    assert asked(found, "ana", "dora").says[0] == (
        "their fit is lower than the lowest that the round keeps for everybody"
    )
    assert asked(found, "leo", "ben").says[0] == (
        "together they would leave 1 more with nobody, or with less than the lowest fit"
    )


def test_the_loss_is_that_of_a_round_matched_anew() -> None:
    found = matching(*market_place(14))
    whole, exact = found.whole, 0
    kept = replace(found.solution.dial, worst_first=False)
    for pair in product(range(0, whole.market.n, 3), range(0, whole.market.m, 3)):
        told = why_not_these(found, pair, solve=best)
        if told.loss is None or "lowest" in " ".join(told.says):
            continue
        others = {(pair[0], giver) for giver in range(whole.market.m)} - {pair}
        again = solve(_barring(whole.market, others), kept, seed=1)
        assert (told.loss, again.plan.placed) == (
            found.plan.total - again.plan.total,
            found.plan.placed,
        )
        exact += 1
    assert exact >= 4


def _together(found: Matched) -> dict[str, str]:
    who = found.whole.who
    return {who.seekers[each.seeker].key: who.givers[each.giver].key for each in found.plan.pairs}


def _barring(market: Market, some: set[tuple[int, int]]) -> Market:
    from journeywork.engine.matching.market import pairs

    return replace(market, forbidden=(*market.forbidden, pairs(sorted(some))))


def test_a_block_that_changes_nothing_changes_no_answer() -> None:
    people = market_place(12)
    found = matching(*people)
    there = {(pair.seeker, pair.giver) for pair in found.plan.pairs}
    others = [pair for pair in product(range(12), range(12)) if pair not in there]
    told = 0
    for pair in Random(3).sample(others, 12):
        one, other = found.whole.who.seekers[pair[0]].key, found.whole.who.givers[pair[1]].key
        blocked = matching(*blocking(people, one, other))
        assert blocked.plan.pairs == found.plan.pairs
        answers = [
            why_not_these(each, pair, solve=best, to_organiser=True) for each in (found, blocked)
        ]
        assert answers[0] == answers[1]
        told += answers[0].loss is not None
    assert told >= 6  # Most of them tell a figure: what is compared is not the answer to all.


def test_a_block_that_changes_the_round_is_answered_like_any_close_decision() -> None:
    people = blocking(duel(), "ben", "ana")
    found = matching(*people)
    assert asked(found, "ana", "ben", organiser=True) == WhyNotThese(says=(CLOSE_SAYS,))
    # The control: without the block they are together, and of others the same words are said.
    assert asked(matching(*duel()), "ana", "ben").says == (TOGETHER,)
    even = [mentee("ana", "SQL"), mentee("leo", "SQL"), mentor("ben", "SQL"), mentor("dora", "SQL")]
    close = matching(*even)
    said = {
        asked(close, one, other, organiser=True)
        for one, other in product(("ana", "leo"), ("ben", "dora"))
    }
    assert said == {WhyNotThese(says=(TOGETHER,)), WhyNotThese(says=(CLOSE_SAYS,))}


@pytest.mark.parametrize("barred", ["language", "manager"])
def test_a_block_beside_a_rule_leaves_the_rule_as_the_answer(barred: str) -> None:
    ana = mentee("ana", "SQL", languages=("pt",), chain=("emil",), seniority=1)
    ben = mentor("ben", "SQL", languages=("en",) if barred == "language" else ("pt",), seniority=2)
    ben = replace(ben, chain=("emil",)) if barred == "manager" else ben
    plain, blocked = matching(ana, ben), matching(*blocking([ana, ben], "ana", "ben"))
    assert asked(plain, "ana", "ben") == asked(blocked, "ana", "ben")


def test_a_round_that_was_stopped_says_so_of_blocked_pairs_too() -> None:
    people = blocking(duel(), "ana", "dora")
    found = matching(*people)
    certificate = replace(found.plan.certificate, proven=False)
    unproven = replace(found.solution, plan=replace(found.plan, certificate=certificate))
    stopped = replace(found, solution=unproven)
    assert asked(stopped, "leo", "ben").says == asked(stopped, "ana", "dora").says == (UNPROVEN,)
