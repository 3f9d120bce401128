"""Long lists of a programme, a page at a time: who takes part, and the pairs of a round."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from journeywork.engine.mentoring import Enrolment, PairState, StagedPair
from journeywork.mentoring.models import EnrolmentRow
from journeywork.mentoring.round_models import PairRow
from journeywork.mentoring.values import enrolment_of, pair_of


def enrolments(
    programme_id: UUID, *, limit: int, after: tuple[datetime, UUID] | None = None
) -> tuple[Enrolment, ...]:
    """Return who takes part, in the order in which they came; go on `after` the last seen."""
    rows = EnrolmentRow.objects.filter(programme=programme_id, left_at=None)
    if after is not None:
        at, id = after
        rows = rows.filter(Q(at__gt=at) | Q(at=at, id__gt=id))
    return tuple(map(enrolment_of, rows.order_by("at", "id")[:limit]))


def pairs(
    round_id: UUID, *, person: UUID | None = None, limit: int, after: UUID | None = None
) -> tuple[StagedPair, ...]:
    """Return pairs of a round, those of a person or all, in order; go on `after` the last seen.

    What was taken apart by hand is not among them.
    """
    rows = PairRow.objects.filter(round=round_id).exclude(state=PairState.DROPPED)
    if person is not None:
        rows = rows.filter(Q(first=person) | Q(second=person) | Q(more__contains=[person]))
    if after is not None:
        rows = rows.filter(id__gt=after)
    return tuple(map(pair_of, rows.order_by("id")[:limit]))


def pair(round_id: UUID, pair_id: UUID) -> StagedPair | None:
    """Return a pair of a round, None where it has none of the kind."""
    row = PairRow.objects.filter(round=round_id, id=pair_id).first()
    return pair_of(row) if row else None
