"""Why nobody was left, what would have to change, and when a pair may meet again."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings

from journeywork.engine.fit.market_of import Round, market_of
from journeywork.engine.fit.outcome import Matched
from journeywork.engine.fit.participants import Participant, Past
from journeywork.engine.fit.parts import why
from journeywork.engine.fit.rules import MENTORING, Bars
from journeywork.engine.fit.survey import Bar, Survey
from journeywork.engine.fit.unmatched import NO_MENTORS, relaxing, unmatched
from journeywork.engine.fit.yielding import matched, without_anybody
from journeywork.engine.matching.market import Market
from journeywork.engine.matching.solving import Solution, solve
from tests.engine.matched import TUESDAY, crowds, hours, mentee, mentor

LATELY = Past(partner="ben", on=TUESDAY.replace(year=2025, month=12))


def round_of(*people: Participant, **bars: object) -> Round:
    rules = replace(MENTORING, bars=replace(MENTORING.bars, **bars))  # type: ignore[arg-type]
    return market_of(people, rules, on=TUESDAY)


def best(market: Market) -> Solution:
    return solve(market, seed=1)


def together(found: Matched) -> dict[str, str]:
    who = found.whole.who
    return {who.seekers[pair.seeker].key: who.givers[pair.giver].key for pair in found.plan.pairs}


def lonely() -> tuple[Participant, ...]:
    """Ana, and five mentors of whom the rules leave her none."""
    ana = mentee(
        "ana", "SQL", languages=("en",), hours=hours(), seniority=3, chain=("dora",), past=(LATELY,)
    )
    easy = {"languages": ("en",), "hours": hours(), "seniority": 4}
    return (
        ana,
        mentor("ben", **easy),
        mentor("dora", **easy),
        mentor("emil", **{**easy, "languages": ("de",)}),
        mentor("finn", **{**easy, "hours": hours("America/New_York", 14, 22)}),
        mentor("gwen", **{**easy, "seniority": 1}),
        mentor("hugo", **{**easy, "seniority": 2}),
    )


def test_each_rule_says_what_it_took_and_what_would_change_it() -> None:
    told = unmatched(Survey(round_of(*lonely())), 0)
    assert told.says == (
        "no language in common: 1 of 6",
        "too few working hours in common: 1 of 5",
        "not in the bands that the rules allow: 2 of 4",
        "in the reporting line: 1 of 2",
        "a pair too lately: 1 of 1",
    )
    assert told.changes == (
        "without the rule “common_language” there would be 1",
        "least_hours = 0 instead of 2 would do",
        "least_gap = -1 instead of 0 would do",
        "without the rule “reporting_line” there would be 1",
        "cool_down_days = 90 instead of 365 would do",
    )
    assert (told.last, told.left) == (Bar.COOL_DOWN, 0)


@pytest.mark.parametrize(
    ("bars", "left"),
    [
        ({"common_language": False}, 1),
        ({"least_hours": 0}, 1),
        ({"least_gap": -1}, 1),
        ({"least_gap": -2}, 2),
        ({"reporting_line": False}, 1),
        ({"cool_down_days": 90}, 1),
        ({"cool_down_days": 91}, 0),
    ],
)
def test_what_is_said_to_change_it_does(bars: dict[str, object], left: int) -> None:
    survey = Survey(round_of(*lonely(), **bars))
    assert (unmatched(survey, 0).left, survey.possible().tolist()) == (left, [left])


def test_where_no_single_rule_is_in_the_way_the_nearest_mentor_tells_which_are() -> None:
    ana = mentee("ana", languages=("en",), hours=hours(), seniority=3)
    ben = mentor("ben", languages=("de",), hours=hours("Asia/Tokyo"), seniority=1)
    dora = mentor("dora", languages=("de",), hours=hours(), seniority=1)
    assert unmatched(Survey(round_of(ana, ben, dora)), 0).changes == (
        (
            "no single rule is in the way: for the nearest mentor these would have to change: "
            "“common_language”, “least_gap”"
        ),
    )


def test_nobody_to_have_and_only_oneself_to_have() -> None:
    assert unmatched(Survey(round_of(mentee("ana"))), 0).says == (NO_MENTORS,)
    ana = replace(mentor("ana", "SQL"), role="both")
    assert unmatched(Survey(round_of(ana)), 0).says == (NO_MENTORS,)


def test_which_rules_are_in_the_way_of_how_many() -> None:
    people = [
        mentee(key, languages=(language,), seniority=3)
        for key, language in (("ana", "pt"), ("ava", "pt"), ("leo", "en"))
    ]
    whole = round_of(*people, mentor("ben", languages=("en",), seniority=4))
    survey = Survey(whole)
    assert survey.possible().tolist() == [0, 0, 1]
    assert relaxing(survey, (0, 1)) == {Bar.LANGUAGE: 2}


@given(crowds)
@settings(max_examples=40)
def test_the_counts_are_those_of_the_rules_and_blocks_are_in_none(
    people: list[Participant],
) -> None:
    whole = market_of(people, MENTORING, on=TUESDAY)
    free = market_of([replace(each, blocks=frozenset()) for each in people], MENTORING, on=TUESDAY)
    survey, control = Survey(whole), Survey(free)
    fit = {pair: whole.fit(pair) for pair in product(range(whole.market.n), range(whole.market.m))}
    for number in range(whole.market.n):
        open_to = [mentor for mentor in range(whole.market.m) if fit[number, mentor] is not None]
        assert survey.open_to(number).nonzero()[0].tolist() == open_to
        assert survey.possible()[number] == len(open_to)
        assert unmatched(survey, number) == unmatched(control, number)


def test_the_cool_down_gives_way_where_somebody_would_have_nobody_else_and_says_so() -> None:
    ana = mentee("ana", "SQL", past=(LATELY,))
    found = matched(round_of(ana, mentor("ben", "SQL", level=5)), best)
    assert together(found) == {"ana": "ben"}
    parts = {part.name: part.says for part in why(found.whole, (0, 0)).parts}
    assert parts["cool-down"] == (
        "the rule keeps a pair apart for 365 days, and these two last were one on 2025-12-10: it "
        "gives way so that more people have a mentor"
    )


def test_the_cool_down_holds_where_there_is_somebody_else_and_where_it_must() -> None:
    ana = mentee("ana", "SQL", past=(LATELY,))
    ben, cleo = mentor("ben", "SQL", level=5), mentor("cleo")
    assert together(matched(round_of(ana, ben, cleo), best)) == {"ana": "cleo"}
    strict = matched(round_of(ana, ben, cool_down_yields=False), best)
    assert (together(strict), without_anybody(strict)) == ({}, {0})


def test_it_gives_way_for_one_so_that_another_has_somebody() -> None:
    ana = mentee("ana", "SQL", past=(LATELY,), languages=("en", "de"))
    leo = mentee("leo", "SQL", languages=("de",))
    ben, cleo = mentor("ben", languages=("en",)), mentor("cleo", languages=("de",))
    found = matched(round_of(ana, leo, ben, cleo), best)
    assert together(found) == {"ana": "ben", "leo": "cleo"}
    assert found.whole.lifted == {(0, 0)}


def test_only_what_must_be_lifted_is_lifted() -> None:
    ana = mentee("ana", past=(LATELY, Past(partner="cleo", on=LATELY.on.replace(day=20))))
    found = matched(round_of(ana, mentor("ben"), mentor("cleo")), best)
    assert len(found.whole.lifted) == 1
    assert [(pair.seeker, pair.giver) for pair in found.plan.pairs] == list(found.whole.lifted)


def held() -> tuple[Participant, ...]:
    """Ana needs the mentor of Leo or of Mia, both of whom would rather meet whom they had."""
    lately = TUESDAY.replace(year=2025, month=6)
    return (
        mentee("ana", languages=("x",)),
        mentee("leo", "Rust", languages=("x", "y"), past=(Past(partner="p", on=lately),)),
        mentee("mia", "Rust", languages=("x", "z"), past=(Past(partner="q", on=lately),)),
        mentor("m", languages=("x",)),
        mentor("n", languages=("x",)),
        mentor("p", "Rust", level=5, languages=("y",)),
        mentor("q", "Rust", level=5, languages=("z",)),
    )


def test_it_gives_way_for_as_few_as_it_takes() -> None:
    found = matched(round_of(*held()), best)
    assert without_anybody(found) == frozenset()
    assert len(found.whole.lifted) == 1
    # The control: both would be better off, were it only for the points.
    free = best(round_of(*held(), cool_down_days=0).market).plan
    assert found.plan.placed == free.placed == 3
    assert found.plan.total < free.total


def test_of_several_the_least_change_of_days_is_told() -> None:
    last = (Past(partner="ben", on=TUESDAY.replace(day=1)), LATELY)
    last = (last[0], replace(LATELY, partner="dora", on=TUESDAY.replace(year=2025, month=6)))
    ana = mentee("ana", past=last)
    whole = round_of(ana, mentor("ben"), mentor("dora"))
    assert unmatched(Survey(whole), 0).changes == ("cool_down_days = 273 instead of 365 would do",)
    changed = round_of(ana, mentor("ben"), mentor("dora"), cool_down_days=273)
    assert unmatched(Survey(changed), 0).left == 1


@given(crowds)
@settings(max_examples=25)
def test_nobody_is_worse_off_for_a_rule_that_gives_way(people: list[Participant]) -> None:
    either = replace(MENTORING, bars=replace(MENTORING.bars, mutual=False))
    whole = market_of(people, either, on=TUESDAY)
    found = matched(whole, best)
    assert found.plan.placed >= best(whole.market).plan.placed
    for pair in found.plan.pairs:
        assert why(found.whole, (pair.seeker, pair.giver)).points == pair.fit


def test_no_rule_no_bar() -> None:
    none = Bars(
        common_language=False, least_hours=0, reporting_line=False, same_manager=False,
        least_gap=None, cool_down_days=0,
    )  # fmt: skip
    whole = market_of(lonely(), replace(MENTORING, bars=none), on=TUESDAY)
    assert Survey(whole).possible().tolist() == [6]
