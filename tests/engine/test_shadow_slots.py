"""Times for a visit: in the hours of both, on nothing that either has, whatever the clocks do."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeywork.engine.people import DaysOff, WorkingTime
from journeywork.engine.shadow_slots import AHEAD, MOST, Calendar, fits_both, propose
from journeywork.engine.stretches import Stretch, shared, without

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
HOUR = timedelta(hours=1)
#: A Friday: on the Sunday after it, clocks in Berlin leap; New York's have done so weeks ago.
FRIDAY = datetime(2026, 3, 27, 8, 0, tzinfo=UTC)


def works(zone: ZoneInfo, starts: int = 9, ends: int = 17) -> WorkingTime:
    return WorkingTime(zone=zone, starts=time(starts), ends=time(ends))


def local(found: tuple[Stretch, ...], zone: ZoneInfo) -> list[str]:
    return [f"{starts.astimezone(zone):%a %d %H:%M}" for starts, _ends in found]


def test_times_are_around_ten_and_two_in_turn_one_a_day() -> None:
    both = Calendar(hours=works(BERLIN))
    found = propose(both, both, after=FRIDAY, length=HOUR)
    assert local(found, BERLIN) == ["Fri 27 11:00", "Mon 30 14:00", "Tue 31 11:00", "Wed 01 15:00"]


def test_the_hours_that_two_zones_share_move_with_the_clocks() -> None:
    berlin, new_york = Calendar(hours=works(BERLIN)), Calendar(hours=works(NEW_YORK))
    found = propose(berlin, new_york, after=FRIDAY, length=HOUR)
    # Until Berlin's clocks leap there are five hours between them, afterwards six.
    assert local(found, NEW_YORK) == [
        "Fri 27 09:00",
        "Mon 30 09:00",
        "Tue 31 09:00",
        "Wed 01 09:00",
    ]
    assert local(found, BERLIN) == ["Fri 27 14:00", "Mon 30 15:00", "Tue 31 15:00", "Wed 01 15:00"]


def test_a_night_over_the_leap_has_an_hour_less() -> None:
    night = Calendar(
        hours=WorkingTime(zone=BERLIN, days=frozenset({6}), starts=time(22), ends=time(6))
    )
    after = datetime(2026, 3, 28, 12, 0, tzinfo=UTC)
    six, seven, eight = (
        propose(night, night, after=after, length=HOUR * n, limit=1) for n in (6, 7, 8)
    )
    assert local(seven, BERLIN) == ["Sat 28 22:00"]
    assert seven[0][1].astimezone(BERLIN).time() == time(6)
    assert six != ()
    # Eight hours fit in the week after, when no clock leaps.
    assert local(eight, BERLIN) == ["Sat 04 22:00"]


def test_who_shares_no_hours_is_proposed_nothing() -> None:
    day, night = (
        Calendar(hours=works(BERLIN)),
        Calendar(hours=WorkingTime(zone=BERLIN, starts=time(22), ends=time(6))),
    )
    assert propose(day, night, after=FRIDAY, length=HOUR) == ()


@pytest.mark.parametrize("minutes", [0, 14, 481])
def test_a_visit_is_neither_a_glance_nor_a_week(minutes: int) -> None:
    both = Calendar(hours=works(BERLIN))
    with pytest.raises(ValueError, match="15 minutes to 8 hours"):
        propose(both, both, after=FRIDAY, length=timedelta(minutes=minutes))


def test_days_off_and_what_somebody_has_already_are_left_alone() -> None:
    monday = date(2026, 3, 30)
    off = DaysOff(id=UUID(int=1), person=UUID(int=2), first=monday, last=monday)
    busy = (datetime(2026, 3, 31, 7, 0, tzinfo=UTC), datetime(2026, 3, 31, 14, 0, tzinfo=UTC))
    host, visitor = (
        Calendar(hours=works(BERLIN), off=[off]),
        Calendar(hours=works(BERLIN), busy=[busy]),
    )
    found = propose(host, visitor, after=FRIDAY + HOUR * 9, length=HOUR)
    assert local(found, BERLIN) == ["Tue 31 16:00", "Wed 01 14:00", "Thu 02 11:00", "Fri 03 15:00"]


zones = st.sampled_from([ZoneInfo(name) for name in (
    "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia", "UTC",
)])  # fmt: skip
clock = st.integers(0, 95).map(lambda n: time(n // 4, n % 4 * 15))
hours = st.builds(
    WorkingTime,
    zone=zones,
    days=st.frozensets(st.integers(1, 7), min_size=1),
    starts=clock,
    ends=clock,
)
moments = st.integers(0, 365 * 24 * 60).map(
    lambda minute: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
)


@st.composite
def calendars(draw: st.DrawFn, near: datetime) -> Calendar:
    off = draw(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 5)), max_size=2))
    busy = draw(st.lists(st.tuples(st.integers(0, 500), st.integers(1, 30)), max_size=5))
    return Calendar(
        hours=draw(hours),
        off=[
            DaysOff(
                id=UUID(int=1),
                person=UUID(int=2),
                first=near.date() + timedelta(days=first),
                last=near.date() + timedelta(days=first + more),
            )
            for first, more in off
        ],
        busy=[(near + HOUR * first, near + HOUR * (first + more)) for first, more in busy],
    )


@given(st.data(), moments, st.integers(15, 480))
def test_every_time_suits_both(data: st.DataObject, after: datetime, minutes: int) -> None:
    host, visitor = data.draw(calendars(after)), data.draw(calendars(after))
    length = timedelta(minutes=minutes)
    found = propose(host, visitor, after=after, length=length)
    assert len(found) <= MOST
    assert list(found) == sorted(found)
    days = [starts.astimezone(host.hours.zone).date() for starts, _ends in found]
    assert len(set(days)) == len(days)
    for starts, ends in found:
        assert ends - starts == length
        assert after < starts <= after + AHEAD + timedelta(days=2)
        assert fits_both(host, visitor, (starts, ends))
        for each in (host, visitor):
            assert all(each.hours.covers(starts + HOUR / 4 * n) for n in range(minutes // 15))
            assert each.hours.covers(ends - timedelta(seconds=1))
            assert all(ends <= begin or end <= starts for begin, end in each.busy)
            shift = (
                starts
                if each.hours.starts <= starts.astimezone(each.hours.zone).time()
                else starts - HOUR * 24
            )
            day = shift.astimezone(each.hours.zone).date()
            assert not any(one.covers(day) for one in each.off)


stretch = st.tuples(st.integers(0, 100), st.integers(1, 20)).map(
    lambda one: (FRIDAY + HOUR * one[0], FRIDAY + HOUR * (one[0] + one[1]))
)


@given(st.lists(stretch, max_size=5), st.lists(stretch, max_size=5))
def test_what_is_left_is_what_nothing_lies_on(free: list[Stretch], busy: list[Stretch]) -> None:
    left = without(free, busy)
    for n in range(125):
        at = FRIDAY + HOUR * n

        def within(of: list[Stretch], at: datetime = at) -> bool:
            return any(begins <= at < ends for begins, ends in of)

        assert within(left) == (within(free) and not within(busy))
        assert within(shared([free, busy])) == (within(free) and within(busy))
