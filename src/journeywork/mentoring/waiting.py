"""What waits for somebody in mentoring: they are in by default, are asked, or have nobody yet."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Case, OuterRef, Subquery, When

from journeywork.engine.mentoring import CameBy, PairState, ProgrammeState, RoundState
from journeywork.kernel import waits
from journeywork.mentoring import match_waiting
from journeywork.mentoring.inside import inside
from journeywork.mentoring.left_over import left_over
from journeywork.mentoring.models import EnrolmentRow, ProgrammeRow
from journeywork.mentoring.round_models import PairRow, RoundRow
from journeywork.people import queries as people

#: How they are called among what waits in all rooms.
DEFAULT, ASKED, NOBODY = "mentoring-default", "mentoring-asked", "mentoring-nobody"
#: That somebody is in, or has nobody, is told for so long, and goes by itself.
DEFAULT_STANDS, NOBODY_STANDS = timedelta(days=14), timedelta(days=7)


def waits_for(person: UUID, *, at: datetime) -> waits.Waits:
    """Return how to find what waits for a person here, for a page that shows several rooms."""
    return waits.either(
        _in_by_default(person, at),
        _asked(person),
        _left(person, at),
        match_waiting.waits_for(person, at=at),
    )


def _in_by_default(person: UUID, at: datetime) -> waits.Waits:
    """Where they were put in for being new, until they have said anything of it."""
    mine = EnrolmentRow.objects.filter(
        person=person,
        came_by=CameBy.DEFAULT,
        confirmed_on=None,
        paused_until=None,
        skips=False,
        left_at=None,
        at__gt=at - DEFAULT_STANDS,
        programme__in=ProgrammeRow.objects.filter(state=ProgrammeState.OPEN).values("id"),
    )
    title, key = _of_programme("programme", "name"), _of_programme("programme", "key")
    return waits.waiting(mine, kind=DEFAULT, thing="programme", title=title, says=key, at="at")


def _asked(person: UUID) -> waits.Waits:
    """Where a round asks them for a yes; `says` is the other, the first of several."""
    theirs = inside([person])
    asked = PairRow.objects.filter(theirs, state=PairState.ASKED)
    of_round = RoundRow.objects.filter(id=OuterRef("round"))
    named = ProgrammeRow.objects.filter(id=OuterRef("round_programme"))
    rows = asked.exclude(yes__contains=[person]).annotate(
        round_programme=Subquery(of_round.values("programme"))
    )
    return waits.waiting(
        rows,
        kind=ASKED,
        thing="id",
        title=Subquery(named.values("name")),
        says=Case(
            When(first=person, then=people.name_of("second")), default=people.name_of("first")
        ),
        at=Subquery(of_round.values("published_at")),
    )


def _left(person: UUID, at: datetime) -> waits.Waits:
    """Rounds that had nobody for them lately; `says` is the key of the programme."""
    told = RoundRow.objects.filter(state=RoundState.PUBLISHED, published_at__gt=at - NOBODY_STANDS)
    of_round = RoundRow.objects.filter(id=OuterRef("round"))
    named = ProgrammeRow.objects.filter(id=OuterRef("round_programme"))
    rows = left_over(person).filter(round__in=told.values("id"))
    return waits.waiting(
        rows.distinct("round"),
        kind=NOBODY,
        thing="round_programme",
        title=Subquery(named.values("name")),
        says=Subquery(named.values("key")),
        at=Subquery(of_round.values("published_at")),
    )


def _of_programme(column: str, field: str) -> Subquery:
    return Subquery(ProgrammeRow.objects.filter(id=OuterRef(column)).values(field))
