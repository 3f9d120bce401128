"""The index in memory: BM25 that grows, replaces and forgets like a new one."""

from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeywork.engine.lexicon import (
    LENGTH_WEIGHT,
    ROUNDED_LENGTHS,
    SATURATION,
    Lexicon,
    length_byte,
)

WORDS = st.lists(st.sampled_from(["fee", "refund", "retry", "charge", "audit"]), max_size=8)
STEPS = st.lists(st.tuples(st.integers(0, 4), WORDS), max_size=12)


def found(lexicon: Lexicon[int], *terms: str) -> list[tuple[int, float]]:
    return lexicon.ranked(lexicon.score(dict.fromkeys(terms, 1.0)), limit=10)


def test_a_score_is_the_formula() -> None:
    lexicon: Lexicon[str] = Lexicon()
    lexicon.add("one", ["fee", "fee", "refund"])
    lexicon.add("two", ["charge"])
    rarity = log(1 + (2 - 1 + 0.5) / (1 + 0.5))
    norm = SATURATION * (1 - LENGTH_WEIGHT + LENGTH_WEIGHT * 3 / 2)
    ((name, score),) = lexicon.ranked(lexicon.score({"fee": 1.0}), limit=5)
    assert (name, score) == ("one", pytest.approx(rarity * (1 + SATURATION) * 2 / (2 + norm)))


def test_a_weight_multiplies_a_term() -> None:
    lexicon: Lexicon[int] = Lexicon()
    lexicon.add(1, ["fee"])
    assert lexicon.score({"fee": 2.5})[0] == pytest.approx(2.5 * lexicon.score({"fee": 1.0})[0])


def test_equal_scores_keep_the_order_in_which_things_came() -> None:
    lexicon: Lexicon[int] = Lexicon()
    for name in (3, 1, 2):
        lexicon.add(name, ["fee"])
    assert [name for name, _ in found(lexicon, "fee")] == [3, 1, 2]


def test_lengths_are_rounded_as_one_byte_can_tell() -> None:
    assert ROUNDED_LENGTHS[:42] == (*range(41), 42)
    assert ROUNDED_LENGTHS[48] == 56
    assert len(ROUNDED_LENGTHS) == 256
    assert [ROUNDED_LENGTHS[length_byte(n)] for n in (0, 40, 41, 43, 57, 100)] == [
        *(0, 40, 40, 42, 56, 96),
    ]


@given(STEPS)
def test_what_is_taken_out_leaves_no_trace(steps: list[tuple[int, list[str]]]) -> None:
    lexicon: Lexicon[int] = Lexicon()
    standing: dict[int, list[str]] = {}
    for name, terms in steps:
        if name in standing:
            lexicon.remove(name, standing.pop(name))
        lexicon.add(name, terms)
        standing[name] = terms
    fresh: Lexicon[int] = Lexicon()
    for name, terms in standing.items():
        fresh.add(name, terms)
    asked = ("fee", "refund", "retry")
    assert len(lexicon) == len(fresh)
    assert [lexicon.frequency(term) for term in asked] == [fresh.frequency(term) for term in asked]
    assert found(lexicon, *asked) == [
        (name, pytest.approx(score)) for name, score in found(fresh, *asked)
    ]
    for name, terms in standing.items():
        lexicon.remove(name, terms)
    assert (len(lexicon), found(lexicon, "fee", "charge")) == (0, [])


def test_a_name_is_given_once_and_only_what_is_there_is_taken_out() -> None:
    lexicon: Lexicon[int] = Lexicon()
    lexicon.add(1, ["fee"])
    with pytest.raises(KeyError):
        lexicon.add(1, ["refund"])
    with pytest.raises(KeyError):
        lexicon.remove(2, ["fee"])


def test_a_word_said_without_end_counts_as_often_as_can_be_kept() -> None:
    lexicon: Lexicon[int] = Lexicon()
    lexicon.add(1, ["fee"] * 70_000)
    lexicon.add(2, ["fee"])
    assert [name for name, _ in found(lexicon, "fee")] == [1, 2]
    assert lexicon.frequency("fee") == 2


def test_an_empty_index_finds_nothing() -> None:
    assert found(Lexicon(), "fee") == []
