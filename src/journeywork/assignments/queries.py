"""Eyes of stretch assignments: mine, those I support, those lent by me, and what is proposed.

An assignment is read by its learner and by those who stand by. Whoever lends the time sees a
`Loan`: what was asked, on which terms, and the thanks; nothing that is said in between. What the
learner taps is read in `signs`, by themselves alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from journeywork.activities import queries as activities
from journeywork.assignments.looking import gap_kept
from journeywork.assignments.models import AssignmentRow, CheckpointRow, ProposalRow
from journeywork.assignments.values import assignment_of, begun_of, loan_of
from journeywork.engine.activities import Activity
from journeywork.engine.assignments import Assignment, Begun, Loan
from journeywork.engine.stretch import Gap, Reason
from journeywork.kernel.errors import NotFound

#: A proposal that nobody took up is let go after so long.
PATIENCE = timedelta(days=21)
MOST_PROPOSALS = 10
_POINT = ("id", "text", "due", "done_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """A piece of work that could be somebody's next step, with its reason in words.

    `by` is the colleague who proposed it, None for the work itself; `wish` the entry of their
    to-learn list that it fits.
    """

    id: UUID
    person: UUID
    episode: UUID
    reason: Reason
    title: str
    says: str
    skill: str
    at: datetime
    by: UUID | None = None
    wish: UUID | None = None


def assignment(id: UUID, *, reader: UUID) -> Assignment:
    """Return an assignment to its learner or who stands by; NotFound to all others."""
    found = assignment_of_room(id)
    if reader not in found.insiders:
        raise NotFound("assignment")
    return found


def assignment_of_room(id: UUID) -> Assignment:
    """Return an assignment, whoever asks: for rooms and flow. Raises NotFound."""
    return with_activity(id)[0]


def with_activity(id: UUID) -> tuple[Assignment, Activity, Gap]:
    """Return an assignment, whoever asks, with its activity and the gap when it was opened."""
    points = CheckpointRow.objects.filter(assignment=OuterRef("id")).order_by("place")
    beside = points.values(json=JSONObject(**{name: F(name) for name in _POINT}))
    row = AssignmentRow.objects.filter(id=id).annotate(points=ArraySubquery(beside)).first()
    if row is None:
        raise NotFound("assignment")
    activity = activities.activity_of(id)
    return assignment_of(row, activity, row.points), activity, gap_kept(row.gap)


def assignments(
    *, reader: UUID, limit: int = 100, after: tuple[datetime, UUID] | None = None
) -> tuple[Assignment, ...]:
    """Return what the reader has taken on, and where they stand by, newest first.

    Their checkpoints are left out. Go on `after` the time and id of the last one.
    """
    inside = Q(learner=reader) | Q(mentor=reader) | Q(buddy=reader)
    rows = list(_newest(inside, after)[:limit])
    beside = activities.activities_by_id(row.id for row in rows)
    return tuple(assignment_of(row, beside[row.id]) for row in rows if row.id in beside)


def loan(id: UUID, *, lender: UUID) -> Loan:
    """Return what was asked of a lender, to them alone; raises NotFound."""
    row = AssignmentRow.objects.filter(id=id, lender=lender).first()
    if row is None:
        raise NotFound("assignment")
    return loan_of(row, activities.activity_of(id))


def loans(
    lender: UUID, *, limit: int = 100, after: tuple[datetime, UUID] | None = None
) -> tuple[Loan, ...]:
    """Return what somebody was asked to lend, or has lent, newest first; go on `after` one."""
    rows = list(_newest(Q(lender=lender), after)[:limit])
    beside = activities.activities_by_id(row.id for row in rows)
    return tuple(loan_of(row, beside[row.id]) for row in rows if row.id in beside)


def proposals(person: UUID, *, at: datetime) -> tuple[Proposed, ...]:
    """Return what is proposed to somebody and waits for them, newest first; one query."""
    rows = ProposalRow.objects.filter(person=person, closed=False, at__gt=at - PATIENCE)
    return tuple(_proposed(row) for row in rows.order_by("-at", "-id")[:MOST_PROPOSALS])


def proposals_of(people: Iterable[UUID], *, at: datetime) -> dict[UUID, tuple[Proposed, ...]]:
    """Return the same for many people, in one query; those to whom nothing is are left out."""
    rows = ProposalRow.objects.filter(person__in=list(people), closed=False, at__gt=at - PATIENCE)
    found: dict[UUID, tuple[Proposed, ...]] = {}
    for row in rows.order_by("-at", "-id"):
        found[row.person] = (*found.get(row.person, ()), _proposed(row))[:MOST_PROPOSALS]
    return found


def proposal(id: UUID, *, person: UUID) -> Proposed:
    """Return what is proposed to somebody; raises NotFound for anybody else's, and once closed."""
    row = ProposalRow.objects.filter(id=id, person=person, closed=False).first()
    if row is None:
        raise NotFound("proposal")
    return _proposed(row)


def begun(
    people: Iterable[UUID], *, since: datetime, until: datetime, limit: int = 1000
) -> tuple[Begun, ...]:
    """Return the assignments that some people began in a stretch of time, newest first.

    For rooms: who shows it to whom is theirs to decide.
    """
    wanted = {"learner__in": list(people), "started_at__gte": since, "started_at__lt": until}
    rows = list(AssignmentRow.objects.filter(**wanted).order_by("-started_at", "-id")[:limit])
    beside = activities.activities_by_id(row.id for row in rows)
    return tuple(begun_of(row, beside[row.id]) for row in rows if row.id in beside)


def has_one(people: Iterable[UUID]) -> frozenset[UUID]:
    """Return who of some people has a stretch assignment that is not over."""
    rows = AssignmentRow.objects.filter(learner__in=list(people), ended_at=None)
    return frozenset(rows.values_list("learner", flat=True))


def _newest(wanted: Q, after: tuple[datetime, UUID] | None) -> QuerySet[AssignmentRow]:
    if after is not None:
        at, id = after
        wanted &= Q(at__lt=at) | Q(at=at, id__lt=id)
    return AssignmentRow.objects.filter(wanted).order_by("-at", "-id")


def _proposed(row: ProposalRow) -> Proposed:
    return Proposed(
        id=row.id,
        person=row.person,
        episode=row.episode,
        reason=Reason(row.reason),
        title=row.title,
        says=row.says,
        skill=row.skill,
        at=row.at,
        by=row.by,
        wish=row.wish,
    )
