"""What the engine names in a report, in the reader's language: one table, all of it translated.

A report is stored in plain English (`engine.replay_report`); it is read in any language.
"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from journeywork.engine.citations import CitationKind
from journeywork.engine.decisions import SilenceReason
from journeywork.engine.options import OptionKind
from journeywork.engine.work import HelpKind

KINDS: Mapping[OptionKind, Promise] = {
    OptionKind.CARD: _("a card"),
    OptionKind.EPISODE: _("past work"),
    OptionKind.PERSON: _("a colleague"),
    OptionKind.NOTE: _("an invitation to note what was learned"),
    OptionKind.OPPORTUNITY: _("a chance to learn"),
}
SILENCES: Mapping[str, Promise] = {
    SilenceReason.NOTHING_FITS: _("nothing fits well enough"),
    SilenceReason.BUDGET_DAY: _("the day's attention is spent"),
    SilenceReason.BUDGET_WEEK: _("the week's attention is spent"),
    SilenceReason.OFF_HOURS: _("outside working hours"),
    SilenceReason.NO_BREAKPOINT: _("in the middle of something"),
    SilenceReason.PAUSED: _("paused by the person"),
    SilenceReason.SNOOZED: _("snoozed by the person"),
    SilenceReason.DAMPED: _("colleagues said this trigger does not help"),
    SilenceReason.FADED: _("the person does this well without help"),
    SilenceReason.SEEN: _("all that fits was seen or written by the person"),
    SilenceReason.NOT_HERE: _("the person said it does not help them here"),
    SilenceReason.WITHHELD: _("held back by lot, to learn whether help helps"),
}
#: How the history shows the right answer.
SORTS: Mapping[str, Promise] = {
    CitationKind.REVERTS: pgettext_lazy("how the history shows it", "reverts"),
    CitationKind.FIXES: pgettext_lazy("how the history shows it", "fixes"),
    CitationKind.MENTIONS: pgettext_lazy("how the history shows it", "mentions"),
    HelpKind.REVIEWED: pgettext_lazy("how the history shows it", "reviews"),
    HelpKind.HELPED: pgettext_lazy("how the history shows it", "help"),
    HelpKind.ANSWERED: pgettext_lazy("how the history shows it", "answers"),
    HelpKind.PAIRED: pgettext_lazy("how the history shows it", "work in pairs"),
}
#: Why a case was not asked (engine/replay_questions.py).
LEFT_OUT: Mapping[str, Promise] = {
    "cites more than 5 pieces of work: a list": _("cites more than 5 pieces of work: a list"),
    "cites one's own work of the last day": _("cites one's own work of the last day"),
    "a program did it: there was nobody to help": _("a program did it: there was nobody to help"),
    "the helper had not done anything here before": _(
        "the helper had not done anything here before"
    ),
}
#: The ways of answering that are compared, and what each does (engine/replay_questions.py).
METHODS: Mapping[str, Promise] = {
    "Words alone": _("Words alone"),
    "Most recent": _("Most recent"),
    "Most cited": _("Most cited"),
    "Most active": _("Most active"),
    "Last here": _("Last here"),
    "Most helpful": _("Most helpful"),
    "by words, files, place and age, as the product ranks": _(
        "by words, files, place and age, as the product ranks"
    ),
    "a plain text search over titles and texts": _("a plain text search over titles and texts"),
    "the last change that touched any of the same files": _(
        "the last change that touched any of the same files"
    ),
    "what was cited most often so far": _("what was cited most often so far"),
    "by work and help near the files, spread over people": _(
        "by work and help near the files, spread over people"
    ),
    "who does most, weighed by a half-life of 90 days": _(
        "who does most, weighed by a half-life of 90 days"
    ),
    "who last worked in the same folder": _("who last worked in the same folder"),
    "who helped most often so far": _("who helped most often so far"),
}
#: Parts of a score.
PARTS: Mapping[str, Promise] = {
    "words": _("shared words"),
    "paths": _("the same files"),
    "lately": _("touched lately"),
    "place": _("the same place"),
    "labels": _("the same kind"),
    "team": _("the same team"),
    "recency": _("recent"),
    "trust": _("trusted"),
    "changed": _("changed since they last worked there"),
    "just finished": _("just finished"),
    "same part": _("worked in this part"),
    "same topic": _("worked on this topic"),
    "same words": _("worked on such things"),
    "active": _("active these weeks"),
    "helped you": _("helped before"),
}


def told(table: Mapping[str, Promise], name: str) -> str:
    """Return what `table` says for `name`, which stays as it is where it says nothing."""
    return str(table.get(name, name))
