"""People meet at the same wall time, in everybody's hours, whatever the clocks do."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import islice
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from journeywork.engine.cadence import LENGTH, Cadence, check_ins, slots
from journeywork.engine.people import DaysOff, WorkingTime

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
SYDNEY, KOLKATA = ZoneInfo("Australia/Sydney"), ZoneInfo("Asia/Kolkata")
LORD_HOWE, AUCKLAND = ZoneInfo("Australia/Lord_Howe"), ZoneInfo("Pacific/Auckland")
SANTIAGO, LONDON = ZoneInfo("America/Santiago"), ZoneInfo("Europe/London")
CHATHAM, UTC_ZONE = ZoneInfo("Pacific/Chatham"), ZoneInfo("UTC")
ZONES = (
    *(BERLIN, NEW_YORK, SYDNEY, KOLKATA, LORD_HOWE, AUCKLAND),
    *(SANTIAGO, LONDON, CHATHAM, UTC_ZONE),
)


def works(
    zone: ZoneInfo, starts: str = "09:00", ends: str = "17:00", days: str = "12345"
) -> WorkingTime:
    return WorkingTime(
        zone=zone,
        days=frozenset(map(int, days)),
        starts=time.fromisoformat(starts),
        ends=time.fromisoformat(ends),
    )


def off(first: date, last: date | None = None) -> DaysOff:
    return DaysOff(id=uuid4(), person=uuid4(), first=first, last=last or first)


def weekly(zone: ZoneInfo, at: str, starts: date, *, every: int = 1) -> Cadence:
    return Cadence(
        every=every,
        unit="week",
        weekday=starts.isoweekday(),
        at=time.fromisoformat(at),
        zone=zone,
        starts=starts,
    )


def said(found: tuple[datetime, ...], zone: ZoneInfo) -> list[str]:
    return [f"{at.astimezone(zone):%m-%d %H:%M}" for at in found]


# The clocks change


@pytest.mark.parametrize(
    ("zone", "starts", "in_utc"),
    [
        # Spring in Europe: 29 March 2026.
        (BERLIN, date(2026, 3, 24), ["03-24 10:00", "03-31 09:00", "04-07 09:00"]),
        # Autumn in Europe: 25 October 2026.
        (BERLIN, date(2026, 10, 20), ["10-20 09:00", "10-27 10:00", "11-03 10:00"]),
        # Spring in America: 8 March 2026.
        (NEW_YORK, date(2026, 3, 3), ["03-03 16:00", "03-10 15:00", "03-17 15:00"]),
        # Autumn in the south: 5 April 2026.
        (SYDNEY, date(2026, 3, 31), ["03-31 00:00", "04-07 01:00", "04-14 01:00"]),
        # Spring in the south: 4 October 2026.
        (SYDNEY, date(2026, 9, 29), ["09-29 01:00", "10-06 00:00", "10-13 00:00"]),
        # Half an hour at once: 5 April 2026.
        (LORD_HOWE, date(2026, 3, 31), ["03-31 00:00", "04-07 00:30", "04-14 00:30"]),
        # No clock changes, and half an hour beside the others.
        (KOLKATA, date(2026, 3, 24), ["03-24 05:30", "03-31 05:30", "04-07 05:30"]),
    ],
)
def test_eleven_stays_eleven(zone: ZoneInfo, starts: date, in_utc: list[str]) -> None:
    found = check_ins(weekly(zone, "11:00", starts), hours=[works(zone)], limit=3)
    assert said(found, UTC_ZONE) == in_utc
    assert {at.astimezone(zone).time() for at in found} == {time(11)}


def test_between_zones_that_change_on_different_days_the_named_one_counts() -> None:
    """Between 8 and 29 March New York is an hour nearer to Berlin."""
    found = check_ins(
        weekly(BERLIN, "16:00", date(2026, 3, 3)), hours=[works(BERLIN), works(NEW_YORK)], limit=5
    )
    assert said(found, BERLIN) == [f"{day} 16:00" for day in FIVE]
    assert [at.astimezone(NEW_YORK).hour for at in found] == [10, 11, 11, 11, 10]


FIVE = ("03-03", "03-10", "03-17", "03-24", "03-31")


def test_a_time_that_the_clock_leaps_over_comes_as_much_later() -> None:
    """29 March 2026, 2:30 does not exist in Berlin; on a night shift it is worked through."""
    night = works(BERLIN, "22:00", "06:00", "1234567")
    found = check_ins(weekly(BERLIN, "02:30", date(2026, 3, 22)), hours=[night], limit=3)
    assert said(found, BERLIN) == ["03-22 02:30", "03-29 03:30", "04-05 02:30"]


def test_a_time_that_comes_twice_is_taken_the_first_time() -> None:
    """25 October 2026, 2:30 comes twice in Berlin."""
    night = works(BERLIN, "22:00", "06:00", "1234567")
    found = check_ins(weekly(BERLIN, "02:30", date(2026, 10, 18)), hours=[night], limit=3)
    assert said(found, UTC_ZONE) == ["10-18 00:30", "10-25 00:30", "11-01 01:30"]


# Everybody's hours


def test_it_moves_to_the_nearest_time_that_all_work() -> None:
    cases = {
        # Too early for New York.
        "11:00": (works(NEW_YORK), "15:00"),
        # Too late for Kolkata: the last half hour.
        "16:00": (works(KOLKATA), "12:00"),
    }
    for wall, (other, moved) in cases.items():
        found = check_ins(
            weekly(BERLIN, wall, date(2026, 2, 3)), hours=[works(BERLIN), other], limit=1
        )
        assert said(found, BERLIN) == [f"02-03 {moved}"]


def test_a_night_shift_meets_the_day_at_its_edge() -> None:
    """Who works from 22 to 6 meets who works from 5 between 5 and 6."""
    found = check_ins(
        weekly(LONDON, "11:00", date(2026, 6, 2)),
        hours=[works(LONDON, "22:00", "06:00"), works(LONDON, "05:00", "13:00")],
        limit=2,
    )
    assert said(found, LONDON) == ["06-02 05:30", "06-09 05:30"]


def test_the_night_after_the_last_day_belongs_to_that_day() -> None:
    """Friday's shift ends on Saturday morning; Sunday's does not exist."""
    night = works(LONDON, "22:00", "06:00")
    found = check_ins(weekly(LONDON, "02:00", date(2026, 6, 6)), hours=[night], limit=1)
    assert said(found, LONDON) == ["06-06 02:00"]
    found = check_ins(weekly(LONDON, "02:00", date(2026, 6, 7)), hours=[night], limit=1)
    assert said(found, LONDON) == ["06-08 22:00"]


def test_where_nobody_shares_an_hour_the_wall_time_stays() -> None:
    found = check_ins(
        weekly(BERLIN, "18:00", date(2026, 1, 10)),  # A Saturday.
        hours=[works(BERLIN), works(ZoneInfo("America/Los_Angeles"))],
        limit=2,
    )
    assert said(found, BERLIN) == ["01-12 18:00", "01-19 18:00"]


# Days off


def test_a_day_off_of_one_moves_it_to_the_next_day_that_all_work() -> None:
    found = check_ins(
        weekly(BERLIN, "11:00", date(2026, 6, 5)),  # Fridays.
        hours=[works(BERLIN), works(LONDON)],
        off=[[off(date(2026, 6, 12))], [off(date(2026, 6, 15), date(2026, 6, 15))]],
        limit=3,
    )
    assert said(found, BERLIN) == ["06-05 11:00", "06-16 11:00", "06-19 11:00"]


def test_it_is_skipped_where_no_day_before_the_next_one_fits() -> None:
    found = check_ins(
        weekly(BERLIN, "11:00", date(2026, 6, 1)),
        hours=[works(BERLIN)],
        off=[[off(date(2026, 6, 8), date(2026, 6, 14))]],
        limit=2,
    )
    assert said(found, BERLIN) == ["06-01 11:00", "06-15 11:00"]
    daily = Cadence(every=1, unit="day", at=time(9), zone=BERLIN, starts=date(2026, 6, 4))
    found = check_ins(daily, hours=[works(BERLIN)], limit=4)
    assert said(found, BERLIN) == [f"{day} 09:00" for day in ("06-04", "06-05", "06-08", "06-09")]


def test_a_day_off_is_one_where_the_person_is() -> None:
    """9:00 on Thursday in Auckland is Wednesday in New York."""
    hours = [works(AUCKLAND), works(NEW_YORK, "12:00", "20:00")]
    cadence = weekly(AUCKLAND, "09:00", date(2026, 6, 4))
    wednesday = [[], [off(date(2026, 6, 3))]]
    thursday = [[], [off(date(2026, 6, 4))]]
    assert said(check_ins(cadence, hours=hours, off=wednesday, limit=1), AUCKLAND) == [
        "06-05 09:00"
    ]
    assert said(check_ins(cadence, hours=hours, off=thursday, limit=1), AUCKLAND) == ["06-04 09:00"]


# Months, ends, and going on


def test_a_month_that_is_too_short_takes_its_last_day() -> None:
    cadence = Cadence(every=1, unit="month", at=time(11), zone=BERLIN, starts=date(2026, 1, 31))
    found = check_ins(cadence, hours=[works(BERLIN, days="1234567")], limit=4)
    assert said(found, BERLIN) == ["01-31 11:00", "02-28 11:00", "03-31 11:00", "04-30 11:00"]


def test_the_same_weekday_of_the_month_comes_round() -> None:
    def of(starts: date) -> list[str]:
        cadence = Cadence(every=1, unit="month", weekday=5, at=time(11), zone=BERLIN, starts=starts)
        return said(check_ins(cadence, hours=[works(BERLIN)], limit=4), BERLIN)

    assert of(date(2026, 1, 5)) == ["01-09 11:00", "02-13 11:00", "03-13 11:00", "04-10 11:00"]
    # The fifth Friday, or the last.
    assert of(date(2026, 1, 28)) == ["01-30 11:00", "02-27 11:00", "03-27 11:00", "04-24 11:00"]


def test_the_last_day_counts_and_nothing_moves_beyond_it() -> None:
    cadence = Cadence(
        every=1, unit="week", weekday=6, at=time(11), zone=BERLIN, starts=date(2026, 6, 1),
        until=date(2026, 6, 14),
    )  # fmt: skip
    found = check_ins(cadence, hours=[works(BERLIN)], limit=9)
    assert said(found, BERLIN) == ["06-08 11:00"]


def test_nobody_meets_nobody() -> None:
    cadence = weekly(BERLIN, "11:00", date(2026, 6, 1))
    assert check_ins(cadence, hours=[], limit=3) == ()
    assert check_ins(cadence, hours=[works(BERLIN, days="")], limit=3) == ()


@pytest.mark.parametrize(
    "wrong", [{"every": 0}, {"every": 367}, {"unit": "year"}, {"weekday": 8}, {"weekday": 0}]
)
def test_what_cannot_come_round_is_no_cadence(wrong: dict[str, object]) -> None:
    fitting = {
        "every": 1,
        "unit": "week",
        "at": time(9),
        "zone": BERLIN,
        "starts": date(2026, 1, 1),
    }
    with pytest.raises(ValueError, match=r"comes round|day of the week"):
        Cadence(**{**fitting, **wrong})  # type: ignore[arg-type]


# Whatever people's hours are


@st.composite
def shifts(draw: st.DrawFn) -> WorkingTime:
    """At least two hours a day, at any time of day; nights, too."""
    begins = draw(st.integers(0, 47)) * 30
    ends = (begins + draw(st.integers(4, 40)) * 30) % (24 * 60)
    assume(ends != begins)
    return WorkingTime(
        zone=draw(st.sampled_from(ZONES)),
        days=draw(st.frozensets(st.integers(1, 7), min_size=1)),
        starts=time(begins // 60, begins % 60),
        ends=time(ends // 60, ends % 60),
    )


CADENCES = st.builds(
    Cadence,
    every=st.integers(1, 3),
    unit=st.sampled_from(["day", "week", "month"]),
    weekday=st.none() | st.integers(1, 7),
    at=st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30])),
    zone=st.sampled_from(ZONES),
    starts=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
)
OFF = st.builds(
    lambda first, days: off(first, first + timedelta(days=days)),
    st.dates(date(2026, 1, 1), date(2028, 3, 1)),
    st.integers(0, 20),
)


def share_an_hour(hours: list[WorkingTime]) -> bool:
    """Tell, by trying, whether all work for the length of a check-in somewhere in a week."""
    monday = datetime(2026, 6, 1, tzinfo=UTC)
    tried = (monday + timedelta(minutes=15 * n) for n in range(7 * 96))
    return any(all(each.covers(at) for each in hours) for at in tried)


@given(CADENCES, st.lists(shifts(), min_size=1, max_size=3), st.data())
def test_a_check_in_is_always_in_everybodys_hours(
    cadence: Cadence, hours: list[WorkingTime], data: st.DataObject
) -> None:
    assume(share_an_hour(hours))
    away = [data.draw(st.lists(OFF, max_size=2)) for _ in hours]
    found = list(islice(slots(cadence, hours=hours, off=away), 6))
    for slot in found:
        for each, days in zip(hours, away, strict=True):
            assert each.covers(slot.at) or not share_from(slot.planned, cadence.zone, hours)
            assert not any(one.covers(day_of(each, slot.at)) for one in days)


def share_from(day: date, zone: tzinfo, hours: list[WorkingTime]) -> bool:
    """Tell the same of the week that begins with a day."""
    begins = datetime.combine(day, time(), zone).astimezone(UTC)
    ends = datetime.combine(day + timedelta(days=7), time(), zone).astimezone(UTC)
    tried = (begins + timedelta(minutes=15 * n) for n in range(7 * 96 + 8))
    return any(all(each.covers(at) for each in hours) for at in tried if at < ends)


def day_of(working: WorkingTime, at: datetime) -> date:
    """The day to which an instant belongs where somebody is; a night belongs to its evening."""
    local = at.astimezone(working.zone)
    night = working.ends < working.starts and local.time() < working.ends
    return local.date() - timedelta(days=1) if night else local.date()


@given(CADENCES, shifts())
def test_the_wall_time_stays_wherever_it_is_worked(cadence: Cadence, working: WorkingTime) -> None:
    """On its own day, with time to the end of the hours, a check-in is at the wall time."""
    for slot in islice(slots(cadence, hours=[working]), 6):
        wall = datetime.combine(slot.planned, cadence.at, cadence.zone)
        during = [wall.astimezone(UTC) + LENGTH * part / 6 for part in range(-1, 8)]
        if all(working.covers(at) for at in during) and exists(wall):
            assert slot.at.astimezone(cadence.zone).replace(tzinfo=None) == wall.replace(
                tzinfo=None
            )


def exists(wall: datetime) -> bool:
    back = wall.astimezone(UTC).astimezone(wall.tzinfo)
    return back.replace(tzinfo=None) == wall.replace(tzinfo=None)


@given(CADENCES, st.lists(shifts(), min_size=1, max_size=2))
def test_check_ins_come_in_order_one_for_each_day_of_the_cadence(
    cadence: Cadence, hours: list[WorkingTime]
) -> None:
    found = list(islice(slots(cadence, hours=hours), 8))
    planned = [slot.planned for slot in found]
    assert planned == sorted(set(planned))
    assert [slot.at for slot in found] == sorted(slot.at for slot in found)


@given(CADENCES, st.lists(shifts(), min_size=1, max_size=2), st.integers(1, 6))
def test_going_on_after_a_time_changes_nothing_of_what_follows(
    cadence: Cadence, hours: list[WorkingTime], seen: int
) -> None:
    found = check_ins(cadence, hours=hours, limit=8)
    assume(len(found) > seen)
    later = check_ins(cadence, hours=hours, limit=len(found) - seen, after=found[seen - 1])
    assert later == found[seen:]
