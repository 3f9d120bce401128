"""Activities begin, people come and go, they rest, go on and end.

Whoever takes part may do each of these, and a room on nobody's behalf (`by` None); to others
there is no such activity. Nobody is asked for a reason, and nobody can be taken out by others.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from journeywork.activities import queries
from journeywork.activities.facts import (
    ActivityChanged,
    ActivityEnded,
    ActivityJoined,
    ActivityLeft,
    ActivityMovedOn,
    ActivityPaused,
    ActivityResumed,
)
from journeywork.activities.models import ActivityRow, ParticipantRow
from journeywork.activities.opening_many import Opening, check_end, known, open_all
from journeywork.activities.planning import plan
from journeywork.activities.values import kept_cadence
from journeywork.engine import activities as engine
from journeywork.engine.activities import Activity, ActivityKind, ActivityState, GuideName
from journeywork.engine.cadence import Cadence
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.facts import Fact, publish
from journeywork.kernel.one_by_one import one_by_one

log = logging.getLogger(__name__)


def open_activity(
    *,
    kind: ActivityKind,
    title: str,
    guide: GuideName,
    participants: Mapping[UUID, str],
    by: UUID | None,
    at: datetime,
    stage: str = "",
    episode: UUID | None = None,
    ends_at: datetime | None = None,
    cadence: Cadence | None = None,
) -> Activity:
    """Begin an activity with some people in roles: person -> role. Raises Invalid by field."""
    opening = Opening(
        kind=kind,
        title=title,
        guide=guide,
        participants=participants,
        stage=stage,
        episode=episode,
        ends_at=ends_at,
        cadence=cadence,
    )
    with transaction.atomic():
        (id,) = open_all([opening], by=by, at=at)
        return queries.activity_of(id)


def join(
    *, activity_id: UUID, person_id: UUID, role: str, by: UUID | None, at: datetime
) -> Activity:
    """Let somebody take part from now on, or again; who does so already changes nothing."""
    known([person_id])
    with transaction.atomic():
        before = _locked(activity_id, by)
        after = _move(lambda: engine.joined(before, person_id, role, at))
        if after == before:
            return before
        ParticipantRow.objects.update_or_create(
            activity=activity_id,
            person=person_id,
            defaults={"role": role, "joined_at": at, "left_at": None},
        )
        publish(ActivityJoined(activity=activity_id, person=person_id, by=by, at=at))
        return _planned(after, at)


def leave(*, activity_id: UUID, person_id: UUID, by: UUID | None, at: datetime) -> Activity:
    """Let somebody take part no more; the last one who leaves ends the activity.

    What they wrote stays theirs. Only they themselves can (NotFound), or nobody's behalf.
    """
    with transaction.atomic():
        before = _locked(activity_id, by)
        if by not in (None, person_id):
            raise NotFound("activity")
        after = engine.left(before, person_id, at)
        if after == before:
            return before
        mine = ParticipantRow.objects.filter(activity=activity_id, person=person_id)
        mine.update(left_at=at)
        publish(ActivityLeft(activity=activity_id, person=person_id, by=by, at=at))
        if after.state is not before.state:
            return _take(before, after, at, _over(after, by, at))
        return _planned(after, at)


def leave_all(*, person_id: UUID, at: datetime) -> int:
    """Let somebody who works here no more take part in nothing; return in how much they did."""
    mine = ParticipantRow.objects.filter(person=person_id, left_at=None)
    ids = list(mine.values_list("activity", flat=True))
    for id in ids:
        leave(activity_id=id, person_id=person_id, by=None, at=at)
    return len(ids)


def pause(*, activity_id: UUID, until: date | None, by: UUID | None, at: datetime) -> Activity:
    """Let an activity rest until a day, or until somebody resumes it. Raises Invalid."""
    with transaction.atomic():
        before = _locked(activity_id, by)
        after = _move(lambda: engine.paused(before, until, at), "until")
        fact = ActivityPaused(activity=activity_id, until=until, by=by, at=at)
        return _take(before, after, at, fact)


def resume(*, activity_id: UUID, by: UUID | None, at: datetime) -> Activity:
    """Let an activity go on; one that runs stays as it is."""
    with transaction.atomic():
        before = _locked(activity_id, by)
        after = _move(lambda: engine.resumed(before, at))
        return _take(before, after, at, ActivityResumed(activity=activity_id, by=by, at=at))


def move_on(*, activity_id: UUID, stage: str, by: UUID | None, at: datetime) -> Activity:
    """Bring an activity to another stage of its guide; Invalid where it has ended."""
    with transaction.atomic():
        before = _locked(activity_id, by)
        after = _move(lambda: engine.moved_on(before, stage, at), "stage")
        moved = ActivityMovedOn(activity=activity_id, kind=before.kind, stage=stage, by=by, at=at)
        return _take(before, after, at, moved)


def end(*, activity_id: UUID, by: UUID | None, at: datetime) -> Activity:
    """End an activity; one that has ended stays as it is."""
    with transaction.atomic():
        before = _locked(activity_id, by)
        after = engine.ended(before, at)
        return _take(before, after, at, _over(after, by, at))


def change_end(
    *, activity_id: UUID, ends_at: datetime | None, by: UUID | None, at: datetime
) -> Activity:
    """Say anew by when an activity is over; Invalid for a time that is past."""
    check_end(ends_at, at)
    with transaction.atomic():
        before = _locked(activity_id, by)
        after = replace(_move(lambda: _open(before)), ends_at=ends_at)
        return _take(before, after, at, ActivityChanged(activity=activity_id, by=by, at=at))


def change_cadence(
    *, activity_id: UUID, cadence: Cadence | None, by: UUID | None, at: datetime
) -> Activity:
    """Say anew how often an activity meets; None: no more."""
    with transaction.atomic():
        before = _locked(activity_id, by)
        after = replace(_move(lambda: _open(before)), cadence=cadence)
        return _take(before, after, at, ActivityChanged(activity=activity_id, by=by, at=at))


def wake(*, at: datetime) -> int:
    """Resume what was paused until a day that has come, each by itself; return how many."""
    paused = ActivityRow.objects.filter(
        state=ActivityState.PAUSED.value, paused_until__lte=at.date()
    )
    ids = list(paused.values_list("id", flat=True))
    return len(one_by_one(log, ids, lambda one: resume(activity_id=one, by=None, at=at)))


def _take(before: Activity, after: Activity, at: datetime, fact: Fact) -> Activity:
    """Write what has changed, tell of it, and plan anew; nothing where nothing has."""
    if after == before:
        return before
    row = ActivityRow.objects.get(id=after.id)
    row.state, row.stage = after.state.value, after.stage
    row.paused_until, row.ended_at, row.ends_at = after.paused_until, after.ended_at, after.ends_at
    row.cadence = kept_cadence(after.cadence)
    row.save()
    publish(fact)
    return _planned(after, at)


def _planned(activity: Activity, at: datetime) -> Activity:
    plan(activity, at=at)
    return activity


def _over(activity: Activity, by: UUID | None, at: datetime) -> ActivityEnded:
    return ActivityEnded(activity=activity.id, kind=activity.kind, by=by, at=at)


def _locked(activity_id: UUID, by: UUID | None) -> Activity:
    """Return the activity, which nobody else changes meanwhile; NotFound for who is not in it."""
    list(ActivityRow.objects.select_for_update().filter(id=activity_id).values("id"))
    activity = queries.activity_of(activity_id)
    if by is not None and not activity.takes_part(by):
        raise NotFound("activity")
    return activity


def _open(activity: Activity) -> Activity:
    if activity.state is ActivityState.ENDED:
        raise ValueError("it has ended")
    return activity


def _move(move: Callable[[], Activity], field: str = "activity") -> Activity:
    try:
        return move()
    except ValueError as fault:
        raise Invalid({field: str(fault)}) from None
