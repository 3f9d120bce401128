"""Dates as people say them ("Tuesday", "in 3 weeks"), with the exact one beside."""

from datetime import date, datetime, time, tzinfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

_MINUTE, _HOUR = 60, 3600
_WEEK, _TWO_MONTHS, _MONTH, _YEAR = 7, 60, 30, 365


def say(at: datetime | date, *, now: datetime, zone: tzinfo) -> str:
    """Say when `at` (aware, or a day) is, seen from `now`, by somebody who lives in `zone`."""
    if isinstance(at, datetime):
        seconds = (at - now).total_seconds()
        same_day = at.astimezone(zone).date() == now.astimezone(zone).date()
        if same_day or abs(seconds) < 6 * _HOUR:
            return _near(seconds)
        return _days((at.astimezone(zone).date() - now.astimezone(zone).date()).days, at, zone)
    return _days((at - now.astimezone(zone).date()).days, at, zone)


def exact(at: datetime | date, *, zone: tzinfo) -> str:
    """Return the full date of `at`, with the time of day where it has one."""
    if isinstance(at, datetime):
        local = at.astimezone(zone)
        return f"{_day_in_full(local.date())}, {date_format(local, 'H:i')}"
    return _day_in_full(at)


def stamp(at: datetime, *, now: datetime, zone: tzinfo) -> str:
    """Return day and time of `at`; the year where it is another one than that of `now`."""
    local = at.astimezone(zone)
    same_year = local.year == now.astimezone(zone).year
    return date_format(local, _("D j M, H:i") if same_year else _("j M Y, H:i"))


def _day_in_full(day: date) -> str:
    return date_format(datetime.combine(day, time()), _("l j F Y"))


def _near(seconds: float) -> str:
    ahead, size = seconds > 0, abs(seconds)
    if size < _MINUTE:
        return _("just now")
    if size < _HOUR:
        count = int(size // _MINUTE)
        words = (
            ngettext("in %(count)d minute", "in %(count)d minutes", count)
            if ahead
            else ngettext("%(count)d minute ago", "%(count)d minutes ago", count)
        )
        return words % {"count": count}
    count = int(size // _HOUR)
    words = (
        ngettext("in %(count)d hour", "in %(count)d hours", count)
        if ahead
        else ngettext("%(count)d hour ago", "%(count)d hours ago", count)
    )
    return words % {"count": count}


def _days(days: int, at: datetime | date, zone: tzinfo) -> str:
    named = {0: _("today"), 1: _("tomorrow"), -1: _("yesterday")}
    if days in named:
        return named[days]
    day = at.astimezone(zone).date() if isinstance(at, datetime) else at
    if abs(days) < _WEEK:
        return date_format(day, "l")
    if abs(days) >= _YEAR:
        return date_format(day, _("F Y"))
    return _weeks_or_months(days)


def _weeks_or_months(days: int) -> str:
    size = abs(days)
    if size < _TWO_MONTHS:
        count = round(size / _WEEK)
        words = (
            ngettext("in %(count)d week", "in %(count)d weeks", count)
            if days > 0
            else ngettext("%(count)d week ago", "%(count)d weeks ago", count)
        )
        return words % {"count": count}
    count = round(size / _MONTH)
    words = (
        ngettext("in %(count)d month", "in %(count)d months", count)
        if days > 0
        else ngettext("%(count)d month ago", "%(count)d months ago", count)
    )
    return words % {"count": count}
