"""One budget for all that is pushed, counted in the person's own days and weeks."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeywork.engine.attention import History, Policy, days
from journeywork.engine.feedback import Evidence, ResponseKind
from journeywork.engine.people import WorkingTime

AT = datetime(2026, 3, 10, 10, 0, tzinfo=UTC)
OFFICE = WorkingTime(zone=ZoneInfo("Europe/Berlin"))
NIGHT = WorkingTime(zone=ZoneInfo("Europe/Berlin"), starts=time(22), ends=time(6))


def berlin(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Berlin")).astimezone(UTC)


def test_a_night_shift_belongs_to_the_day_on_which_it_starts() -> None:
    assert days(NIGHT, berlin("2026-03-11T02:00")) == (date(2026, 3, 11), date(2026, 3, 10))
    assert days(NIGHT, berlin("2026-03-11T23:00")) == (date(2026, 3, 11), date(2026, 3, 11))
    assert days(OFFICE, berlin("2026-03-11T02:00")) == (date(2026, 3, 11), date(2026, 3, 11))


def test_neither_the_shift_nor_the_calendar_day_may_be_overspent() -> None:
    evening, morning = berlin("2026-03-10T23:00"), berlin("2026-03-11T05:00")
    history = History(working_time=NIGHT, pushes=(evening, evening))
    assert history.spent_today(morning) == 2
    again = History(working_time=NIGHT, pushes=(morning, morning))
    assert again.spent_today(berlin("2026-03-11T23:00")) == 2
    assert again.spent_today(berlin("2026-03-12T01:00")) == 0


def test_the_day_turns_at_local_midnight() -> None:
    history = History(working_time=OFFICE, pushes=(berlin("2026-03-10T23:59"),))
    assert history.spent_today(berlin("2026-03-10T00:01")) == 1
    assert history.spent_today(berlin("2026-03-11T00:01")) == 0


def test_the_week_turns_on_monday_also_over_the_turn_of_the_year() -> None:
    history = History(working_time=OFFICE, pushes=(berlin("2025-12-29T10:00"),))
    assert history.spent_this_week(berlin("2026-01-04T10:00")) == 1
    assert history.spent_this_week(berlin("2026-01-05T10:00")) == 0


@pytest.mark.parametrize("day", ["2026-03-28", "2026-03-29", "2026-10-24", "2026-10-25"])
def test_hours_stay_the_same_on_the_clock_when_the_clock_changes(day: str) -> None:
    every_day = WorkingTime(zone=OFFICE.zone, days=frozenset(range(1, 8)))
    open_at = [h for h in range(24) if every_day.covers(berlin(f"{day}T{h:02}:30"))]
    assert open_at == [9, 10, 11, 12, 13, 14, 15, 16]


def test_a_pause_ends_by_itself_on_its_day_where_the_person_is() -> None:
    history = History(working_time=OFFICE, paused_until=date(2026, 3, 11))
    assert history.paused(berlin("2026-03-10T23:30"))
    assert not history.paused(berlin("2026-03-11T00:30"))


def test_a_snooze_ends_at_its_time() -> None:
    history = History(working_time=OFFICE, snoozed_until=AT)
    assert history.snoozed(AT - timedelta(seconds=1))
    assert not history.snoozed(AT)


def test_not_useful_here_quiets_the_trigger_for_whoever_said_so_for_a_while() -> None:
    history = History(working_time=OFFICE, not_here={"first_area": AT})
    policy = Policy(quiet_days=14)
    assert history.quiet_until("first_area", AT, policy) == AT + timedelta(days=14)
    assert history.quiet_until("first_area", AT + timedelta(days=14), policy) is None
    assert history.quiet_until("risky_step", AT, policy) is None


def test_a_trigger_that_did_not_help_must_fit_better_and_recovers() -> None:
    said = Evidence()
    for _ in range(5):
        said = said.answered(ResponseKind.NOT_USEFUL_HERE, AT)
    history = History(working_time=OFFICE, evidence={"first_area": said})
    assert history.strictness("first_area", AT) == pytest.approx(11 / 6)
    assert history.strictness("first_area", AT + timedelta(days=300)) == pytest.approx(1, abs=0.01)
    assert history.strictness("risky_step", AT) == 1.0


def test_a_trigger_that_helped_is_not_made_pushy() -> None:
    helped = Evidence().answered(ResponseKind.HELPED, AT)
    assert History(working_time=OFFICE, evidence={"a": helped}).strictness("a", AT) == 1.0


def test_a_policy_names_what_does_not_fit() -> None:
    assert Policy().faults() == {}
    assert Policy(withheld=0.0).faults() == {}
    assert list(Policy(per_day=-1, withheld=0.9).faults()) == ["per_day", "withheld"]
    assert list(Policy(per_day=5, per_week=3).faults()) == ["per_week"]


zones = st.sampled_from(
    [
        "UTC",
        "Europe/Berlin",
        "America/New_York",
        "Asia/Kathmandu",
        "Australia/Lord_Howe",
        "Pacific/Apia",
    ]
)
times = st.integers(0, 2 * 365 * 24 * 60).map(lambda minutes: AT + timedelta(minutes=minutes))


@given(zones, times, st.times(), st.times())
def test_a_shift_begins_on_the_calendar_day_or_the_day_before(
    zone: str, at: datetime, starts: time, ends: time
) -> None:
    working = WorkingTime(zone=ZoneInfo(zone), starts=starts, ends=ends)
    calendar, shift = days(working, at)
    assert calendar - shift in {timedelta(0), timedelta(days=1)}
