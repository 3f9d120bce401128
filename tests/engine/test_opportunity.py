"""Whatever is asked, of whichever team, on whichever day: nothing follows about fewer than five.

Who asks knows who is in which team, how figures are told, and that one had something or had not.
They keep every answer, and try all worlds that fit. The controls show that they can do it.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import combinations, product
from uuid import UUID

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from journeywork.engine.disclosure import LEAST
from journeywork.engine.opportunity import (
    WHOLE,
    Chance,
    Figure,
    figures,
    home,
    last_quarter,
    quarter,
    quarter_before,
    steps,
    told,
)

DAY = date(2026, 4, 10)


def some(first: int, count: int) -> list[UUID]:
    return [UUID(int=n) for n in range(first, first + count)]


def said(found: Sequence[Figure]) -> dict[str, tuple[int, int, int]]:
    return {one.group: (one.size, one.least, one.most) for one in found}


def test_a_small_team_is_told_by_halves_and_a_large_one_nearly_by_count() -> None:
    assert [told(count, 8) for count in (0, 3, 4, 8)] == [(0, 3), (0, 3), (4, 8), (4, 8)]
    assert [told(count, 14) for count in (0, 4, 5, 9, 10, 14)] == [
        *((0, 4), (0, 4), (5, 5), (9, 9), (10, 14), (10, 14)),
    ]


def test_of_four_people_nothing_is_told() -> None:
    with pytest.raises(ValueError, match="fewer than 5"):
        steps(4)
    assert figures({"a": some(0, 4)}, (), {Chance.DEBRIEF: some(0, 4)}) == ()


def test_a_small_rest_is_in_no_figure_of_the_whole_neither() -> None:
    teams = {"a": some(0, 12), "b": some(20, 6), "c": some(40, 3)}
    found = said(figures(teams, (), {Chance.DEBRIEF: [*some(0, 6), *some(20, 5)]}))
    assert found == {"a": (12, 6, 6), "b": (6, 3, 6), WHOLE: (18, 9, 12)}


def test_who_is_in_no_team_counts_in_the_whole_alone() -> None:
    teams = {"a": some(0, 6)}
    found = said(figures(teams, some(20, 5), {Chance.TIME: some(20, 5)}))
    assert found == {"a": (6, 0, 2), WHOLE: (11, 3, 7)}


def test_nobody_counts_twice() -> None:
    with pytest.raises(ValueError, match="twice"):
        figures({"a": some(0, 5), "b": some(4, 5)}, (), {Chance.DEBRIEF: ()})
    assert home([("Payments", UUID(int=2)), ("Billing", UUID(int=1))]) == UUID(int=1)
    assert home([]) is None


def test_quarters_follow_each_other() -> None:
    assert quarter(date(2026, 12, 31)) == date(2026, 10, 1)
    assert quarter_before(date(2026, 1, 1)) == date(2025, 10, 1)
    at = datetime(2026, 4, 1, tzinfo=UTC)
    assert last_quarter(at) == (date(2026, 1, 1), date(2026, 4, 1))
    assert last_quarter(at - timedelta(seconds=1)) == (date(2025, 10, 1), date(2026, 1, 1))


@given(st.integers(LEAST, 60))
def test_no_step_says_of_anybody_that_they_had_it_or_had_not(size: int) -> None:
    found = {told(count, size) for count in range(size + 1)}
    assert all(least < size and most > 0 for least, most in found)
    counted = [count for least, most in sorted(found) for count in range(least, most + 1)]
    assert counted == list(range(size + 1))


# Somebody who tries to work it out


@dataclass(frozen=True)
class World:
    """Who is in which team and who had what, quarter by quarter; people are numbers."""

    people: int
    teams: Sequence[Mapping[str, frozenset[int]]]
    had: Sequence[Mapping[Chance, frozenset[int]]]


CHANCES = (Chance.DEBRIEF, Chance.STRETCH)
#: What somebody knows after a question: that of these people from least to most had it.
Known = tuple[frozenset[int], int, int]


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Draw two quarters of a small organisation; in one of four all had it, in one nobody."""
    people = draw(st.integers(LEAST, 13))
    teams, had = [], []
    for _ in range(2):
        of = draw(st.lists(st.sampled_from("aab-"), min_size=people, max_size=people))
        teams.append({key: frozenset(n for n in range(people) if of[n] == key) for key in set(of)})
        teams[-1].pop("-", None)  # These are in no team.
        had.append({chance: draw(_some_of(people)) for chance in CHANCES})
    return World(people, teams, had)


def _some_of(people: int) -> st.SearchStrategy[frozenset[int]]:
    everybody = frozenset(range(people))
    among = st.frozensets(st.sampled_from(sorted(everybody)))
    return st.one_of(st.just(everybody), st.just(frozenset[int]()), among, among)


def ids(numbers: Collection[int]) -> list[UUID]:
    return [UUID(int=n) for n in numbers]


def asked(world: World, team: str, at: date, chance: Chance) -> list[Known]:
    """Ask as the room does: what was told for the last quarter that is over, and nothing else."""
    n = asked_of(at)
    if n is None:
        return []
    teams = world.teams[n]
    everybody = frozenset(range(world.people))
    found = figures(
        {key: ids(some) for key, some in teams.items()},
        ids(everybody.difference(*teams.values())),
        {key: ids(some) for key, some in world.had[n].items()},
    )
    large = [some for some in teams.values() if len(some) >= LEAST]
    rest = everybody.difference(*large)
    counted_in_all = everybody if len(rest) >= LEAST else everybody - rest
    groups = {**teams, WHOLE: counted_in_all}
    return [
        (groups[one.group], one.least, one.most)
        for one in found
        if one.chance is chance and one.group in (team, WHOLE)
    ]


def asked_of(at: date) -> int | None:
    """Return the number of the quarter that a question on a day is answered for."""
    first, _ = last_quarter(datetime(at.year, at.month, at.day, tzinfo=UTC))
    n = (first.month - 1) // 3
    return n if first.year == DAY.year and n < 2 else None


def counted(world: World, team: str, at: date, chance: Chance) -> list[Known]:
    """Ask a careless room: it counts every group of five and more, and says the count."""
    n = asked_of(at)
    if n is None:
        return []
    groups = [world.teams[n].get(team, frozenset()), frozenset(range(world.people))]
    return [exactly(group, world.had[n][chance]) for group in groups if len(group) >= LEAST]


def worked_out(people: int, known: Collection[Known]) -> list[tuple[int, ...]]:
    """Return every set of fewer than five people of whom one can say how many had it."""
    rows = np.array(list(product((0, 1), repeat=people)), dtype=np.int16)
    for group, least, most in known:
        sums = rows[:, sorted(group)].sum(axis=1)
        rows = rows[(sums >= least) & (sums <= most)]
    small = [each for size in range(1, LEAST) for each in combinations(range(people), size)]
    found = []
    for each in small:
        sums = rows[:, list(each)].sum(axis=1)
        if sums.min() == sums.max():
            found.append(each)
    return found


Question = tuple[str, int, Chance]
Room = Callable[[World, str, date, Chance], list[Known]]
QUESTIONS = st.lists(
    st.tuples(st.sampled_from("ab"), st.integers(0, 170), st.sampled_from(CHANCES)),
    min_size=2,
    max_size=12,
)


def found_out(world: World, questions: Sequence[Question], room: Room) -> list[tuple[int, ...]]:
    """Ask all questions, put together what belongs together, and work out what follows."""
    answers: dict[tuple[int | None, Chance], list[Known]] = {}
    for team, days, chance in questions:
        at = DAY + timedelta(days=days)
        answers.setdefault((asked_of(at), chance), []).extend(room(world, team, at, chance))
    every = (worked_out(world.people, known) for known in answers.values() if known)
    return [some for each in every for some in each]


@settings(max_examples=100)
@given(worlds(), QUESTIONS)
def test_no_sequence_of_questions_works_anybody_out(
    world: World, questions: list[Question]
) -> None:
    assert found_out(world, questions, asked) == []


@settings(max_examples=100, phases=[Phase.generate], database=None)
@given(st.data())
def _careless(data: st.DataObject) -> None:
    assert found_out(data.draw(worlds()), data.draw(QUESTIONS), counted) == []


def test_control_the_same_questions_work_people_out_of_a_careless_room() -> None:
    with pytest.raises(AssertionError):
        _careless()


def exactly(group: frozenset[int], had: frozenset[int]) -> Known:
    return group, len(group & had), len(group & had)


def test_control_counts_would_tell_of_everybody_when_all_had_it() -> None:
    team = frozenset(range(6))
    assert worked_out(6, [exactly(team, team)]) != []


def test_control_a_figure_of_the_whole_beside_its_teams_would_tell_of_the_small_one() -> None:
    whole, large = frozenset(range(9)), frozenset(range(6))
    had = frozenset({1, 2, 7})
    known = [exactly(whole, had), exactly(large, had)]
    assert (6, 7, 8) in worked_out(9, known)


def test_control_steps_of_the_whole_would_tell_too() -> None:
    """All of the first team and two of the second: eight of twelve is a step that they share."""
    first, second = frozenset(range(6)), frozenset(range(6, 12))
    had = first | {6, 7}
    stated = [(group, *told(len(group & had), len(group))) for group in (first, second)]
    assert worked_out(12, stated) == []
    whole = (first | second, *told(8, 12))
    assert (0,) in worked_out(12, [*stated, whole])


def test_control_asking_anew_each_day_would_tell_of_whoever_came() -> None:
    """On Monday five, on Tuesday with Ana six: counted anew, the difference is hers."""
    monday, tuesday = frozenset(range(5)), frozenset(range(6))
    had = frozenset({0, 1, 5})
    known = [exactly(monday, had), exactly(tuesday, had)]
    assert (5,) in worked_out(6, known)


def test_control_teams_that_overlap_would_tell_of_those_in_both() -> None:
    had = frozenset({0, 1, 2})
    known = [exactly(frozenset(range(6)), had), exactly(frozenset(range(1, 6)), had)]
    assert (0,) in worked_out(6, known)


def test_control_where_nothing_is_told_nothing_follows() -> None:
    assert worked_out(7, []) == []
