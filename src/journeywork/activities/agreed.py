"""What the same people agreed on before: read in one query, however many activities it was in."""

from collections.abc import Iterable
from uuid import UUID

from journeywork.activities.models import ActivityRow, CommitmentRow, ParticipantRow
from journeywork.activities.values import commitment_of
from journeywork.engine.activities import ActivityKind
from journeywork.engine.commitments import Commitment

MOST = 200


def agreed_before(
    *, reader: UUID, owners: Iterable[UUID], kind: ActivityKind, besides: UUID
) -> tuple[Commitment, ...]:
    """Return what `owners` committed to in other activities of a kind that the reader is in."""
    mine = ParticipantRow.objects.filter(person=reader, left_at=None).values("activity")
    others = ActivityRow.objects.filter(kind=kind, id__in=mine).exclude(id=besides)
    rows = CommitmentRow.objects.filter(owner__in=set(owners), activity__in=others.values("id"))
    rows = rows.exclude(text="").order_by("due", "at", "id")
    return tuple(commitment_of(row) for row in rows[:MOST])
