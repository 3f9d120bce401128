"""The pairs of a round, a page at a time, and how many there are in each state."""

from uuid import UUID

from django.db.models import Count

from journeywork.engine.mentoring import PairState, StagedPair
from journeywork.mentoring.inside import inside
from journeywork.mentoring.round_models import PairRow
from journeywork.mentoring.values import pair_of


def pairs(
    round_id: UUID, *, person: UUID | None = None, limit: int, after: UUID | None = None
) -> tuple[StagedPair, ...]:
    """Return pairs of a round, those of a person or all, in order; go on `after` the last seen.

    What was taken apart by hand is not among them.
    """
    rows = PairRow.objects.filter(round=round_id).exclude(state=PairState.DROPPED)
    if person is not None:
        rows = rows.filter(inside([person]))
    if after is not None:
        rows = rows.filter(id__gt=after)
    return tuple(map(pair_of, rows.order_by("id")[:limit]))


def tally(round_id: UUID) -> tuple[dict[PairState, int], int]:
    """Return how many pairs of a round are in each state, and how many staged ones are locked."""
    rows = PairRow.objects.filter(round=round_id).values("state").annotate(count=Count("id"))
    states = {PairState(row["state"]): row["count"] for row in rows}
    locked = PairRow.objects.filter(round=round_id, state=PairState.STAGED, locked=True)
    return states, locked.count()
