"""Whatever is said of who fits whom can be said in German too."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.utils import translation

from journeywork.engine.fit.columns import COLUMNS
from journeywork.engine.fit.market_of import market_of
from journeywork.engine.fit.not_these import why_not_these
from journeywork.engine.fit.participants import Past
from journeywork.engine.fit.parts import why
from journeywork.engine.fit.people_table import participants
from journeywork.engine.fit.preview import preview
from journeywork.engine.fit.rules import MENTORING, PROGRAMMES, Bars, Departments
from journeywork.engine.fit.survey import Survey
from journeywork.engine.fit.unmatched import unmatched
from journeywork.engine.fit.yielding import matched, without_anybody
from journeywork.engine.matching.market import Market
from journeywork.engine.matching.solving import Solution, solve
from journeywork.engine.tables import read_table
from journeywork.kernel.reasons import said
from tests.engine.matched import TUESDAY, hours, mentee, mentor
from tests.engine.test_fit_one_way import TWO
from tests.engine.test_fit_why_not import duel
from tests.engine.test_fit_words import lonely

LATELY = Past(partner="ben", on=TUESDAY.replace(year=2025, month=12))


def best(market: Market) -> Solution:
    return solve(market, seed=1)


def of_pairs() -> Iterator[str]:
    ana = mentee(
        "ana", "AI", "SQL", "Go", goals=("first lead role",), hours=hours(), seniority=2,
        languages=("pt", "en"), department="Payments", wishes=("ben",), confirmed_on=TUESDAY,
        past=(LATELY,),
    )  # fmt: skip
    ben = mentor(
        "ben", "artificial intelligence", "SQL tuning", "Go", goals=("First lead role",),
        seniority=4, hours=hours("America/New_York"), languages=("en",), department="Support",
        confirmed_on=TUESDAY, wishes=("ana",),
    )  # fmt: skip
    for one in (
        ben,
        replace(ben, hours=ana.hours, seniority=3, department="Payments"),
        replace(ben, hours=None, seniority=2, offers=(), goals=(), wishes=()),
    ):
        found = matched(market_of((ana, one), MENTORING, on=TUESDAY), best)
        for part in why(found.whole, (0, 0)).parts:
            yield from filter(None, part.says.split("; "))


def of_nobody() -> Iterator[str]:
    for people in (lonely(), (*lonely(), mentor("zed", chain=("dora",))), (mentee("ana"),)):
        told = unmatched(Survey(market_of(people, MENTORING, on=TUESDAY)), 0)
        yield from (*told.says, *told.changes)
    ana = mentee("ana", languages=("en",), seniority=3)
    apart = mentor("ben", languages=("de",), seniority=1)
    yield from unmatched(Survey(market_of((ana, apart), MENTORING, on=TUESDAY)), 0).changes
    two = matched(market_of(TWO[:2], MENTORING, on=TUESDAY), best)
    yield from unmatched(Survey(two.whole), min(without_anybody(two))).says
    aside = (mentor("ben", taken=1), mentee("ana", wanted=0), mentor("dora", paused_until=LATER))
    yield from (each.says for each in market_of(aside, MENTORING, on=TUESDAY).aside)


LATER = TUESDAY.replace(month=12)


def of_others() -> Iterator[str]:
    found = matched(market_of(duel(), MENTORING, on=TUESDAY), best)
    for pair in ((0, 0), (1, 0), (2, 0), (0, 1)):
        told = why_not_these(found, pair, solve=best, to_organiser=True)
        yield from (*told.says, *told.moves)
    few = matched(market_of(duel()[:2] + duel()[3:5], MENTORING, on=TUESDAY), best)
    for pair in ((0, 1), (1, 0)):
        told = why_not_these(few, pair, solve=best, to_organiser=True)
        yield from (*told.says, *told.moves)
    either = matched(market_of(TWO, MENTORING, on=TUESDAY), best)
    for pair in ((0, 1), (1, 0)):
        yield from why_not_these(either, pair, solve=best).says
    alone = matched(market_of(lonely(), MENTORING, on=TUESDAY), best)
    for number in range(alone.whole.market.m):
        yield from why_not_these(alone, (0, number), solve=best).says


def of_rules() -> Iterator[str]:
    for rules in PROGRAMMES.values():
        yield from preview(rules)
    for wish in Departments:
        yield from preview(replace(MENTORING, bars=Bars(departments=wish, cool_down_yields=False)))


def of_rows() -> Iterator[str]:
    head = "id,name,role,places,offers,wants,manager,days,hours,past pairs,paused until,time zone"
    rows = (
        "a,=x,boss,-1,!!!,a:9,zed,Funday,9-9,b,soon,Berlin\na,B,mentor,,,,a,Mon,,,,\n"
        "c,B,,,,,B,,,a 2030-01-01,,\n,,mentor,,,,,,,,,\n"
    )
    for text in (
        f"{head}\n{rows}",
        "title\nx\n",
        "id,role\n",
        "id,skills,expertise\n",
        '"id",role\n"a;b",mentee\n',
        "id,role,not with,wishes\na,mentee,x,a;b;c;d;e;f\nb,mentor,,,more\n",
        "id,role,manager\na,mentee,b\nb,mentor,a\n",
        f"id,goals,role\na,{';'.join(map(str, range(60)))},mentee\n",
    ):
        taken = participants(read_table(text), zone_of=lambda _: None, bands={"x": 1}, on=TUESDAY)
        yield from (fault.says for fault in taken.faults)


@pytest.mark.parametrize("sentences", [of_pairs, of_nobody, of_others, of_rules, of_rows])
def test_each_sentence_is_known_in_german(sentences: object) -> None:
    found = set(sentences())  # type: ignore[operator]
    assert len(found) >= 8
    with translation.override("de"):
        assert sorted(each for each in found if said(each) == each) == []


def test_values_stay_as_they_are() -> None:
    with translation.override("de"):
        assert said("SQL: close to SQL tuning, offered at level 4") == (
            "SQL: nahe an SQL tuning, angeboten auf Stufe 4"
        )
        assert said("AI: not on offer; 10 working hours a week in common, all year") == (
            "AI: wird nicht angeboten; 10 gemeinsame Arbeitsstunden in der Woche, das ganze Jahr"
        )


def test_every_column_has_a_sentence_and_an_example() -> None:
    assert [each.name for each in COLUMNS if not each.says or not each.example] == []
