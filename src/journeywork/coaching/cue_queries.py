"""Eyes of cues: a lead reads their own, and everybody reads those about themselves.

There is no query for anybody else: no other lead, no administrator, no coordinator.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from journeywork.coaching.models import CueRow
from journeywork.engine.cues import CueKind

#: A cue that nobody answered is over after so long: it was about that moment.
OPEN_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A cue as it was given to `lead`; `seen` whether they have opened the page since."""

    id: UUID
    lead: UUID
    kind: CueKind
    about: UUID | None
    thing: UUID
    title: str
    says: str
    at: datetime
    seen: bool


def is_open(row: CueRow, at: datetime) -> bool:
    """Tell whether a cue waits for an answer."""
    return not row.answer and row.at > at - OPEN_FOR


def open_cues(lead: UUID, *, at: datetime) -> tuple[Shown, ...]:
    """Return what stands open for a lead, the newest first; one query."""
    rows = CueRow.objects.filter(lead=lead, answer="", at__gt=at - OPEN_FOR)
    return tuple(_shown(row) for row in rows.order_by("-at", "id"))


def about(person: UUID, *, limit: int = 50, before: datetime | None = None) -> tuple[Shown, ...]:
    """Return the cues that were given about somebody, to them: whom they were shown, and what."""
    rows = CueRow.objects.filter(person=person).order_by("-at", "-id")
    if before is not None:
        rows = rows.filter(at__lt=before)
    return tuple(_shown(row) for row in rows[:limit])


def _shown(row: CueRow) -> Shown:
    return Shown(
        id=row.id,
        lead=row.lead,
        kind=CueKind(row.kind),
        about=row.person,
        thing=row.thing,
        title=row.title,
        says=row.says,
        at=row.at,
        seen=row.seen_at is not None,
    )
