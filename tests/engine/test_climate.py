"""Seven sentences, answered from 1 to 7; told only where nobody can be made out."""

from hypothesis import given
from hypothesis import strategies as st

from journeywork.engine.climate import (
    CEILING,
    FLOOR,
    ITEMS,
    WHOLE,
    Answers,
    Figure,
    faults,
    figures,
    safer,
)

KEYS = [item.key for item in ITEMS]


def same(said: int, people: int) -> list[Answers]:
    """Return answers of people who find it all equally safe."""
    return [{item.key: safer(item, said) for item in ITEMS}] * people


def test_more_is_safer_whichever_way_an_item_is_put() -> None:
    assert [item.key for item in ITEMS if item.turned] == ["mistakes", "different", "help"]
    told = figures({"ledger": same(5, 6)})
    assert told == (
        *(Figure(group=key, item=item, mean=5.0) for item in KEYS for key in (WHOLE, "ledger")),
        Figure(group=WHOLE, item="", mean=5.0),
        Figure(group="ledger", item="", mean=5.0),
    )


def test_four_answers_tell_nothing() -> None:
    assert figures({"ledger": same(5, 4)}) == ()


def test_a_small_team_is_not_told_and_cannot_be_worked_out() -> None:
    told = figures({"ledger": same(5, 7), "harbour": same(3, 6), "mill": same(1, 2)})
    assert {figure.group for figure in told} == {WHOLE, "ledger"}


def test_an_item_that_somebody_left_out_is_told_where_five_answered_it() -> None:
    [one, *others] = same(6, 5)
    without = {key: said for key, said in one.items() if key != "risk"}
    told = figures({"ledger": [without, *others]})
    assert [figure.item for figure in told if figure.group == WHOLE] == [
        key for key in KEYS if key != "risk"
    ]


def test_ends_of_the_scale_are_not_told() -> None:
    assert {figure.mean for figure in figures({"ledger": same(7, 6)})} == {CEILING}
    assert {figure.mean for figure in figures({"ledger": same(1, 6)})} == {FLOOR}


def test_what_does_not_fit_is_named() -> None:
    assert faults({"risk": 8, "mood": 3, "help": 7}) == {
        "risk": "must be from 1 to 7",
        "mood": "is not an item",
    }


ANSWERS = st.dictionaries(st.sampled_from(KEYS), st.integers(1, 7))


@given(st.dictionaries(st.sampled_from("abcd"), st.lists(ANSWERS, max_size=9), max_size=4))
def test_every_figure_rests_on_five_answers(answered: dict[str, list[Answers]]) -> None:
    for figure in figures(answered):
        teams = answered if figure.group == WHOLE else [figure.group]
        each = [one for team in teams for one in answered[team]]
        for key in [figure.item] if figure.item else KEYS:
            assert sum(key in one for one in each) >= 5
        assert FLOOR <= figure.mean <= CEILING
