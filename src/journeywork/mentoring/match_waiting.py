"""What waits for somebody in their matches: whether it goes on, its end, thanks, that it is over."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Case, F, Q, QuerySet, When

from journeywork.activities import queries as activities
from journeywork.engine.activities import ActivityKind
from journeywork.kernel import waits
from journeywork.mentoring.inside import inside
from journeywork.mentoring.match_models import MatchRow
from journeywork.people import queries as people

#: How they are called among what waits in all rooms.
STILL, ENDS, THANKS, OVER = "match-still", "match-ends", "match-thanks", "match-over"
#: So long before the end it is said; so long thanks and an end stand there, and go by themselves.
SOON, STANDS = timedelta(days=14), timedelta(days=7)


def waits_for(person: UUID, *, at: datetime) -> waits.Waits:
    """Return how to find what waits in a person's matches; of what rests nothing waits."""
    mine = MatchRow.objects.filter(inside([person]))
    runs = mine.filter(ended_at=None, id__in=activities.running(person))
    near = activities.time_up(ActivityKind.MENTORING, at=at + SOON)
    thanked = mine.filter(thanked_at__gt=at - STANDS).exclude(thanked_by=person)
    over = mine.filter(ended_at__gt=at - STANDS, asked_at=None, first_met_at__isnull=False)
    return waits.either(
        *_lines(
            person,
            (runs.exclude(asked_at=None), STILL, "asked_at"),
            (runs.filter(asked_at=None, id__in=near), ENDS, "at"),
            (thanked, THANKS, "thanked_at"),
            (over.exclude(thanked_by=person), OVER, "ended_at"),
        )
    )


def _lines(person: UUID, *kinds: "tuple[QuerySet[MatchRow], str, str]") -> Iterator[waits.Waits]:
    """Yield each kind of line: with whom, and of thanks who says them."""
    two = Q(more=[])
    other = Case(
        When(two & Q(first=person), then=people.name_of("second")),
        When(two, then=people.name_of("first")),
        default=activities.title_of("id"),
    )
    for rows, kind, at in kinds:
        says = people.name_of("thanked_by") if kind == THANKS else ""
        yield waits.waiting(rows, kind=kind, thing="id", title=other, says=says, at=F(at))
