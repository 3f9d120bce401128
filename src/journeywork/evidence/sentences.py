"""What a report says, in sentences and rows that are ready to be shown.

Plain words, exact figures, intervals beside every estimate. A difference is called one only
where its interval leaves no doubt; otherwise the report says that the evidence is not enough.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from journeywork.engine.replay_report import Report
from journeywork.evidence.debrief_words import DebriefsTold, debriefs_told
from journeywork.evidence.figures import day, number
from journeywork.evidence.judged_words import Judged, judged
from journeywork.evidence.noticed_words import Noticed, noticed, own_told
from journeywork.evidence.values import Finished

__all__ = ["Told", "own_told", "told"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A whole report in words. `too_few` says why `noticed` is missing, where it is.

    `too_little` says that the history answers none of the questions, where it does not.
    """

    title: str
    made: str
    span: str
    judged: tuple[Judged, ...]
    noticed: Noticed | None
    too_few: str
    too_little: str
    how: tuple[str, ...]
    debriefs: DebriefsTold | None = None


def told(finished: Finished) -> Told:
    """Put a report into words."""
    report = finished.report
    attention = report.attention
    return Told(
        title=_("What would have been offered, and how often it was right"),
        made=_("{organisation}, made on {day}").format(
            organisation=finished.of, day=day(report.at)
        ),
        span=_span(report),
        judged=(judged(report.past_work), judged(report.who_knows)),
        noticed=noticed(attention, report, finished.colleagues) if attention else None,
        too_few=""
        if attention
        else _(
            "Fewer than five people worked in this time. Figures about their moments would be "
            "figures about somebody, so they are not shown; each person sees their own."
        ),
        too_little="" if attention or _asked(report) else _too_little(),
        how=tuple(_how(report)),
        debriefs=_debriefs(report),
    )


def _debriefs(report: Report) -> DebriefsTold | None:
    """Return what is told of debriefs; nothing of a history that answers no question at all."""
    if report.debriefs is None or not (report.attention or _asked(report)):
        return None
    return debriefs_told(report.debriefs, report)


def _asked(report: Report) -> int:
    return report.past_work.questions + report.who_knows.questions


def _too_little() -> str:
    return _(
        "This history is too short to judge by: fewer than five people worked in this time, and "
        "no piece of work names an earlier one or somebody who helped. Everything works all the "
        "same; run the replay again when there is more, or look back further."
    )


def _span(report: Report) -> str:
    if not report.events:
        return _("There is no work on record yet, so there is nothing to go through.")
    since = max(report.since, report.history_since)
    said = _(
        "{since} to {until}: {judged} work events in time order, knowing at each moment only "
        "what was known then."
    ).format(since=day(since), until=day(report.until), judged=number(report.judged_events))
    before = report.events - report.judged_events
    return " ".join(part for part in (said, _taught(before, report), _cards(report.cards)) if part)


def _taught(before: int, report: Report) -> str:
    if not before:
        return ""
    return ngettext(
        "The {n} event before, on {first}, taught and was not judged.",
        "The {n} events before, since {first}, taught and were not judged.",
        before,
    ).format(n=number(before), first=day(report.history_since))


def _cards(cards: int) -> str:
    if not cards:
        return _("There were no cards.")
    return ngettext("{n} card at the end.", "{n} cards at the end.", cards).format(n=number(cards))


def _how(report: Report) -> Iterator[str]:
    """Say how it was worked out, and what it cannot know."""
    yield _(
        "The same code decides here as in the live product: rules, experience, ranking, the "
        "budget and the lot. The lot is drawn with a fixed seed ({seed}), so the same history "
        "gives the same report."
    ).format(seed=report.seed)
    yield _(
        "A document says what it said that day, also one that is gone today; where its history is "
        "not known, it is there from its last change on. A change is known from the day its last "
        "words were written, under the title with which it was merged. Rules, budget, teams and "
        "who is who are today's."
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
