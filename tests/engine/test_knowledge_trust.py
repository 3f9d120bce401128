"""Trust follows from four things, and never grows better by waiting."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from journeywork.engine.knowledge import Trust
from journeywork.engine.trust import ORDER, pushable, trust

DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1))


def test_the_life_of_a_card_that_nobody_reviews() -> None:
    monday = date(2026, 3, 9)
    seen = [
        trust(reviewed_on=monday, review_days=90, flags=0, today=monday + timedelta(days=n))
        for n in (0, 89, 90, 111, 112, 1000)
    ]
    assert seen == [
        Trust.FRESH, Trust.FRESH, Trust.DUE, Trust.DUE, Trust.EXPIRED, Trust.EXPIRED
    ]  # fmt: skip


def test_only_fresh_and_due_cards_are_pushed() -> None:
    assert [pushable(state) for state in ORDER] == [True, True, False, False]


@given(DAYS, st.integers(1, 3650), st.integers(0, 3), DAYS, st.integers(0, 5000))
def test_waiting_never_makes_a_card_more_trustworthy(
    reviewed: date, review_days: int, flags: int, today: date, wait: int
) -> None:
    now = trust(reviewed_on=reviewed, review_days=review_days, flags=flags, today=today)
    later = trust(
        reviewed_on=reviewed,
        review_days=review_days,
        flags=flags,
        today=today + timedelta(days=wait),
    )
    assert ORDER.index(later) >= ORDER.index(now)


@given(DAYS, st.integers(1, 3650), DAYS)
def test_a_report_always_flags(reviewed: date, review_days: int, today: date) -> None:
    assert trust(reviewed_on=reviewed, review_days=review_days, flags=1, today=today) is (
        Trust.FLAGGED
    )


@given(DAYS, st.integers(1, 3650), st.integers(1, 3650), DAYS)
def test_a_longer_interval_never_expires_sooner(
    reviewed: date, shorter: int, more: int, today: date
) -> None:
    one = trust(reviewed_on=reviewed, review_days=shorter, flags=0, today=today)
    other = trust(reviewed_on=reviewed, review_days=shorter + more, flags=0, today=today)
    assert ORDER.index(other) <= ORDER.index(one)
