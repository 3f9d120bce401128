"""Eyes of activities: what somebody takes part in, what waits there, what they may read.

To whoever takes no part there is no such activity. `activity_of` is for other rooms, which ask
on nobody's behalf; no door shows what it returns to anybody.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from journeywork.activities.models import (
    REFLECTION,
    ActivityRow,
    CheckInRow,
    CommitmentRow,
    ParticipantRow,
)
from journeywork.activities.values import (
    activity_of as value_of,
)
from journeywork.activities.values import (
    check_in_of,
    commitment_of,
)
from journeywork.engine.activities import Activity, ActivityKind, ActivityState, CheckIn
from journeywork.engine.activities import CheckInState as State
from journeywork.engine.commitments import Commitment
from journeywork.engine.people import Person
from journeywork.engine.reflections import Reflection
from journeywork.engine.sharing import ONLY_ME, Audience, AudienceKind, may_read
from journeywork.kernel import looks, waits
from journeywork.kernel.errors import NotFound
from journeywork.kernel.reader import read_as
from journeywork.kernel.sealed import unseal
from journeywork.kernel.tenancy import current_org
from journeywork.people import queries as people

#: So many of the check-ins that have passed are shown.
MOST_BACK = 5
#: How a check-in is called among what waits in all rooms.
CHECK_IN = "check-in"
_READ = """
    select r.id, r.activity, r.author, r.stage, r.question, r.text, r.at,
        s.audience, s.person, s.team
    from activities_reflection r
    left join kernel_share s on s.org = r.org and s.kind = %(kind)s and s.thing = r.id
    where r.org = %(org)s
"""
_REFLECTIONS = f"{_READ} and r.activity = %(activity)s order by r.at, r.id"
_OWN_REFLECTION = f"{_READ} and r.id = %(id)s and r.author = %(author)s"


def activity(id: UUID, *, reader: UUID) -> Activity:
    """Return an activity that `reader` takes part in, or took part in; raises NotFound."""
    found = activity_of(id)
    if reader not in {each.person for each in found.participants}:
        raise NotFound("activity")
    return found


def activity_of(id: UUID) -> Activity:
    """Return an activity, whoever asks: for other rooms. Raises NotFound."""
    found = _values(ActivityRow.objects.filter(id=id))
    if not found:
        raise NotFound("activity")
    return found[0]


def activities_by_id(ids: Iterable[UUID]) -> dict[UUID, Activity]:
    """Return activities, whoever asks: for other rooms. Unknown ids are left out."""
    found = _values(ActivityRow.objects.filter(id__in=set(ids)))
    return {each.id: each for each in found}


def activities(
    *,
    person: UUID | None = None,
    kind: ActivityKind | None = None,
    state: ActivityState | None = None,
    episode: UUID | None = None,
    limit: int = 50,
    after: tuple[datetime, UUID] | None = None,
) -> tuple[Activity, ...]:
    """Return activities, newest first; go on `after` the time and id of the last one.

    `person` takes part in them and has not left; without one they are for other rooms.
    """
    rows = ActivityRow.objects.order_by("-at", "-id")
    wanted = {"kind": kind, "state": state, "episode": episode}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value is not None})
    if after is not None:
        at, id = after
        rows = rows.filter(Q(at__lt=at) | Q(at=at, id__lt=id))
    if person is not None:
        mine = ParticipantRow.objects.filter(person=person, left_at=None)
        rows = rows.filter(id__in=mine.values("activity"))
    return _values(rows[:limit])


def reflections(activity_id: UUID, *, reader: Person, at: datetime) -> tuple[Reflection, ...]:
    """Return what `reader` may read in an activity, oldest first: their own, and what is shared.

    That somebody else's was read is written down, and its author can see it.
    """
    found = activity_of(activity_id)
    return reflections_in(found, reader=reader, at=at)


def reflections_in(found: Activity, *, reader: Person, at: datetime) -> tuple[Reflection, ...]:
    """Return the same for an activity that is at hand."""
    given = {"org": current_org(), "activity": found.id, "kind": REFLECTION}
    rows = read_as(reader.id, _REFLECTIONS, given)
    # The database has chosen already; a policy that is amiss shall show nothing all the same.
    readable = tuple(
        each
        for each in map(_reflection, rows)
        if may_read(reader, author=each.author, audience=each.audience, participants=found.people)
    )
    authors = {each.author for each in readable}
    looks.look_at_all(persons=authors, what=REFLECTION, by=reader.id, at=at)
    return readable


def _reflection(row: tuple[Any, ...]) -> Reflection:
    id, activity, author, stage, question, text, at, kind, person, team = row
    audience = Audience(kind=AudienceKind(kind), person=person, team=team) if kind else ONLY_ME
    return Reflection(
        id=id,
        activity=activity,
        author=author,
        stage=stage,
        question=question,
        text=unseal(text),
        at=at,
        audience=audience,
    )


def own_reflection(id: UUID, *, author: UUID) -> Reflection:
    """Return a reflection to its author; to anybody else there is none (NotFound)."""
    given = {"org": current_org(), "id": id, "author": author, "kind": REFLECTION}
    found = read_as(author, _OWN_REFLECTION, given)
    if not found:
        raise NotFound(REFLECTION)
    return _reflection(found[0])


def commitments(
    *,
    activity: UUID | None = None,
    owner: UUID | None = None,
    open_only: bool = False,
    limit: int = 200,
) -> tuple[Commitment, ...]:
    """Return commitments by when they are due; `open_only` leaves out what is done."""
    rows = CommitmentRow.objects.exclude(text="").order_by("due", "at", "id")
    wanted = {"activity": activity, "owner": owner}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value is not None})
    if open_only:
        rows = rows.filter(done_at=None)
    return tuple(commitment_of(row) for row in rows[:limit])


def commitment(id: UUID, *, owner: UUID) -> Commitment:
    """Return a commitment to its owner; raises NotFound for anybody else."""
    row = CommitmentRow.objects.filter(id=id, owner=owner).first()
    if row is None:
        raise NotFound("commitment")
    return commitment_of(row)


def check_ins(
    activity_ids: Iterable[UUID],
    *,
    since: datetime | None = None,
    state: State | None = None,
    limit: int = 200,
) -> tuple[CheckIn, ...]:
    """Return check-ins of some activities in order of time, from `since` on."""
    rows = CheckInRow.objects.filter(activity__in=set(activity_ids)).order_by("at", "id")
    wanted = {"at__gte": since, "state": state}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value is not None})
    return tuple(check_in_of(row) for row in rows[:limit])


def next_check_ins(activity_ids: Iterable[UUID], *, at: datetime) -> tuple[CheckIn, ...]:
    """Return the next check-in of each activity that has one to come."""
    rows = CheckInRow.objects.filter(activity__in=set(activity_ids), state=State.PLANNED)
    rows = rows.filter(at__gt=at).order_by("activity", "at").distinct("activity")
    return tuple(check_in_of(row) for row in rows)


def meetings_of(persons: Iterable[UUID], *, since: datetime) -> dict[UUID, tuple[CheckIn, ...]]:
    """Return what is planned for each of some people from `since` on: when they are taken."""
    wanted = set(persons)
    taking_part = ParticipantRow.objects.filter(person__in=wanted, left_at=None)
    of: dict[UUID, set[UUID]] = {person: set() for person in wanted}
    for person, activity in taking_part.values_list("person", "activity"):
        of[person].add(activity)
    every = check_ins(set().union(*of.values()), since=since, state=State.PLANNED, limit=2000)
    return {id: tuple(one for one in every if one.activity in mine) for id, mine in of.items()}


def check_ins_around(activity_id: UUID, *, at: datetime, ahead: int) -> tuple[CheckIn, ...]:
    """Return the last check-ins of an activity and the next `ahead`, in order of time."""
    rows = CheckInRow.objects.filter(activity=activity_id)
    near = (
        rows.filter(at__lte=at)
        .order_by("-at")[:MOST_BACK]
        .union(rows.filter(at__gt=at).order_by("at")[:ahead], all=True)
    )
    return tuple(sorted(map(check_in_of, near), key=lambda each: (each.at, each.id)))


def check_ins_due(person: UUID, *, at: datetime) -> tuple[CheckIn, ...]:
    """Return check-ins of a person's running activities whose time has come, oldest first."""
    return tuple(check_in_of(row) for row in _due(person, at).order_by("at", "id"))


def waits_for(person: UUID, *, at: datetime) -> waits.Waits:
    """Return how to find the check-ins that wait, for a page that shows several rooms."""
    return waits.waiting(
        _due(person, at), kind=CHECK_IN, thing="activity", title=title_of("activity"), at="at"
    )


def title_of(column: str) -> Subquery:
    """Return how a statement of another room finds the title of the activity in its column."""
    return Subquery(ActivityRow.objects.filter(id=OuterRef(column)).values("title"))


def running(person: UUID) -> Subquery:
    """Return how such a statement finds the activities of somebody that run: their ids."""
    mine = ParticipantRow.objects.filter(person=person, left_at=None).values("activity")
    return Subquery(ActivityRow.objects.filter(id__in=mine, state=ActivityState.OPEN).values("id"))


def resting(kind: ActivityKind) -> Subquery:
    """Return how such a statement finds what is paused: their ids."""
    rows = ActivityRow.objects.filter(kind=kind, state=ActivityState.PAUSED)
    return Subquery(rows.values("id"))


def time_up(kind: ActivityKind, *, at: datetime) -> Subquery:
    """Return how a statement of another room finds what should be over by a time: their ids."""
    open_ones = ActivityRow.objects.filter(kind=kind, ends_at__lte=at)
    return Subquery(open_ones.exclude(state=ActivityState.ENDED).values("id"))


def _due(person: UUID, at: datetime) -> "QuerySet[CheckInRow]":
    planned = CheckInRow.objects.filter(state=State.PLANNED, at__lte=at)
    return planned.filter(activity__in=running(person))


def names_of(found: Activity) -> dict[UUID, str]:
    """Return the names of everybody who takes part in an activity, or took part."""
    if all(each.name for each in found.participants):
        return {each.person: each.name for each in found.participants}
    return people.names(each.person for each in found.participants)


def _values(rows: "QuerySet[ActivityRow]") -> tuple[Activity, ...]:
    """Return activities with everybody who takes part in them, in one statement."""
    taking_part = ParticipantRow.objects.filter(activity=OuterRef("id")).order_by("joined_at", "id")
    columns = {name: F(name) for name in ("person", "role", "joined_at", "left_at")}
    beside = taking_part.values(json=JSONObject(**columns, name=people.name_of("person")))
    return tuple(
        value_of(row, row.taking_part) for row in rows.annotate(taking_part=ArraySubquery(beside))
    )
