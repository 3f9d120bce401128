"""What waits for somebody in their matches: whether it goes on, its end, thanks, that it is over."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet

from journeywork.activities import queries as activities
from journeywork.engine.activities import ActivityKind
from journeywork.kernel import waits
from journeywork.mentoring.match_models import MatchRow
from journeywork.people import queries as people

#: How they are called among what waits in all rooms.
STILL, ENDS, THANKS, OVER = "match-still", "match-ends", "match-thanks", "match-over"
#: So long before the end it is said; so long thanks and an end stand there, and go by themselves.
SOON, STANDS = timedelta(days=14), timedelta(days=7)


def waits_for(person: UUID, *, at: datetime) -> waits.Waits:
    """Return how to find what waits in a person's matches; of what rests nothing waits."""
    mine = MatchRow.objects.filter(Q(first=person) | Q(second=person) | Q(more__contains=[person]))
    runs = mine.filter(ended_at=None, id__in=activities.running(person))
    near = activities.time_up(ActivityKind.MENTORING, at=at + SOON)
    thanked = mine.filter(thanked_at__gt=at - STANDS).exclude(thanked_by=person)
    over = mine.filter(ended_at__gt=at - STANDS, asked_at=None, first_met_at__isnull=False)
    return waits.either(
        _line(runs.exclude(asked_at=None), STILL, "asked_at"),
        _line(runs.filter(asked_at=None, id__in=near), ENDS, "at"),
        _line(thanked, THANKS, "thanked_at", says=True),
        _line(over.exclude(thanked_by=person), OVER, "ended_at"),
    )


def _line(rows: "QuerySet[MatchRow]", kind: str, at: str, *, says: bool = False) -> waits.Waits:
    """One kind of line; `says` is who said thanks, of thanks."""
    return waits.waiting(
        rows,
        kind=kind,
        thing="id",
        title=activities.title_of("id"),
        says=people.name_of("thanked_by") if says else "",
        at=F(at),
    )
