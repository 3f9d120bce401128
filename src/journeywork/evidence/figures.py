"""Figures as people read them: shares, intervals, days, spans; in the reader's language."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TypeVar

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from journeywork.engine.estimates import Share

Counted = TypeVar("Counted", bound=str)


def number(value: int) -> str:
    """Return a whole number with its thousands apart."""
    return f"{value:,}".replace(",", "\u202f")


def most_first(counts: Mapping[Counted, int]) -> list[tuple[Counted, int]]:
    """Return counts, the largest first: the database does not keep the order of a mapping."""
    return sorted(counts.items(), key=lambda pair: (-pair[1], str(pair[0])))


def percent(value: float) -> str:
    """Return a share in whole percent; what is not nothing is not shown as nothing."""
    if 0 < value < 0.005:  # noqa: PLR2004 -- would be rounded to 0 %
        return _("under 1%")
    return _("{number}%").format(number=round(value * 100))


def share(one: Share) -> str:
    """Return a share with its interval: `45% (37% to 53%)`."""
    if not one.of:
        return _("none")
    return _("{value} ({low} to {high})").format(
        value=percent(one.value), low=percent(one.low), high=percent(one.high)
    )


def between(value: float, low: float, high: float, *, signed: bool = False) -> str:
    """Return an estimate with its interval: `0.40 (0.32 to 0.49)`."""
    shown = (decimal(one, signed=signed) for one in (value, low, high))
    return _("{value} ({low} to {high})").format(
        value=next(shown), low=next(shown), high=next(shown)
    )


def decimal(value: float, *, signed: bool = False) -> str:
    """Return a number with two places as the language writes it, `signed` with + or a minus."""
    sign = "\u2212" if value < 0 else "+" if signed else ""
    return f"{sign}{number_format(abs(value), 2)}"


def day(at: datetime | date) -> str:
    """Return a day as people say it."""
    return str(date_format(at, "DATE_FORMAT"))


def month(first: str) -> str:
    """Return the month that begins with the day `first` (year-month-day)."""
    return str(date_format(date.fromisoformat(first), "YEAR_MONTH_FORMAT"))


def stretch(when: str) -> str:
    """Return a stretch of time of an example: a month, a quarter, a year, or all of it."""
    if not when:
        return _("at some time")
    year, _dash, part = when.partition("-")
    if part:
        return month(f"{when}-01")
    year, _space, quarter = when.partition(" Q")
    if quarter:
        return _("quarter {quarter} of {year}").format(quarter=quarter, year=year)
    return year
