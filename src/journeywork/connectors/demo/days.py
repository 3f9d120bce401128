"""The demo's calendar: "12d 10:20" is twelve days ago at 10:20, where the person is."""

import re
from datetime import date, datetime, time, timedelta, tzinfo

DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
#: Responses and questions name a day alone; they happen at this time of it.
USUAL = time(11)

_AGO = re.compile(r"(\d{1,3})d(?: ([01]\d|2[0-3]):([0-5]\d))?")
_HOURS = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")


def when(ago: str, *, now: datetime, zone: tzinfo) -> datetime:
    """Return the time that `ago` means, counted from the day of `now` (aware) in `zone`.

    Raises ValueError for anything that is not "12d 10:20" or "12d".
    """
    found = _AGO.fullmatch(ago)
    if found is None:
        raise ValueError(f"{ago!r} is not such as '12d 10:20'")
    clock = time(int(found[2]), int(found[3])) if found[2] else USUAL
    day = now.astimezone(zone).date() - timedelta(days=int(found[1]))
    return datetime.combine(day, clock, tzinfo=zone)


def hours(text: str) -> tuple[time, time]:
    """Return begin and end of "09:00-17:30"; an end before the begin is a night shift."""
    found = _HOURS.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is not such as '09:00-17:30'")
    first, second, third, fourth = (int(part) for part in found.groups())
    return time(first, second), time(third, fourth)


def workdays(names: tuple[str, ...], *, today: date) -> tuple[int, ...]:
    """Return ISO week days (Monday is 1) for `names` such as "mon".

    From Saturday to Monday everybody's week is turned so that `today` is their Wednesday: most
    of them work from Monday to Friday, and a demo in which nobody has worked for two days
    has nothing to show. Raises ValueError for a name that is no day.
    """
    turned = (today.isoweekday() - 3) % 7 if today.isoweekday() in (6, 7, 1) else 0
    return tuple(sorted((DAY_NAMES.index(name) + turned) % 7 + 1 for name in names))
