"""How many take part in programmes, and who does, a page at a time: for whoever coordinates."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, Sum

from journeywork.engine.fit.participants import Role
from journeywork.engine.mentoring import Enrolment
from journeywork.mentoring.models import EnrolmentRow
from journeywork.mentoring.values import enrolment_of
from journeywork.people import queries as people


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Who takes part: `mentors` and `mentees` count whoever is both twice."""

    people: int = 0
    mentors: int = 0
    mentees: int = 0
    places: int = 0
    paused: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """Somebody in a list of those who take part."""

    enrolment: Enrolment
    name: str
    key: str


def tallies(*, on: date, programme_id: UUID | None = None) -> dict[UUID, Tally]:
    """Return how many take part, by programme; of one, or of all in which somebody does."""
    gives = Q(role__in=(Role.MENTOR, Role.BOTH))
    rows = EnrolmentRow.objects.filter(left_at=None)
    if programme_id is not None:
        rows = rows.filter(programme=programme_id)
    found = rows.values("programme").annotate(
        people=Count("id"),
        mentors=Count("id", filter=gives),
        mentees=Count("id", filter=Q(role__in=(Role.MENTEE, Role.BOTH))),
        room=Sum("places", filter=gives, default=0),
        paused=Count("id", filter=Q(paused_until__gt=on) | Q(skips=True)),
    )
    return {
        row["programme"]: Tally(
            people=row["people"],
            mentors=row["mentors"],
            mentees=row["mentees"],
            places=row["room"],
            paused=row["paused"],
        )
        for row in found.order_by()
    }


def listed(
    programme_id: UUID, *, text: str = "", limit: int = 50, after: tuple[str, UUID] | None = None
) -> tuple[Listed, ...]:
    """Return who takes part in a programme, in order of name; go on `after` name and id of the last.

    `text` is searched in name and e-mail in any case of letters.
    """
    rows = EnrolmentRow.objects.filter(programme=programme_id, left_at=None)
    if text:
        rows = rows.filter(person__in=people.called(text))
    named = rows.annotate(name=people.name_of("person"), key=people.key_of("person"))
    if after is not None:
        name, last = after
        named = named.filter(Q(name__gt=name) | Q(name=name, id__gt=last))
    return tuple(
        Listed(enrolment=enrolment_of(row), name=row.name or "", key=row.key or "")
        for row in named.order_by("name", "id")[:limit]
    )
