"""Check-ins are made ahead, kept in step with the cadence, and answered."""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import islice, takewhile
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from journeywork.activities import queries
from journeywork.activities.facts import CheckInAnswered
from journeywork.activities.models import ActivityRow, CheckInRow, ParticipantRow
from journeywork.activities.values import check_in_of
from journeywork.engine.activities import Activity, ActivityState, CheckIn, CheckInState
from journeywork.engine.cadence import LENGTH, Slot, slots
from journeywork.engine.people import DaysOff, WorkingTime
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.facts import publish
from journeywork.kernel.one_by_one import in_batches
from journeywork.people import queries as people

log = logging.getLogger(__name__)

#: Check-ins stand so far ahead: what a calendar shows of the weeks to come.
AHEAD = timedelta(days=62)
MOST_AHEAD = 20
#: So many activities are looked at together.
TOGETHER = 200
#: A check-in is at most so far from the day that its cadence means (`engine.cadence`).
FARTHEST_MOVE = timedelta(days=32)

#: Somebody's hours, and their days off.
_Lives = Mapping[UUID, tuple[WorkingTime, Sequence[DaysOff]]]


def plan(activity: Activity, *, at: datetime) -> None:
    """Bring the check-ins to come in line with the cadence, the hours and the days off.

    What was answered, or has passed, stays as it is; so does what was agreed on by hand, for as
    long as the activity runs. Doing it again changes nothing.
    """
    wanted = _wanted(activity, _lives([activity]), at)
    rows = CheckInRow.objects.filter(activity=activity.id)
    to_come = rows.filter(state=CheckInState.PLANNED.value, at__gt=at)
    if activity.state is ActivityState.OPEN:
        to_come = to_come.filter(minutes=None)
    to_come.exclude(planned__in=wanted).delete()
    kept = {row.planned: row for row in rows.filter(planned__in=wanted)}
    for row in kept.values():
        if _is_to_come(row, at) and row.at != wanted[row.planned]:
            CheckInRow.objects.filter(id=row.id).update(at=wanted[row.planned], moved=row.moved + 1)
    CheckInRow.objects.bulk_create(
        CheckInRow(activity=activity.id, planned=planned, at=time, state=CheckInState.PLANNED.value)
        for planned, time in wanted.items()
        if planned not in kept
    )


def plan_new(activities: Sequence[Activity], *, at: datetime) -> None:
    """Plan activities that have no check-in yet, all of them together."""
    lives = _lives(activities)
    CheckInRow.objects.bulk_create(
        CheckInRow(activity=each.id, planned=planned, at=time, state=CheckInState.PLANNED.value)
        for each in activities
        for planned, time in _wanted(each, lives, at).items()
    )


def meet(
    *,
    activity_id: UUID,
    starts: datetime,
    length: timedelta,
    at: datetime,
    instead_of: UUID | None = None,
) -> CheckIn:
    """Agree on a check-in by hand, on behalf of all who take part; for other rooms.

    `instead_of` is one agreed on before, which moves: calendars see the same one at its new
    time. One that was skipped on that day makes way. Raises Invalid for a day that has one, and
    for a time that is past.
    """
    if starts <= at:
        raise Invalid({"starts": "must lie ahead"})
    with transaction.atomic():
        list(ActivityRow.objects.select_for_update().filter(id=activity_id).values("id"))
        found = queries.activity_of(activity_id)
        if found.state is not ActivityState.OPEN:
            raise Invalid({"starts": "it has ended, or it rests"})
        rows = CheckInRow.objects.filter(activity=activity_id)
        same_day = rows.filter(planned=starts.date()).exclude(id=instead_of)
        same_day.filter(state=CheckInState.SKIPPED.value).delete()
        if same_day.exists():
            raise Invalid({"starts": "you meet on that day already"})
        row = rows.filter(id=instead_of, state=CheckInState.PLANNED.value).first()
        row = row or CheckInRow(activity=activity_id, moved=-1)
        row.planned, row.at, row.moved = starts.date(), starts, row.moved + 1
        row.minutes, row.state = int(length.total_seconds() // 60), CheckInState.PLANNED.value
        row.save()
    return check_in_of(row)


def plan_all(*, at: datetime) -> int:
    """Plan every activity that runs and meets; return how many. For the clock.

    Hardly any is out of step, so many are looked at together, and only those are locked. Where
    it breaks for one, the others are planned all the same; then the first fault is raised.
    """
    running = ActivityRow.objects.filter(state=ActivityState.OPEN.value, cadence__isnull=False)
    ids = list(running.order_by("id").values_list("id", flat=True))

    def prepare(few: Sequence[UUID]) -> Callable[[UUID], None]:
        amiss = set(_out_of_step(few, at))
        return lambda one: _plan_anew(one, at) if one in amiss else None

    return len(in_batches(log, ids, prepare, at_once=TOGETHER))


def _plan_anew(id: UUID, at: datetime) -> None:
    with transaction.atomic():
        list(ActivityRow.objects.select_for_update().filter(id=id).values("id"))
        plan(queries.activity_of(id), at=at)


def answer_check_in(*, check_in_id: UUID, done: bool, by: UUID, at: datetime) -> CheckIn:
    """Say that a check-in took place, or was skipped; who says otherwise later counts.

    Only those who take part can (NotFound). Invalid for one of a later day.
    """
    with transaction.atomic():
        row = CheckInRow.objects.select_for_update().filter(id=check_in_id).first()
        taking_part = ParticipantRow.objects.filter(person=by, left_at=None)
        if row is None or not taking_part.filter(activity=row.activity).exists():
            raise NotFound("check-in")
        if done and row.at - at > timedelta(days=1):
            raise Invalid({"done": "is said once it has taken place"})
        row.state = (CheckInState.DONE if done else CheckInState.SKIPPED).value
        row.answered_by, row.answered_at = by, at
        row.save()
        found, met = queries.activity_of(row.activity), row.at if done else None
        publish(CheckInAnswered(activity=found.id, kind=found.kind, met=met, by=by, at=at))
    return check_in_of(row)


def met_unplanned(*, activity_id: UUID, by: UUID, at: datetime) -> CheckIn:
    """Keep that those of an activity have met today, though nothing was planned.

    What was planned for today is what took place then. Only those who take part (NotFound).
    """
    with transaction.atomic():
        list(ActivityRow.objects.select_for_update().filter(id=activity_id).values("id"))
        if not queries.activity_of(activity_id).takes_part(by):
            raise NotFound("activity")
        same_day = CheckInRow.objects.filter(activity=activity_id, planned=at.date()).first()
        row = same_day or CheckInRow.objects.create(
            activity=activity_id,
            planned=at.date(),
            at=at,
            minutes=int(LENGTH.total_seconds() // 60),
            state=CheckInState.PLANNED.value,
        )
        return answer_check_in(check_in_id=row.id, done=True, by=by, at=at)


def _out_of_step(ids: Sequence[UUID], at: datetime) -> list[UUID]:
    """Return the activities whose check-ins to come are not what they should be."""
    activities = queries.activities_by_id(ids)
    lives = _lives(activities.values())
    there: dict[UUID, list[CheckInRow]] = {id: [] for id in ids}
    near = CheckInRow.objects.filter(activity__in=ids)
    for row in near.filter(Q(planned__gte=at.date() - FARTHEST_MOVE) | Q(at__gt=at)):
        there[row.activity].append(row)
    return [
        id
        for id, activity in activities.items()
        if not _is_in_step(there[id], _wanted(activity, lives, at), at)
    ]


def _is_in_step(rows: Sequence[CheckInRow], wanted: dict[date, datetime], at: datetime) -> bool:
    """Tell whether `plan` would leave these rows as they are."""
    to_come = {row.planned: row.at for row in rows if _is_to_come(row, at)}
    there = {row.planned for row in rows}
    return wanted.keys() <= there and all(
        wanted.get(planned) == time for planned, time in to_come.items()
    )


def _is_to_come(row: CheckInRow, at: datetime) -> bool:
    """Tell whether a check-in lies ahead and is the cadence's: not one agreed on by hand."""
    return row.state == CheckInState.PLANNED.value and row.minutes is None and row.at > at


def _lives(activities: Iterable[Activity]) -> _Lives:
    """Return the hours and the days off of everybody who takes part in any of these."""
    persons = people.persons({person for each in activities for person in each.people})
    off = people.days_off_of(persons)
    return {id: (each.working_time, off.get(id, ())) for id, each in persons.items()}


def _wanted(activity: Activity, lives: _Lives, at: datetime) -> dict[date, datetime]:
    """Return the check-ins that an activity should have from now on: day -> time in UTC."""
    if activity.cadence is None or activity.state is not ActivityState.OPEN:
        return {}
    mine = [lives[person] for person in activity.people if person in lives]
    last = min(activity.ends_at or at + AHEAD, at + AHEAD)
    day = last.astimezone(activity.cadence.zone).date()
    found = slots(
        replace(activity.cadence, until=min(activity.cadence.until or day, day)),
        hours=[hours for hours, _ in mine],
        off=[off for _, off in mine],
        after=at,
    )
    near: Iterable[Slot] = takewhile(lambda slot: slot.at <= last, found)
    return {slot.planned: slot.at for slot in islice(near, MOST_AHEAD)}
