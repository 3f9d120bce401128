"""What a report says, in sentences and rows that are ready to be shown.

Plain words, exact figures, intervals beside every estimate. A difference is called one only
where its interval leaves no doubt; otherwise the report says that the evidence is not enough.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from journeywork.engine.replay_report import Report
from journeywork.evidence.figures import day, number
from journeywork.evidence.judged_words import Judged, judged
from journeywork.evidence.noticed_words import Noticed, noticed, own_told
from journeywork.evidence.values import Finished

__all__ = ["Told", "own_told", "told"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A whole report in words. `too_few` says why `noticed` is missing, where it is."""

    title: str
    span: str
    judged: tuple[Judged, ...]
    noticed: Noticed | None
    too_few: str
    how: tuple[str, ...]


def told(finished: Finished) -> Told:
    """Put a report into words."""
    report = finished.report
    attention = report.attention
    return Told(
        title=_("What would have been offered, and how often it was right"),
        span=_span(report),
        judged=(judged(report.past_work), judged(report.who_knows)),
        noticed=noticed(attention, report, finished.colleagues) if attention else None,
        too_few=""
        if attention
        else _(
            "Fewer than five people worked in this time. Figures about their moments would be "
            "figures about somebody, so they are not shown; each person sees their own."
        ),
        how=tuple(_how(report)),
    )


def _span(report: Report) -> str:
    return _(
        "{since} to {until}: {judged} work events in time order, knowing at each moment only "
        "what was known then. The {before} events before, since {first}, taught and were not "
        "judged. {cards} cards."
    ).format(
        since=day(report.since),
        until=day(report.until),
        judged=number(report.judged_events),
        before=number(report.events - report.judged_events),
        first=day(report.history_since),
        cards=number(report.cards),
    )


def _how(report: Report) -> Iterator[str]:
    """Say how it was worked out, and what it cannot know."""
    yield _(
        "The same code decides here as in the live product: rules, experience, ranking, the "
        "budget and the lot. The lot is drawn with a fixed seed ({seed}), so the same history "
        "gives the same report."
    ).format(seed=report.seed)
    yield _(
        "Rules, budget and teams are today's. A change is known from the day it was written, with "
        "the words and files with which it was merged. A document is offered from the day it was "
        "first seen, with today's words, and counts as fresh until its last change."
    )
    yield _(
        "Nobody could answer in the past, so nothing was learned from answers. Work that stood "
        "still is not looked for. People whom only the history knows have told no working hours: "
        "theirs are laid around the middle of what they did so far, in Monday to Friday."
    )
    yield _(
        "A citation shows one right answer; others may have been as good and count as wrong. A "
        "review shows who was asked, which is not always who knew best."
    )
    yield _(
        "Shares have Wilson intervals; differences are bootstrapped by whole weeks, since "
        "questions of one week resemble each other. All intervals are 95%."
    )
    yield _(
        "Nobody who would have been helped is named: being helped is private. An example is told "
        "only as finely as at least five people had the same moment."
    )
