"""Eyes of mentoring: programmes, who takes part, rounds and what they found."""

from dataclasses import replace
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from journeywork.engine.mentoring import (
    Enrolment,
    Left,
    Match,
    PairState,
    Programme,
    ProgrammeKind,
    ProgrammeState,
    Round,
    StagedPair,
)
from journeywork.kernel.errors import NotFound
from journeywork.mentoring.inside import inside
from journeywork.mentoring.match_models import MatchRow
from journeywork.mentoring.models import EnrolmentRow, ProgrammeRow
from journeywork.mentoring.round_models import LeftRow, PairRow, RoundRow
from journeywork.mentoring.values import (
    enrolment_of,
    left_of,
    match_of,
    pair_of,
    programme_of,
    round_of,
)


def programme(id: UUID) -> Programme:
    """Return a programme; NotFound when there is none."""
    return _programme(ProgrammeRow.objects.filter(id=id))


def programme_by_key(key: str) -> Programme:
    """Return a programme by what it is called in addresses; NotFound when there is none."""
    return _programme(ProgrammeRow.objects.filter(key=key))


def programmes(*states: ProgrammeState) -> tuple[Programme, ...]:
    """Return the programmes in some states, or all, the newest first."""
    rows = ProgrammeRow.objects.order_by("-at", "-id")
    if states:
        rows = rows.filter(state__in=states)
    return tuple(map(programme_of, rows))


def enrolments(programme_id: UUID) -> tuple[Enrolment, ...]:
    """Return who takes part in a programme today, pausing or not."""
    rows = EnrolmentRow.objects.filter(programme=programme_id, left_at=None)
    return tuple(map(enrolment_of, rows.order_by("at", "id")))


def enrolment(programme_id: UUID, person: UUID) -> Enrolment | None:
    """Return how somebody takes part in a programme, or did; None if they never have."""
    row = EnrolmentRow.objects.filter(programme=programme_id, person=person).first()
    return enrolment_of(row) if row else None


def enrolments_of(person: UUID) -> tuple[Enrolment, ...]:
    """Return all that somebody takes part in today, the newest first."""
    rows = EnrolmentRow.objects.filter(person=person, left_at=None)
    return tuple(map(enrolment_of, rows.order_by("-at", "-id")))


def round(id: UUID) -> Round:
    """Return a round; NotFound when there is none."""
    row = RoundRow.objects.filter(id=id).first()
    if row is None:
        raise NotFound("round")
    return round_of(row)


def rounds(programme_id: UUID) -> tuple[Round, ...]:
    """Return the rounds of a programme, the newest first."""
    rows = RoundRow.objects.filter(programme=programme_id)
    return tuple(map(round_of, rows.order_by("-number")))


def pairs(round_id: UUID, *states: PairState) -> tuple[StagedPair, ...]:
    """Return the pairs of a round in some states, or all."""
    rows = PairRow.objects.filter(round=round_id)
    if states:
        rows = rows.filter(state__in=states)
    return tuple(map(pair_of, rows.order_by("id")))


def left(round_id: UUID) -> tuple[Left, ...]:
    """Return whom a round leaves with nobody."""
    return tuple(map(left_of, LeftRow.objects.filter(round=round_id).order_by("id")))


def match(id: UUID, *, reader: UUID) -> Match:
    """Return a match to somebody in it; NotFound to everybody else, coordinators too."""
    of_it = ProgrammeRow.objects.filter(id=OuterRef("programme"))
    rows = (
        MatchRow.objects.filter(id=id)
        .filter(inside([reader]))
        .annotate(
            its_name=Subquery(of_it.values("name")),
            its_kind=Subquery(of_it.values("kind")),
            its_every_weeks=Subquery(of_it.values("every_weeks")),
        )
    )
    row = rows.first()
    if row is None:
        raise NotFound("match")
    return replace(
        match_of(row),
        programme_name=row.its_name,
        kind=ProgrammeKind(row.its_kind),
        every_weeks=row.its_every_weeks,
    )


def is_match(activity_id: UUID) -> bool:
    """Tell whether an activity is a match, for whoever takes part in it."""
    return bool(MatchRow.objects.filter(id=activity_id).exists())


def matches_of(person: UUID, *, running: bool = True) -> tuple[Match, ...]:
    """Return somebody's matches, the newest first: those that run, or all."""
    rows = MatchRow.objects.filter(inside([person]))
    if running:
        rows = rows.filter(ended_at=None)
    return tuple(map(match_of, rows.order_by("-at", "-id")))


def _programme(rows: "QuerySet[ProgrammeRow]") -> Programme:
    row = rows.first()
    if row is None:
        raise NotFound("programme")
    return programme_of(row)
