"""Check-ins are made ahead, kept in step with the cadence, and answered."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import takewhile
from uuid import UUID

from django.db import transaction

from journeywork.activities import queries
from journeywork.activities.models import ActivityRow, CheckInRow, ParticipantRow
from journeywork.activities.values import check_in_of
from journeywork.engine.activities import Activity, ActivityState, CheckIn, CheckInState
from journeywork.engine.cadence import Slot, slots
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.people import queries as people

#: Check-ins stand so far ahead: what a calendar shows of the weeks to come.
AHEAD = timedelta(days=62)
MOST_AHEAD = 20


def plan(activity: Activity, *, at: datetime) -> None:
    """Bring the check-ins to come in line with the cadence, the hours and the days off.

    What was answered, or has passed, stays as it is; so does what was agreed on by hand, for as
    long as the activity runs. Doing it again changes nothing.
    """
    wanted = {slot.planned: slot.at for slot in _slots(activity, at)}
    rows = CheckInRow.objects.filter(activity=activity.id)
    to_come = rows.filter(state=CheckInState.PLANNED.value, at__gt=at)
    if activity.state is ActivityState.OPEN:
        to_come = to_come.filter(minutes=None)
    to_come.exclude(planned__in=wanted).delete()
    kept = {row.planned: row for row in rows.filter(planned__in=wanted)}
    for row in kept.values():
        if (
            row.state == CheckInState.PLANNED.value
            and row.minutes is None
            and row.at > at
            and row.at != wanted[row.planned]
        ):
            CheckInRow.objects.filter(id=row.id).update(at=wanted[row.planned], moved=row.moved + 1)
    CheckInRow.objects.bulk_create(
        CheckInRow(activity=activity.id, planned=planned, at=time, state=CheckInState.PLANNED.value)
        for planned, time in wanted.items()
        if planned not in kept
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
    """Plan every activity that runs and meets; return how many. For the clock."""
    running = ActivityRow.objects.filter(state=ActivityState.OPEN.value, cadence__isnull=False)
    ids = list(running.values_list("id", flat=True))
    for id in ids:
        with transaction.atomic():
            list(ActivityRow.objects.select_for_update().filter(id=id).values("id"))
            plan(queries.activity_of(id), at=at)
    return len(ids)


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
    return check_in_of(row)


def _slots(activity: Activity, at: datetime) -> list[Slot]:
    if activity.cadence is None or activity.state is not ActivityState.OPEN:
        return []
    persons = people.persons(activity.people)
    off = people.days_off_of(persons)
    last = min(activity.ends_at or at + AHEAD, at + AHEAD)
    day = last.astimezone(activity.cadence.zone).date()
    found = slots(
        replace(activity.cadence, until=min(activity.cadence.until or day, day)),
        hours=[each.working_time for each in persons.values()],
        off=[off.get(id, ()) for id in persons],
        after=at,
    )
    return list(takewhile(lambda slot: slot.at <= last, found))[:MOST_AHEAD]
