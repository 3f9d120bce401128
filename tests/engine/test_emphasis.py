"""What counts more and what counts less in a question follows from how people write."""

import timeit
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeywork.engine.context import QueryKind
from journeywork.engine.emphasis import BEGINNINGS, PAIRS, stated, weighed
from journeywork.engine.terms import beginnings, terms


def counted(text: str, kind: QueryKind = QueryKind.HOW_TO) -> dict[str, float]:
    return {term: round(weight, 2) for term, weight in weighed(text, kind, terms).items()}


def test_each_kind_of_question_has_its_emphasis() -> None:
    assert set(PAIRS) == set(BEGINNINGS) == set(QueryKind)


def test_saying_a_word_again_helps_ever_less() -> None:
    assert counted("refund refund refund fee") == {"refund": 2.1, "fee": 1.0}


def test_what_is_quoted_is_an_example_unless_it_is_said_as_well() -> None:
    assert counted("delete 'old report' from $HOME and ~/tmp or b.txt") == {
        "delete": 1.0, "old": 0.5, "report": 0.5, "home": 0.5, "tmp": 0.5, "b.txt": 0.5, "b": 0.5,
        "txt": 0.5,
    }  # fmt: skip
    assert counted("refund the 'refund' twice") == {"refund": 1.69, "twice": 1.0}
    assert counted("don't, isn't") == {"dont": 1.0, "isnt": 1.0}


def test_the_language_of_a_how_to_says_where_and_not_what() -> None:
    assert counted("reverse list python") == {"reverse": 1.0, "list": 1.0, "python": 0.5}
    assert counted("python crashed", QueryKind.CHAT)["python"] == 1.0


def test_letters_that_stand_for_something_are_no_words() -> None:
    assert counted("X of X pods on X are down", QueryKind.ALERT) == {"pods": 1.0, "down": 1.0}
    assert counted("plan B") == {"plan": 1.0, "b": 1.0}


def test_in_a_conversation_the_last_line_asks() -> None:
    text = "hello all\nmy printer is dead\nhow do I restart cups"
    assert counted(text, QueryKind.CHAT) == {
        "restart": 1.0, "cups": 1.0, "printer": 0.8, "dead": 0.8, "hello": 0.64, "all": 0.64,
    }  # fmt: skip


def test_the_line_that_states_an_error_is_told_from_the_rest() -> None:
    text = "error: use of moved value\n --> src/main.rs\n  | x\nKeyError: 'a'"
    assert stated(text, QueryKind.ERROR) == "error: use of moved value\nKeyError: 'a'"
    assert stated(text, QueryKind.CHAT) == ""
    found = counted("error: value moved\n at main", QueryKind.ERROR)
    assert found == {"error": 3.0, "value": 3.0, "moved": 3.0, "main": 1.0}


def test_a_word_is_found_by_its_beginning() -> None:
    assert beginnings(["dictionary", "dict", "str", "e0381", "rechnungsnummer"]) == [
        "dict", "dict", "rech",
    ]  # fmt: skip


@given(st.text(max_size=300), st.sampled_from(QueryKind))
def test_any_text_is_read_and_nothing_counts_against(text: str, kind: QueryKind) -> None:
    found = weighed(text, kind, terms)
    assert all(weight > 0 for weight in found.values())
    assert found.keys() <= set(terms(text)) | set(terms(stated(text, kind)))


@pytest.mark.parametrize("unit", ["'", '"a', "`", "A ", "$a/", "error\n", "a.b "])
def test_emphasis_takes_time_in_proportion_to_the_text(unit: str) -> None:
    def took(length: int) -> float:
        text = unit * (length // len(unit))
        kind = QueryKind.ERROR
        return min(timeit.repeat(lambda: weighed(text, kind, terms), timer=process_time, number=1))

    assert took(18_000) < 60 * took(1_800) + 0.02
