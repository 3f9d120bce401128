"""What a report says, in sentences and rows that are ready to be shown.

Plain words, exact figures, intervals beside every estimate. A difference is called one only
where its interval leaves no doubt; otherwise it says that there is not enough evidence.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from journeywork.engine.estimates import Share, Verdict
from journeywork.engine.options import OptionKind
from journeywork.engine.replay_report import (
    Attention,
    Example,
    Hindsight,
    Method,
    Own,
    Report,
    RuleTally,
)
from journeywork.evidence.values import Finished

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One question to the history: its heading, what was found, and the tables behind it."""

    key: str
    title: str
    asks: str
    says: str
    verdicts: tuple[str, ...]
    heads: Row
    rows: tuple[Row, ...]
    right_says: str
    better_says: str
    notes: tuple[str, ...]
    load_heads: Row = ()
    load_rows: tuple[Row, ...] = ()
    load_says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Noticed:
    """What people would have noticed: sentences and tables."""

    says: tuple[str, ...]
    rule_heads: Row
    rules: tuple[Row, ...]
    silences: tuple[Row, ...]
    weeks: tuple[Row, ...]
    months: tuple[Row, ...]
    months_says: str
    examples: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A whole report in words."""

    title: str
    span: str
    short: tuple[str, ...]
    judged: tuple[Judged, ...]
    noticed: Noticed | None
    too_few: str
    how: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnTold:
    """One's own part in words."""

    says: str
    moments: tuple[Mapping[str, Any], ...]


def told(finished: Finished) -> Told:
    """Put a report into words."""
    report = finished.report
    work = _judged(report.past_work, _WORK)
    people = _judged(report.who_knows, _PEOPLE)
    noticed = _noticed(report, finished.colleagues) if report.attention else None
    return Told(
        title=_("Replay: what would have been offered, and how often it was right"),
        span=_("{since} to {until}, from {events} work events; {before}").format(
            since=day(report.since),
            until=day(report.until),
            events=_number(report.judged_events),
            before=_("the {events} before taught and were not judged").format(
                events=_number(report.events - report.judged_events)
            ),
        ),
        short=(work.says, people.says, *((noticed.says[:1]) if noticed else ())),
        judged=(work, people),
        noticed=noticed,
        too_few=""
        if noticed
        else _(
            "Fewer than five people worked in this time. Figures about their moments would be "
            "figures about somebody, so they are not shown; each person sees their own."
        ),
        how=tuple(_how(report)),
    )
