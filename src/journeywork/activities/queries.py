"""Eyes of activities: what somebody takes part in, what waits there, what they may read.

To whoever takes no part there is no such activity. `activity_of` is for other rooms, which ask
on nobody's behalf; no door shows what it returns to anybody.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from journeywork.activities.models import (
    REFLECTION,
    ActivityRow,
    CheckInRow,
    CommitmentRow,
    ParticipantRow,
    ReflectionRow,
)
from journeywork.activities.values import (
    activity_of as value_of,
)
from journeywork.activities.values import (
    by_activity,
    check_in_of,
    commitment_of,
    reflection_of,
)
from journeywork.engine.activities import Activity, ActivityKind, ActivityState, CheckIn
from journeywork.engine.activities import CheckInState as State
from journeywork.engine.commitments import Commitment
from journeywork.engine.people import Person
from journeywork.engine.reflections import Reflection
from journeywork.engine.sharing import ONLY_ME, may_read
from journeywork.kernel import looks, sharing
from journeywork.kernel.errors import NotFound
from journeywork.kernel.reader import reading_as
from journeywork.people import queries as people


def activity(id: UUID, *, reader: UUID) -> Activity:
    """Return an activity that `reader` takes part in, or took part in; raises NotFound."""
    found = activity_of(id)
    if reader not in {each.person for each in found.participants}:
        raise NotFound("activity")
    return found


def activity_of(id: UUID) -> Activity:
    """Return an activity, whoever asks: for other rooms. Raises NotFound."""
    row = ActivityRow.objects.filter(id=id).first()
    if row is None:
        raise NotFound("activity")
    return _values([row])[0]


def activities_by_id(ids: Iterable[UUID]) -> dict[UUID, Activity]:
    """Return activities, whoever asks: for other rooms. Unknown ids are left out."""
    found = _values(list(ActivityRow.objects.filter(id__in=set(ids))))
    return {each.id: each for each in found}


def activities(
    *,
    person: UUID | None = None,
    kind: ActivityKind | None = None,
    state: ActivityState | None = None,
    episode: UUID | None = None,
    limit: int = 50,
    before: datetime | None = None,
) -> tuple[Activity, ...]:
    """Return activities, newest first; go on `before` the time of the last one.

    `person` takes part in them and has not left; without one they are for other rooms.
    """
    rows = ActivityRow.objects.order_by("-at", "-id")
    wanted = {"kind": kind, "state": state, "episode": episode, "at__lt": before}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value is not None})
    if person is not None:
        mine = ParticipantRow.objects.filter(person=person, left_at=None)
        rows = rows.filter(id__in=mine.values("activity"))
    return _values(list(rows[:limit]))


def reflections(activity_id: UUID, *, reader: Person, at: datetime) -> tuple[Reflection, ...]:
    """Return what `reader` may read in an activity, oldest first: their own, and what is shared.

    That somebody else's was read is written down, and its author can see it.
    """
    participants = activity_of(activity_id).people
    with reading_as(reader.id):
        rows = list(ReflectionRow.objects.filter(activity=activity_id).order_by("at", "id"))
        shared = sharing.audiences(REFLECTION, [row.id for row in rows])
        found = [reflection_of(row, shared.get(row.id, ONLY_ME)) for row in rows]
        # The database has said so already; a policy that is amiss shall show nothing all the same.
        readable = tuple(
            each
            for each in found
            if may_read(
                reader, author=each.author, audience=each.audience, participants=participants
            )
        )
        for author in sorted({each.author for each in readable}):
            looks.look(person_id=author, what=REFLECTION, by=reader.id, at=at)
    return readable


def own_reflection(id: UUID, *, author: UUID) -> Reflection:
    """Return a reflection to its author; to anybody else there is none (NotFound)."""
    with reading_as(author):
        row = ReflectionRow.objects.filter(id=id, author=author).first()
        if row is None:
            raise NotFound(REFLECTION)
        return reflection_of(row, sharing.audiences(REFLECTION, [id]).get(id, ONLY_ME))


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


def check_ins_due(person: UUID, *, at: datetime) -> tuple[CheckIn, ...]:
    """Return check-ins of a person's running activities whose time has come, oldest first."""
    mine = ParticipantRow.objects.filter(person=person, left_at=None).values("activity")
    running = ActivityRow.objects.filter(id__in=mine, state=ActivityState.OPEN).values("id")
    rows = CheckInRow.objects.filter(activity__in=running, state=State.PLANNED, at__lte=at)
    return tuple(check_in_of(row) for row in rows.order_by("at", "id"))


def names_of(found: Activity) -> dict[UUID, str]:
    """Return the names of everybody who takes part in an activity, or took part."""
    return people.names(each.person for each in found.participants)


def _values(rows: list[ActivityRow]) -> tuple[Activity, ...]:
    ids = [row.id for row in rows]
    participants = ParticipantRow.objects.filter(activity__in=ids).order_by("joined_at", "id")
    taking_part = by_activity(participants)
    return tuple(value_of(row, taking_part.get(row.id, [])) for row in rows)
