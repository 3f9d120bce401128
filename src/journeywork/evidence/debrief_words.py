"""Which debriefs would have been proposed, in sentences and rows."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from journeywork.engine.debrief_triggers import Trigger
from journeywork.engine.replay_report import Debriefed, Report
from journeywork.evidence.figures import day, number

TRIGGERS = {
    Trigger.MILESTONE.value: gettext_lazy("a milestone was reached"),
    Trigger.RELEASE.value: gettext_lazy("a rare release"),
    Trigger.INCIDENT.value: gettext_lazy("an incident was resolved"),
    Trigger.LARGE_CHANGE.value: gettext_lazy("a large change"),
    Trigger.REWORKED_CHANGE.value: gettext_lazy("a much reworked change"),
    Trigger.FIRST_HARD_CASE.value: gettext_lazy("a first hard case"),
    Trigger.STAGE.value: gettext_lazy("the end of a stretch assignment"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DebriefsTold:
    """`rows` are (trigger, proposals, people); `examples` (day and title, reason in English)."""

    says: str
    rows: tuple[tuple[str, str, str], ...]
    examples: tuple[tuple[str, str], ...]


def debriefs_told(found: Debriefed, report: Report) -> DebriefsTold:
    """Put into words which debriefs would have been proposed."""
    return DebriefsTold(
        says=" ".join(_says(found, report)),
        rows=tuple(
            (str(TRIGGERS.get(one.trigger, one.trigger)), number(one.times), number(one.people))
            for one in found.tallies
        ),
        examples=tuple((f"{day(one.at)}, “{one.title}”", one.says) for one in found.examples),
    )


def _says(found: Debriefed, report: Report) -> Iterator[str]:
    if not found.proposed:
        yield _("No debrief would have been proposed that could be told of here.")
    else:
        weeks = max(1, round((report.until - report.since).days / 7))
        yield (
            ngettext(
                "Work would have proposed to look back together %(num)d time",
                "Work would have proposed to look back together %(num)d times",
                found.proposed,
            )
            % {"num": found.proposed}
            + " "
            + ngettext("in %(num)d week.", "in %(num)d weeks.", weeks) % {"num": weeks}
        )
        yield _("Nobody said no in the past, which would have made it fewer.")
    if found.left_out:
        yield _("Triggers that concern fewer than five people together are left out.")
