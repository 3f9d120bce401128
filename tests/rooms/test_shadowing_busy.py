"""Busy times from a calendar that somebody hands over: right over clock changes, times alone."""

from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from journeywork.kernel.errors import Invalid
from journeywork.shadowing import actions
from journeywork.shadowing.busy import busy_in
from tests.conftest import Cast

BERLIN = ZoneInfo("Europe/Berlin")
SINCE, UNTIL = datetime(2026, 3, 23, tzinfo=UTC), datetime(2026, 4, 12, tzinfo=UTC)
ZONES = """BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:STANDARD
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE
"""


def calendar(*events: str, zones: str = ZONES) -> str:
    each = "".join(
        f"BEGIN:VEVENT\nUID:{n}\nDTSTAMP:20260101T000000Z\n{one}\nEND:VEVENT\n"
        for n, one in enumerate(events)
    )
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:test\n{zones}{each}END:VCALENDAR\n".replace(
        "\n", "\r\n"
    )


def read(*events: str) -> list[str]:
    found = busy_in(calendar(*events), zone=BERLIN, since=SINCE, until=UNTIL)
    return [f"{starts:%d %H:%M}-{ends:%H:%M}" for starts, ends in found]


WEEKLY = "DTSTART;TZID=Europe/Berlin:20260303T090000\nDTEND;TZID=Europe/Berlin:20260303T103000\nRRULE:FREQ=WEEKLY;BYDAY=TU"


def test_nine_stays_nine_when_the_clocks_change() -> None:
    assert read(WEEKLY) == ["24 08:00-09:30", "31 07:00-08:30", "07 07:00-08:30"]


def test_what_is_cancelled_free_or_elsewhere_counts_for_nothing() -> None:
    base = "DTSTART:20260325T100000Z\nDTEND:20260325T110000Z"
    assert read(base) == ["25 10:00-11:00"]
    assert read(f"{base}\nTRANSP:TRANSPARENT") == read(f"{base}\nSTATUS:CANCELLED") == []
    assert read("DTSTART:20260301T100000Z\nDTEND:20260301T110000Z") == []


def test_one_turn_that_was_moved_or_left_out_takes_its_place() -> None:
    moved = "UID:0\nRECURRENCE-ID;TZID=Europe/Berlin:20260331T090000\nDTSTART;TZID=Europe/Berlin:20260401T140000\nDTEND;TZID=Europe/Berlin:20260401T150000"
    off = "EXDATE;TZID=Europe/Berlin:20260407T090000"
    text = calendar(f"{WEEKLY}\n{off}", moved).replace("UID:1\r\n", "", 1)
    found = busy_in(text, zone=BERLIN, since=SINCE, until=UNTIL)
    assert [f"{starts:%d %H:%M}" for starts, _ends in found] == ["24 08:00", "01 12:00"]


def test_rules_end_after_so_many_turns_or_on_a_day() -> None:
    daily = "DTSTART:20260323T100000Z\nDURATION:PT30M\nRRULE:FREQ=DAILY"
    assert len(read(f"{daily};COUNT=3")) == 3
    assert read(f"{daily};UNTIL=20260324T100000Z") == ["23 10:00-10:30", "24 10:00-10:30"]
    assert len(read(f"{daily};INTERVAL=7")) == 3
    assert read("DTSTART:20260302T100000Z\nDURATION:PT30M\nRRULE:FREQ=DAILY;COUNT=3") == []


def test_whole_days_and_times_without_a_zone_are_where_the_person_lives() -> None:
    assert read("DTSTART;VALUE=DATE:20260328\nDTEND;VALUE=DATE:20260330") == ["27 23:00-22:00"]
    assert read("DTSTART:20260325T100000\nDURATION:PT1H") == ["25 09:00-10:00"]


def test_what_touches_is_one_and_free_busy_is_read() -> None:
    one, two = (
        "DTSTART:20260325T100000Z\nDURATION:PT1H",
        "DTSTART:20260325T110000Z\nDURATION:PT2H",
    )
    assert read(one, two) == ["25 10:00-13:00"]
    text = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VFREEBUSY\r\nUID:1\r\n"
        "FREEBUSY;FBTYPE=BUSY:20260325T080000Z/PT1H\r\n"
        "FREEBUSY;FBTYPE=FREE:20260326T080000Z/20260326T090000Z\r\nEND:VFREEBUSY\r\nEND:VCALENDAR\r\n"
    )
    (found,) = busy_in(text, zone=BERLIN, since=SINCE, until=UNTIL)
    assert found == (datetime(2026, 3, 25, 8, tzinfo=UTC), datetime(2026, 3, 25, 9, tzinfo=UTC))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Hello",
        "BEGIN:VCALENDAR",
        calendar("DTSTART:nonsense\nDURATION:PT1H"),
        calendar("DTSTART:20260325T100000Z\nDURATION:PT1H\nRRULE:FREQ=SECONDLY"),
        calendar("DTSTART:20260325T100000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;BYMINUTE=1,2,3"),
        calendar("DTSTART:16010101T100000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY"),
        calendar(*["DTSTART:20260325T100000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY"] * 201),
        "x" * 1_000_001,
    ],
)
def test_what_is_no_calendar_or_too_much_is_refused(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        busy_in(text, zone=BERLIN, since=SINCE, until=UNTIL)
    assert list(refused.value.faults) == ["calendar"]


def test_nothing_but_times_is_kept(cast: Cast, at: datetime) -> None:
    secret = "Interview with a competitor"
    text = calendar(
        f"DTSTART:20260325T100000Z\nDURATION:PT1H\nSUMMARY:{secret}\nLOCATION:{secret}\nDESCRIPTION:{secret}"
    )
    busy = busy_in(text, zone=BERLIN, since=at, until=at + timedelta(days=60))
    assert actions.set_busy(person_id=cast.ana.id, busy=busy, at=at) == 1
    with connection.cursor() as cursor:
        cursor.execute("select t::text from shadowing_busy t")
        rows = [row[0] for row in cursor.fetchall()]
    assert len(rows) == 1
    assert secret not in rows[0]
    assert str(UUID(str(cast.ana.id))) in rows[0]
    assert actions.sweep(at=at + timedelta(days=60)) == 1
