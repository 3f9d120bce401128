"""Work events in words: one line of a time line."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from journeywork.engine.work import WorkEvent

LONGEST_TEXT = 280


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One event as it is shown."""

    says: str
    who: str
    at: datetime
    text: str
    trouble: bool


#: type of event -> what happened
SAYS: dict[str, str | Promise] = {
    "work.assigned": gettext_lazy("Assigned"),
    "work.started": gettext_lazy("Started"),
    "work.blocked": gettext_lazy("Blocked"),
    "work.handed_over": gettext_lazy("Handed over"),
    "work.finished": gettext_lazy("Finished"),
    "work.reopened": gettext_lazy("Opened again"),
    "work.idle": gettext_lazy("Lay still"),
    "change.proposed": gettext_lazy("Change proposed"),
    "change.reviewed": gettext_lazy("Change reviewed"),
    "change.reworked": gettext_lazy("Change reworked"),
    "change.merged": gettext_lazy("Change merged"),
    "change.reverted": gettext_lazy("Change taken back"),
    "check.failed": gettext_lazy("Check failed"),
    "check.passed": gettext_lazy("Check passed"),
    "service.deployed": gettext_lazy("Deployed"),
    "incident.opened": gettext_lazy("Incident opened"),
    "incident.resolved": gettext_lazy("Incident resolved"),
    "question.asked": gettext_lazy("Question asked"),
    "question.answered": gettext_lazy("Question answered"),
    "case.opened": gettext_lazy("Case opened"),
    "case.closed": gettext_lazy("Case closed"),
    "case.rated": gettext_lazy("Case rated"),
    "milestone.reached": gettext_lazy("Milestone reached"),
    "meeting.ended": gettext_lazy("Meeting ended"),
    "document.opened": gettext_lazy("Document opened"),
    "command.failed": gettext_lazy("Command failed"),
}
TROUBLES = frozenset(
    {
        *("work.blocked", "work.reopened", "work.idle", "change.reverted"),
        *("check.failed", "incident.opened", "command.failed"),
    }
)


def line(event: WorkEvent, names: dict[UUID, str], *, title: str) -> Line:
    """Return the line of an event; types nobody knows are shown as they came.

    `title` is that of the piece of work: what an event is about is said where it differs.
    """
    says = str(SAYS.get(event.type, event.type))
    about = event.check or (event.title if event.title != title else "")
    return Line(
        says=f"{says}: {about}" if about else says,
        who=names.get(event.by, "") if event.by else _("Nobody named"),
        at=event.at,
        text=event.text
        if len(event.text) <= LONGEST_TEXT
        else event.text[:LONGEST_TEXT] + "\u2026",
        trouble=event.type in TROUBLES,
    )
