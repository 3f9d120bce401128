"""When somebody is busy, read from a calendar that they hand over (RFC 5545). Times alone.

Titles, places and people in it are not looked at, and never kept. Events come round by the wall
time where they were made, so that 9:00 stays 9:00 when the clocks change.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

from dateutil.rrule import rrule, rrulestr  # type: ignore[import-untyped]
from icalendar import Calendar

from journeywork.engine.stretches import Stretch
from journeywork.kernel.errors import Invalid

LONGEST = 1_000_000
MOST_EVENTS, MOST_RULES, MOST_TIMES = 5000, 200, 100_000
#: What comes round more often, or since longer ago, is no appointment of a person's.
_OFTEN = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}
_WITHIN_A_DAY = {"BYHOUR", "BYMINUTE", "BYSECOND"}
_FIRST_YEAR = 2000
_DAY = timedelta(days=1)
#: What the reading programs raise on what is no calendar, or no date in it.
_BROKEN = (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError)


@dataclass(slots=True)
class _Left:
    """How much may still be read of one calendar."""

    rules: int = MOST_RULES
    times: int = MOST_TIMES

    def take(self, *, rules: int = 0, times: int = 0) -> None:
        self.rules -= rules
        self.times -= times
        if self.rules < 0 or self.times < 0:
            raise Invalid({"calendar": "has too many events that come round: hand over fewer"})


def busy_in(text: str, *, zone: tzinfo, since: datetime, until: datetime) -> tuple[Stretch, ...]:
    """Return when a calendar says that somebody is busy between two times, in UTC, in order.

    `zone` is where they live: for whole days, and for times without a zone. What is cancelled
    or marked as free counts for nothing. Raises Invalid at `calendar`.
    """
    if len(text) > LONGEST:
        raise Invalid({"calendar": f"has more than {LONGEST} characters"})
    try:
        found = Calendar.from_ical(text)
        events = found.walk("VEVENT")
        every = [
            *_events(events, zone, since, until),
            *(each for one in found.walk("VFREEBUSY") for each in _periods(one)),
        ]
    except Invalid:
        raise
    except _BROKEN:
        raise Invalid({"calendar": "is no iCalendar file that can be read"}) from None
    return _joined([each for each in every if each[0] < until and each[1] > since])


def _events(events: list[Any], zone: tzinfo, since: datetime, until: datetime) -> Iterator[Stretch]:
    """Yield when events are; one that was moved or cancelled alone takes its usual turn's place."""
    if len(events) > MOST_EVENTS:
        raise Invalid({"calendar": f"has more than {MOST_EVENTS} events"})
    elsewhere = {
        (str(each.get("UID")), _utc(each["RECURRENCE-ID"].dt, zone))
        for each in events
        if "RECURRENCE-ID" in each
    }
    left = _Left()
    for each in events:
        if _is_free(each) or "DTSTART" not in each:
            continue
        begins = each["DTSTART"].dt
        length = _length(each, begins)
        for starts in _turns(each, begins, zone, since, until, left):
            moved = "RECURRENCE-ID" not in each and (str(each.get("UID")), starts[1]) in elsewhere
            if not moved and length:
                yield starts[1], _utc(starts[0] + length, zone)


def _is_free(event: Mapping[str, Any]) -> bool:
    says = (str(event.get("TRANSP", "")).upper(), str(event.get("STATUS", "")).upper())
    return says[0] == "TRANSPARENT" or says[1] == "CANCELLED"


def _length(event: Mapping[str, Any], begins: date) -> timedelta:
    """Return how long an event takes on the clock of the wall."""
    if "DTEND" in event:
        ends = event["DTEND"].dt
        found: timedelta = _wall(ends) - _wall(begins)
        return found
    if "DURATION" in event:
        lasts: timedelta = event["DURATION"].dt
        return lasts
    return timedelta() if isinstance(begins, datetime) else _DAY


def _turns(
    event: Any, begins: date, zone: tzinfo, since: datetime, until: datetime, left: _Left
) -> Iterator[tuple[datetime, datetime]]:
    """Yield when an event begins: by the wall where it was made, and in UTC."""
    there = begins.tzinfo if isinstance(begins, datetime) and begins.tzinfo else zone
    off = {_utc(each.dt, zone) for each in _dates(event, "EXDATE")}
    walls = {_wall(begins), *(_wall(each.dt) for each in _dates(event, "RDATE"))}
    rules = event.get("RRULE")
    for rule in rules if isinstance(rules, list) else [rules] if rules else []:
        walls |= set(_by_rule(rule, _wall(begins), there, since, until, left))
    for wall in sorted(walls):
        at = _utc(wall.replace(tzinfo=there), zone)
        if at not in off:
            yield wall.replace(tzinfo=there), at


def _by_rule(
    rule: Any, begins: datetime, there: tzinfo, since: datetime, until: datetime, left: _Left
) -> Iterator[datetime]:
    """Yield the wall times of a rule around the time that is looked at."""
    parts = {name.upper(): value for name, value in rule.items()}
    often = str(parts["FREQ"][0]).upper()
    if often not in _OFTEN or _WITHIN_A_DAY & set(parts) or begins.year < _FIRST_YEAR:
        raise Invalid({"calendar": "has an event that comes round by the hour, or since long ago"})
    left.take(rules=1)
    most = int(parts["COUNT"][0]) if "COUNT" in parts else None
    last = _utc(parts["UNTIL"][0], there) if "UNTIL" in parts else until
    kept = ";".join(
        part
        for part in rule.to_ical().decode().split(";")
        if not part.upper().startswith(("COUNT=", "UNTIL="))
    )
    limit = min(last, until).astimezone(there).replace(tzinfo=None) + _DAY
    made = rrulestr(kept, dtstart=begins)
    assert isinstance(made, rrule)
    for turn, wall in enumerate(made.replace(until=limit)):
        left.take(times=1)
        if (most is not None and turn >= most) or _utc(wall.replace(tzinfo=there), there) > last:
            return
        if wall > since.replace(tzinfo=None) - 40 * _DAY:
            yield wall


def _dates(event: Any, name: str) -> Iterator[Any]:
    found = event.get(name, [])
    for each in found if isinstance(found, list) else [found]:
        yield from (one for one in each.dts if isinstance(one.dt, date))


def _periods(free_busy: Any) -> Iterator[Stretch]:
    found = free_busy.get("FREEBUSY", [])
    for each in found if isinstance(found, list) else [found]:
        if str(each.params.get("FBTYPE", "BUSY")).upper() == "FREE":
            continue
        for starts, ends in (one.dt for one in getattr(each, "dts", [each])):
            until = starts + ends if isinstance(ends, timedelta) else ends
            yield _utc(starts, UTC), _utc(until, UTC)


def _wall(at: date) -> datetime:
    """Return a time as it stands on the wall, a day as its beginning."""
    if isinstance(at, datetime):
        return at.replace(tzinfo=None)
    return datetime.combine(at, time())


def _utc(at: date, zone: tzinfo) -> datetime:
    if not isinstance(at, datetime):
        at = datetime.combine(at, time())
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)


def _joined(every: list[Stretch]) -> tuple[Stretch, ...]:
    """Return stretches in order, those that touch as one."""
    found: list[Stretch] = []
    for starts, ends in sorted(every):
        if found and starts <= found[-1][1]:
            found[-1] = found[-1][0], max(ends, found[-1][1])
        elif starts < ends:
            found.append((starts, ends))
    return tuple(found)
