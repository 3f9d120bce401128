"""What answers teach: nobody counts twice, and old answers fade."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeywork.engine.feedback import LESSONS, UNKNOWN, Evidence, ResponseKind, decay, shrunk

AT = datetime(2026, 3, 10, 10, 0, tzinfo=UTC)
NOT_USEFUL, HELPED = ResponseKind.NOT_USEFUL_HERE, ResponseKind.HELPED


def later(days: float) -> datetime:
    return AT + timedelta(days=days)


def test_every_answer_teaches_something_or_nothing_on_purpose() -> None:
    assert set(LESSONS) == set(ResponseKind)


def test_nobody_has_answered_yet() -> None:
    assert Evidence().usefulness(AT) == UNKNOWN == pytest.approx(2 / 3)


def test_one_not_useful_lowers_a_trigger_and_one_helped_lifts_it() -> None:
    lower = Evidence().answered(NOT_USEFUL, AT).usefulness(AT)
    higher = Evidence().answered(HELPED, AT).usefulness(AT)
    assert (lower, higher) == (pytest.approx(4 / 7), pytest.approx(5 / 7))


def test_a_wrong_card_is_not_the_triggers_fault() -> None:
    assert Evidence().answered(ResponseKind.WRONG, AT).usefulness(AT) == UNKNOWN


def test_half_of_what_was_said_is_left_after_a_half_life() -> None:
    said = Evidence().answered(NOT_USEFUL, AT)
    assert said.seen(later(30)).not_useful == pytest.approx(0.5)
    assert said.usefulness(later(3000)) == pytest.approx(UNKNOWN)


def test_who_answers_twice_counts_once() -> None:
    once = Evidence().answered(NOT_USEFUL, AT)
    twice = once.answered(NOT_USEFUL, later(10), instead=(NOT_USEFUL, AT))
    assert twice.not_useful == pytest.approx(1.0)


def test_who_changes_their_mind_is_heard() -> None:
    once = Evidence().answered(NOT_USEFUL, AT)
    changed = once.answered(HELPED, later(10), instead=(NOT_USEFUL, AT))
    assert (changed.useful, changed.not_useful) == (1.0, pytest.approx(0.0))


answers = st.lists(
    st.tuples(st.sampled_from(list(ResponseKind)), st.floats(0, 400)), min_size=1, max_size=30
)


@given(answers)
def test_usefulness_stays_a_chance(said: list[tuple[ResponseKind, float]]) -> None:
    evidence = Evidence()
    for kind, day in sorted(said, key=lambda each: each[1]):
        evidence = evidence.answered(kind, later(day))
        assert 0.0 < evidence.usefulness(later(day)) < 1.0


@given(answers)
def test_adding_one_by_one_equals_weighing_all_at_the_end(
    said: list[tuple[ResponseKind, float]],
) -> None:
    ordered = sorted(said, key=lambda each: each[1])
    evidence = Evidence()
    for kind, day in ordered:
        evidence = evidence.answered(kind, later(day))
    end = ordered[-1][1]
    weighed = sum(LESSONS[kind].useful * decay(later(day), later(end)) for kind, day in ordered)
    assert evidence.seen(later(end)).useful == pytest.approx(weighed)


def test_a_few_answers_are_judged_mostly_as_unknown() -> None:
    assert shrunk(1, 1) == pytest.approx(5 / 7)
    assert shrunk(100, 100) > 0.98
