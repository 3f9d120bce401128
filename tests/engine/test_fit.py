"""From people and rules to a market: parts add up, nothing counts without evidence."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeywork.engine.fit.apart import Apart
from journeywork.engine.fit.features import shares
from journeywork.engine.fit.hours import shared
from journeywork.engine.fit.market_of import Round, market_of
from journeywork.engine.fit.participants import Participant, Past, Role, Wanted
from journeywork.engine.fit.parts import NOTHING_WANTED, why
from journeywork.engine.fit.rules import MENTORING, PROGRAMMES, Bars, Departments, Rules, Weights
from journeywork.engine.fit.skills import names, strength
from journeywork.engine.matching.market import fit_of
from journeywork.engine.people import Skill
from tests.engine.matched import TUESDAY, crowds, hours, mentee, mentor

OPEN = replace(MENTORING, bars=Bars(common_language=False, least_hours=0, least_gap=None))


def fits(*people: Participant, rules: Rules = MENTORING) -> dict[tuple[str, str], int | None]:
    whole = market_of(people, rules, on=TUESDAY)
    return {
        (whole.who.seekers[i].key, whole.who.givers[j].key): fit_of(whole.market, i, j)
        for i, j in product(range(whole.market.n), range(whole.market.m))
    }


def parts(whole: Round, pair: tuple[int, int] = (0, 0)) -> dict[str, tuple[int, str]]:
    return {part.name: (int(part.value), part.says) for part in why(whole, pair).parts}


def counts(wanted: str, offered: str, level: int = 5) -> int:
    known = names()
    return strength(known, known.meant(wanted), Skill(name=offered, level=level))


@pytest.mark.parametrize(
    ("wanted", "offered", "expected"),
    [
        ("AI", "retail", 0),
        ("US", "Australia", 0),
        ("US", "business", 0),
        ("Java", "JavaScript", 0),
        ("C", "C++", 0),
        ("C++", "C#", 0),
        ("R", "R&D", 0),
        ("project management", "product management", 0),
        ("management", "stakeholder management", 0),
        ("Go", "go to market", 0),
        ("testing Python", "Python testing tools", 0),
        ("AI", "Artificial Intelligence", 1000),
        ("usa", "U.S.", 1000),
        ("Postgres", "PostgreSQL", 1000),
        ("k8s", "Kubernetes", 1000),
        ("C++", "cpp", 1000),
        (".NET", "dotnet", 1000),
        ("Code reviews", "code review", 1000),
        ("Führung", "fuhrung", 1000),
        ("AI", "AI ethics", 500),
        ("AI ethics", "artificial intelligence", 500),
        ("Python", "Python testing", 500),
        ("हिन्दी", "हिन्दी", 1000),
        ("C", "C ++", 0),
        ("C", "C #", 0),
        ("F", "F #", 0),
        ("C++", "C ++", 1000),
        ("C#", "C #", 1000),
        ("C++", "C++11", 500),
        ("SQL", "Python+SQL", 500),
        ("Python", "Python + SQL", 500),
        ("Python", "#Python", 1000),
        (".NET", "Net", 0),
        (".NET", ".NET Core", 500),
        ("dotnet", ".NET 8", 500),
    ],
)
def test_case_3_words_and_phrases_match_and_parts_of_words_never(
    wanted: str, offered: str, expected: int
) -> None:
    assert counts(wanted, offered) == expected


def test_other_names_of_a_skill_can_be_said_in_the_rules() -> None:
    people = (mentee("ana", "our platform"), mentor("ben", "Kubernetes"))
    without = fits(*people, rules=OPEN)
    known = replace(OPEN, also_called=(("Kubernetes", "our platform"),))
    assert without[("ana", "ben")] == 0
    assert fits(*people, rules=known)[("ana", "ben")] == 4500 * 8 // 10


def test_what_the_rules_say_that_a_name_means_is_what_it_means() -> None:
    known = names([("Customer insight", "CI"), ("Platform", "node", "k8s")])

    def says(wanted: str, offered: str) -> int:
        return strength(known, known.meant(wanted), Skill(name=offered, level=5))

    assert says("CI", "Customer insight") == 1000
    assert says("CI", "Continuous integration") == 0
    assert says("Node.js", "Kubernetes") == 0
    assert says("nodejs", "Node.js") == 1000
    # The control: without them it is what everybody means; and a skill itself keeps its names.
    assert counts("CI", "Continuous integration") == 1000
    more = names([("our platform", "Kubernetes")])
    assert strength(more, more.meant("our platform"), Skill(name="k8s", level=5)) == 1000


def test_goals_are_compared_by_all_of_their_words() -> None:
    one, other = (
        "I would like to learn more about how to lead",
        "I would like to learn more about how to write",
    )
    ana, ben = mentee("ana", goals=(one,)), mentor("ben", goals=(other,))
    dora = mentor("dora", goals=(one.upper(),))
    found = fits(ana, ben, dora, rules=OPEN)
    assert (found["ana", "ben"], found["ana", "dora"]) == (0, 1200)


def test_somebody_who_is_wished_for_twice_counts_by_the_first_wish() -> None:
    ben = mentor("ben")
    once, twice = (mentee("ana", wishes=keys) for keys in (("ben",), ("ben", "cleo", "ben")))
    assert fits(once, ben, rules=OPEN) == fits(twice, ben, rules=OPEN) == {("ana", "ben"): 1000}
    leo = mentee("ana", wishes=())
    back = [replace(ben, wishes=keys) for keys in (("ana",), ("ana", "cleo", "ana"))]
    assert [fits(leo, each, rules=OPEN)["ana", "ben"] for each in back] == [500, 500]


def test_a_level_counts_and_a_wish_counts_once_however_many_skills_are_close_to_it() -> None:
    ana = mentee("ana", "Python")
    assert fits(ana, mentor("ben", "Python", level=5), rules=OPEN)[("ana", "ben")] == 4500
    assert fits(ana, mentor("ben", "Python", level=1), rules=OPEN)[("ana", "ben")] == 900
    many = mentor("ben", "Python testing", "Python packaging", "Python typing", level=5)
    assert fits(ana, many, rules=OPEN)[("ana", "ben")] == 2250


def test_what_is_wanted_more_counts_more_and_all_of_it_counts_what_the_weight_says() -> None:
    wants = (Wanted(name="Python", weight=3), Wanted(name="SQL", weight=1))
    ana = Participant(key="ana", name="Ana", role=Role.MENTEE, wants=wants)
    one, other = mentor("ben", "Python", level=5), mentor("dora", "SQL", level=5)
    both = mentor("emil", "Python", "SQL", level=5)
    assert fits(ana, one, other, both, rules=OPEN) == {
        ("ana", "ben"): 3375,
        ("ana", "dora"): 1125,
        ("ana", "emil"): 4500,
    }


@given(st.integers(0, 10_000), st.lists(st.integers(1, 3), min_size=1, max_size=9))
def test_shares_add_up_to_the_whole(whole: int, weights: list[int]) -> None:
    assert sum(shares(whole, weights)) == whole


@given(crowds, st.sampled_from(list(PROGRAMMES.values())))
@settings(max_examples=40)
def test_parts_add_up_to_the_fit_and_none_has_points_without_words(
    people: list[Participant], rules: Rules
) -> None:
    whole = market_of(people, rules, on=TUESDAY)
    for pair in product(range(whole.market.n), range(whole.market.m)):
        fit = whole.fit(pair)
        if fit is None:
            continue
        found = why(whole, pair)
        assert sum(part.value for part in found.parts) == fit == found.points
        assert [part.name for part in found.parts if part.value and not part.says] == []
        assert -rules.weights.past * 100 <= fit <= found.most


@given(crowds, st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_the_order_of_rows_changes_nothing(people: list[Participant], chance: object) -> None:
    shuffled = list(people)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert fits(*people) == fits(*shuffled)


def test_case_15_no_evidence_no_points() -> None:
    ana, ben = mentee("ana", "Python", goals=("first lead role",)), mentor("ben", "retail")
    whole = market_of((ana, ben), MENTORING, on=TUESDAY)
    found = why(whole, (0, 0))
    assert (found.points, found.rests_on) == (0, False)
    assert [part for part in found.parts if part.value] == []
    assert parts(whole)["note"] == (0, NOTHING_WANTED)
    assert parts(whole)["skills"] == (0, "Python: not on offer")


def test_the_words_name_what_was_found() -> None:
    ana = mentee(
        "ana", "AI", "SQL", "Go", goals=("first lead role",), hours=hours(), seniority=2,
        languages=("pt", "en"), department="Payments", wishes=("ben",), confirmed_on=TUESDAY,
        past=(Past(partner="ben", on=TUESDAY.replace(year=2024)),),
    )  # fmt: skip
    ben = mentor(
        "ben", "artificial intelligence", "SQL tuning", goals=("First lead role",), seniority=4,
        hours=hours("America/New_York"), languages=("en",), department="Support",
        confirmed_on=TUESDAY,
    )  # fmt: skip
    assert parts(market_of((ana, ben), MENTORING, on=TUESDAY)) == {
        "skills": (
            1800,
            (
                "AI: offered as artificial intelligence at level 4; Go: not on offer; "
                "SQL: close to SQL tuning, offered at level 4"
            ),
        ),
        "goals": (1200, "both have the goal first lead role"),
        "hours": (1300, "10 to 15 working hours a week in common, as the clocks change"),
        "seniority": (1000, "the mentor is 2 bands ahead"),
        "languages": (0, "both speak en"),
        "department": (500, "in different departments"),
        "freshness": (200, "both have lately confirmed what they said of themselves"),
        "wishes": (1000, "wish 1 of the mentee"),
        "past": (-1000, "were a pair before, last on 2024-03-10"),
    }


def test_hours_in_common_are_hours_of_the_week_and_the_least_of_the_year() -> None:
    here = [hours("Europe/Berlin")]
    there = [
        hours("Europe/Berlin"),
        hours("America/New_York"),  # Clocks change weeks apart: 2 hours a day, for weeks 3.
        hours("Asia/Kolkata"),  # 3.5 hours ahead in summer, 4.5 in winter.
        hours("Asia/Kathmandu"),  # Quarters of an hour.
        hours("America/Los_Angeles"),
        hours("Asia/Tokyo", 17, 1),  # Late hours meet early ones; an offset would not say so.
    ]
    found = shared(here, there, on=TUESDAY)
    assert found.least.tolist() == [[2400, 600, 1050, 975, 0, 2100]]
    assert found.most.tolist() == [[2400, 900, 1350, 1275, 0, 2400]]


def test_hours_do_not_depend_on_the_weekday_on_which_they_are_counted() -> None:
    """In Jerusalem clocks change on a Friday, in Berlin on the Sunday after: two days count too."""
    here, there = [hours("Asia/Jerusalem", 9, 12)], [hours("Europe/Berlin", 9, 12)]
    found = [
        shared(here, there, on=TUESDAY.replace(month=1, day=day)).least.tolist()
        for day in range(1, 8)
    ]
    assert found == [[[300]]] * 7


def test_whole_days_are_whole_and_meet_all_hours() -> None:
    whole = replace(
        hours(), starts=hours().starts.replace(hour=0), ends=hours().starts.replace(hour=0)
    )
    assert shared([whole], [hours(), whole], on=TUESDAY).least.tolist() == [[2400, 7200]]


def test_a_night_shift_goes_on_into_the_next_day_and_from_sunday_into_monday() -> None:
    from journeywork.engine.people import WorkingTime

    night = replace(hours(starts=22, ends=6), days=frozenset({7}))
    early = WorkingTime(zone=night.zone, days=frozenset({1}), starts=night.starts.replace(hour=4))
    assert shared([night], [early], on=TUESDAY).least.tolist() == [[120]]


@given(crowds)
@settings(max_examples=40)
def test_nobody_is_put_together_against_a_rule(people: list[Participant]) -> None:
    whole = market_of(people, MENTORING, on=TUESDAY)
    for (i, j), (one, other) in zip(
        product(range(whole.market.n), range(whole.market.m)),
        product(whole.who.seekers, whole.who.givers),
        strict=True,
    ):
        if fit_of(whole.market, i, j) is None:
            continue
        assert one.key != other.key
        assert other.key not in one.chain
        assert one.key not in other.chain
        assert not one.chain or one.chain[:1] != other.chain[:1]
        assert other.key not in one.blocks
        assert one.key not in other.blocks
        assert not one.languages or not other.languages or {*one.languages} & {*other.languages}
        assert None in (one.seniority, other.seniority) or one.seniority <= other.seniority  # type: ignore[operator]
        assert whole.criteria.minutes(i, j) is None or whole.criteria.minutes(i, j)[0] >= 120  # type: ignore[index]


def test_who_takes_no_part_is_told_why() -> None:
    people = (
        mentor("ben", "Python", places=2, taken=2),
        mentor("cleo", "Python", paused_until=TUESDAY.replace(month=5, day=1)),
        mentor("dora", "Python", paused_until=TUESDAY),
        mentee("ana", "Python", paused_until=TUESDAY.replace(day=11)),
    )
    whole = market_of(people, MENTORING, on=TUESDAY)
    assert [(each.who.key, each.says) for each in whole.aside] == [
        ("ana", "paused until 2026-03-11"),
        ("ben", "no place is free: 2 of 2 are taken"),
        ("cleo", "paused until 2026-05-01"),
    ]
    assert [each.key for each in whole.who.givers] == ["dora"]


def test_staged_pairs_take_places() -> None:
    whole = market_of(
        (mentor("ben", places=3, taken=2), mentee("ana", wanted=2)), MENTORING, on=TUESDAY
    )
    assert (whole.market.capacity.tolist(), whole.market.demand.tolist()) == ([1], [2])


@pytest.mark.parametrize(
    ("wish", "same", "other"),
    [
        (Departments.ANY, 0, 0),
        (Departments.PREFER_OTHER, 0, 500),
        (Departments.PREFER_SAME, 500, 0),
        (Departments.OTHER, None, 0),
        (Departments.SAME, 0, None),
    ],
)
def test_departments(wish: Departments, same: int | None, other: int | None) -> None:
    rules = replace(OPEN, bars=replace(OPEN.bars, departments=wish))
    ana = mentee("ana", department="Payments")
    ben, dora = mentor("ben", department="payments "), mentor("dora", department="Support")
    assert fits(ana, ben, dora, rules=rules) == {("ana", "ben"): same, ("ana", "dora"): other}


def test_the_reporting_line_and_peers_of_one_manager() -> None:
    ana = mentee("ana", chain=("dora", "emil"))
    people = (ana, mentor("dora"), mentor("emil"), mentor("ben", chain=("dora",)), mentor("cleo"))
    assert [key[1] for key, fit in fits(*people).items() if fit is None] == ["ben", "dora", "emil"]
    loose = replace(MENTORING, bars=Bars(reporting_line=False, same_manager=False))
    assert None not in fits(*people, rules=loose).values()


def test_a_cool_down_bars_and_what_is_past_halves() -> None:
    ana = mentee("ana", past=(Past(partner="ben", on=TUESDAY.replace(year=2025, day=11)),))
    ben = mentor("ben", past=(Past(partner="ana", on=TUESDAY.replace(year=2023)),))
    assert fits(ana, ben)[("ana", "ben")] is None
    none = replace(MENTORING, bars=Bars(cool_down_days=364))
    assert fits(ana, ben, rules=none)[("ana", "ben")] == -1416


def test_a_block_holds_both_ways_and_in_a_list_of_its_own() -> None:
    ana, ben = mentee("ana", "Python"), mentor("ben", "Python")
    for people in (
        (replace(ana, blocks=frozenset({"ben"})), ben),
        (ana, replace(ben, blocks=frozenset({"ana"}))),
    ):
        whole = market_of(people, MENTORING, on=TUESDAY)
        assert fit_of(whole.market, 0, 0) is None
        assert whole.fit((0, 0)) == 3600
        assert [reason for reason in Apart if whole.apart[reason]] == [Apart.BLOCK]


def test_weights_add_up_to_what_two_who_fit_in_everything_have() -> None:
    assert Weights().most == 10_700
