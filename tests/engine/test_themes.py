"""Themes across debriefs: told where five debriefs and five people stand behind them, or not."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeywork.engine.disclosure import LEAST
from journeywork.engine.themes import FEWEST, Held, Theme, ThemeKind, step, themes

PEOPLE = [UUID(int=n) for n in range(1, 13)]


def held(*texts: str, people: int = 5, **more: str) -> Held:
    return Held(people=frozenset(PEOPLE[:people]), texts=texts, **more)


def test_a_word_of_five_debriefs_is_a_theme() -> None:
    assert themes([held("The handover was short")] * 5) == (
        Theme(kind=ThemeKind.WORD, text="handover", debriefs=5),
        Theme(kind=ThemeKind.WORD, text="short", debriefs=5),
    )


@pytest.mark.parametrize(("debriefs", "people"), [(4, 5), (5, 4)])
def test_four_of_either_are_too_few(debriefs: int, people: int) -> None:
    assert themes([held("The handover", people=people)] * debriefs) == ()


def test_often_in_one_debrief_is_not_often() -> None:
    assert themes([held(*["handover"] * 50), *[held("nothing")] * 4]) == ()


def test_places_and_kinds_of_work_recur_too() -> None:
    found = themes([held("", place="payments", work="incident")] * 6)
    assert [(one.kind, one.text) for one in found] == [
        (ThemeKind.PLACE, "payments"),
        (ThemeKind.WORK, "incident"),
    ]


def test_names_of_people_are_no_themes() -> None:
    every = [held("Bertram reviewed the handover")] * 5
    assert [one.text for one in themes(every, names=["Bertram Okoro"])] == ["handover", "reviewed"]
    assert "bertram" in [one.text for one in themes(every)]  # The control.


def test_how_often_is_told_in_steps() -> None:
    assert [step(n) for n in (4, 5, 9, 10, 19, 20)] == [0, 5, 5, 10, 10, 20]


def test_a_team_is_told_where_nothing_is_left_over_to_work_out() -> None:
    """Seven in one team and three in another: telling the seven would tell of the three."""
    seven = dict.fromkeys(PEOPLE[:7], "payments")
    three = dict.fromkeys(PEOPLE[7:10], "support")
    every = [held("The handover", people=10)] * 6
    [alone] = themes(every, teams=seven | three)
    assert alone.teams == ()
    five = dict.fromkeys(PEOPLE[7:12], "support")
    [both] = themes([held("The handover", people=12)] * 6, teams=seven | five)
    assert both.teams == ("payments", "support")


@given(
    st.lists(
        st.tuples(
            st.sets(st.sampled_from(PEOPLE), min_size=1, max_size=6),
            st.lists(st.sampled_from(("handover", "retry", "ledger", "secret")), max_size=4),
        ),
        max_size=14,
    )
)
def test_nothing_is_told_that_fewer_stand_behind(
    made: list[tuple[set[UUID], list[str]]],
) -> None:
    every = [Held(people=frozenset(people), texts=texts) for people, texts in made]
    for theme in themes(every):
        where = [one for one in every if theme.text in one.texts]
        assert len(where) >= FEWEST
        assert len(frozenset().union(*(one.people for one in where))) >= LEAST
