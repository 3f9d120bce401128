"""A time of the week on somebody's own clock, and whether what it asks for still waits."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weekly:
    """An ISO week day (Monday is 1) and a time of day, wherever the person is."""

    weekday: int
    at: time

    def __post_init__(self) -> None:
        if not 1 <= self.weekday <= 7:  # noqa: PLR2004 - ISO week days
            raise ValueError("a week has the days 1 to 7")


def latest(weekly: Weekly, *, zone: tzinfo, now: datetime) -> datetime:
    """Return the last time in UTC, at or before `now` (aware), at which the week came round.

    It stays at its hour when clocks are changed. An hour that is leapt over comes as much later;
    of one that comes twice it is the first (PEP 495).
    """
    today = now.astimezone(zone).date()
    since = timedelta(days=(today.isoweekday() - weekly.weekday) % 7)
    found = _on(today - since, weekly.at, zone)
    return found if found <= now else _on(today - since - WEEK, weekly.at, zone)


def waits_since(
    weekly: Weekly,
    *,
    zone: tzinfo,
    now: datetime,
    chosen_at: datetime,
    done_at: datetime | None = None,
) -> datetime | None:
    """Return since when the person is asked, None where nothing waits.

    Nothing waits for a week that began before the time was chosen, and one that was answered or
    let pass (`done_at`) is over. Weeks never pile up: there is the last one or none.
    """
    last = latest(weekly, zone=zone, now=now)
    over = last <= chosen_at or (done_at is not None and last <= done_at)
    return None if over else last


def _on(day: date, at: time, zone: tzinfo) -> datetime:
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)
