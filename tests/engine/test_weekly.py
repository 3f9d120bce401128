"""A time of the week stays at its hour, whatever the clocks do, and never piles up."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeywork.engine.weekly import WEEK, Weekly, latest, waits_since

BERLIN, AUCKLAND = ZoneInfo("Europe/Berlin"), ZoneInfo("Pacific/Auckland")
FRIDAY = Weekly(weekday=5, at=time(16))

LONG_AGO = datetime(2024, 1, 1, tzinfo=UTC)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("weekly", "now", "found"),
    [
        (FRIDAY, "2026-03-27T15:00", "2026-03-27T15:00"),  # 16:00, still winter
        (FRIDAY, "2026-03-27T14:59", "2026-03-20T15:00"),
        (FRIDAY, "2026-04-03T14:00", "2026-04-03T14:00"),  # 16:00 in summer
        (FRIDAY, "2026-10-30T15:00", "2026-10-30T15:00"),  # and in winter again
        # 02:30 is leapt over on 29 March: it comes an hour later by the clock on the wall.
        (Weekly(weekday=7, at=time(2, 30)), "2026-03-29T12:00", "2026-03-29T01:30"),
        # 02:30 comes twice on 25 October: the first.
        (Weekly(weekday=7, at=time(2, 30)), "2026-10-25T12:00", "2026-10-25T00:30"),
    ],
)
def test_it_stays_at_its_hour(weekly: Weekly, now: str, found: str) -> None:
    assert latest(weekly, zone=BERLIN, now=at(now)) == at(found)


def test_a_day_is_that_of_the_person() -> None:
    monday = Weekly(weekday=1, at=time(9))
    assert latest(monday, zone=AUCKLAND, now=at("2026-03-08T20:00")) == at("2026-03-08T20:00")


@given(
    st.integers(1, 7),
    st.times(),
    st.timedeltas(timedelta(), timedelta(days=1500)).map(lambda after: LONG_AGO + after),
    st.sampled_from((BERLIN, AUCKLAND, UTC, ZoneInfo("America/St_Johns"))),
)
def test_the_last_time_is_never_ahead_and_never_older_than_a_week(
    weekday: int, hour: time, now: datetime, zone: ZoneInfo
) -> None:
    found = latest(Weekly(weekday=weekday, at=hour), zone=zone, now=now)
    assert timedelta() <= now - found < WEEK + timedelta(hours=1)


def test_what_waits_is_the_last_week_alone() -> None:
    given = {"zone": BERLIN, "now": at("2026-03-28T09:00")}
    asked = at("2026-03-27T15:00")
    assert waits_since(FRIDAY, **given, chosen_at=at("2026-01-01T00:00")) == asked
    assert waits_since(FRIDAY, **given, chosen_at=at("2026-03-27T16:00")) is None
    assert waits_since(FRIDAY, **given, chosen_at=at("2026-01-01T00:00"), done_at=asked) is None


def test_a_week_has_seven_days() -> None:
    with pytest.raises(ValueError, match="1 to 7"):
        Weekly(weekday=8, at=time(9))
