"""Who looked back at work and what became of it, for rooms that count and tell no single one.

Nothing of what was written in a debrief is in here, nor who wrote.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, OuterRef, Q, Subquery

from journeywork.activities import queries as activities
from journeywork.debriefs.models import DebriefRow, LessonRow, UseRow
from journeywork.debriefs.queries import FEWEST
from journeywork.kernel.reading import read
from journeywork.kernel.tenancy import current_org

_OWN = """
    select
        (select count(*) from debriefs_debrief d join activities_participant p
            on p.org = d.org and p.activity = d.id
            where d.org = %(org)s and p.person = %(person)s and d.revealed_at >= %(since)s
            and (p.left_at is null or p.left_at >= d.revealed_at)),
        (select count(*) from debriefs_debrief d where d.org = %(org)s
            and d.facilitator = %(person)s and d.revealed_at >= %(since)s),
        (select count(*) from debriefs_lesson l where l.org = %(org)s
            and l.by = %(person)s and l.at >= %(since)s)
"""
_LAST = """
    select p.person, max(d.revealed_at) from debriefs_debrief d join activities_participant p
    on p.org = d.org and p.activity = d.id
    where d.org = %(org)s and p.person = any(%(people)s) and d.revealed_at is not null
    group by p.person
"""
#: So many lessons at most are looked at for one team.
MOST_LESSONS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """What somebody did themselves: debriefs they joined and led, lessons they drew."""

    joined: int
    led: int
    lessons: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Unapplied:
    """A lesson that nobody said they applied.

    `shown` whether it was offered to anybody; `said` how many said what became of it, None where
    fewer than `FEWEST` have.
    """

    lesson: UUID
    owner: UUID
    title: str
    at: datetime
    shown: bool
    said: int | None


def own(person: UUID, *, since: datetime) -> Own:
    """Return what a person did since a time, for themselves to read; one query."""
    ((joined, led, lessons),) = read(_OWN, {"org": current_org(), "person": person, "since": since})
    return Own(joined=joined, led=led, lessons=lessons)


def looked_back(*, since: datetime, until: datetime) -> frozenset[UUID]:
    """Return who took part in debriefs that were revealed in a time, when they were."""
    rows = DebriefRow.objects.filter(revealed_at__gte=since, revealed_at__lt=until)
    revealed: dict[UUID, datetime] = dict(rows.values_list("id", "revealed_at"))
    return frozenset(
        one.person
        for activity in activities.activities_by_id(revealed).values()
        for one in activity.participants
        if one.left_at is None or one.left_at >= revealed[activity.id]
    )


def last_looked_back(people: Iterable[UUID]) -> dict[UUID, datetime]:
    """Return when a debrief was last revealed in which each of some people took part.

    For saying it of a team as a whole. Who took part in none is left out.
    """
    return dict(read(_LAST, {"org": current_org(), "people": list(people)}))


def unapplied(
    owners: Iterable[UUID], *, before: datetime, most: int = MOST_LESSONS
) -> tuple[Unapplied, ...]:
    """Return lessons of some owners that became a card before a time and nobody applied.

    The oldest `most`.
    """
    uses = UseRow.objects.filter(lesson=OuterRef("id")).order_by().values("lesson")

    def counted(*some: Q) -> Subquery:
        return Subquery(uses.filter(*some).annotate(n=Count("person", distinct=True)).values("n"))

    rows = LessonRow.objects.filter(owner__in=set(owners), at__lt=before).exclude(card=None)
    rows = rows.annotate(
        shown_to=counted(), said_by=counted(~Q(applied=None)), used_by=counted(Q(applied=True))
    )
    found = rows.filter(used_by=None).order_by("at", "id")[:most]
    return tuple(
        Unapplied(
            lesson=row.id,
            owner=row.owner,
            title=row.title,
            at=row.at,
            shown=bool(row.shown_to),
            said=row.said_by if row.said_by and row.said_by >= FEWEST else None,
        )
        for row in found
    )
