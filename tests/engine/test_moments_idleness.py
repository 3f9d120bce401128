"""Working hours without progress, against counting the minutes one by one."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeywork.engine.idleness import LONGEST_DAYS, working_hours
from journeywork.engine.people import WorkingTime

OFFICE = WorkingTime(zone=ZoneInfo("Europe/Berlin"))
#: Nine o'clock in Berlin.
THURSDAY = datetime(2026, 3, 12, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("days", "hours"),
    [(0, 0), (1, 8), (2, 16), (3, 16), (4, 16), (5, 24)],
)
def test_nights_and_weekends_do_not_count(days: int, hours: int) -> None:
    assert working_hours(OFFICE, THURSDAY, THURSDAY + timedelta(days=days)) == hours


def test_a_night_shift_over_the_change_of_the_clock_is_an_hour_shorter() -> None:
    nights = WorkingTime(zone=OFFICE.zone, days=frozenset({6}), starts=time(22), ends=time(6))
    saturday = datetime(2026, 3, 28, 12, tzinfo=UTC)
    assert working_hours(nights, saturday, saturday + timedelta(days=1)) == 7


def test_work_that_was_put_aside_does_not_count_for_ever() -> None:
    long_ago = THURSDAY - timedelta(days=900)
    assert working_hours(OFFICE, long_ago, THURSDAY) == working_hours(
        OFFICE, THURSDAY - timedelta(days=LONGEST_DAYS), THURSDAY
    )


hours = st.integers(0, 23).map(time)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "UTC"]),
    st.frozensets(st.integers(1, 7)),
    hours,
    hours,
    st.integers(0, 24 * 12),
    st.integers(0, 24 * 5),
)
def test_it_equals_counting_every_quarter_of_an_hour(
    zone: str, days: frozenset[int], starts: time, ends: time, ahead: int, long: int
) -> None:
    working = WorkingTime(zone=ZoneInfo(zone), days=days, starts=starts, ends=ends)
    since = datetime(2026, 3, 6, tzinfo=UTC) + timedelta(hours=ahead)
    until = since + timedelta(hours=long)
    quarters = (since + timedelta(minutes=15 * n) for n in range(long * 4))
    counted = sum(working.covers(quarter) for quarter in quarters) / 4
    # A shift that begins or ends in the hour that is skipped or comes twice may differ by it.
    assert working_hours(working, since, until) == pytest.approx(counted, abs=1.0)
