"""When the two of a visit meet: times are proposed that suit both, and both agree to one."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from journeywork.activities import actions as activities
from journeywork.activities import queries as activity_queries
from journeywork.engine.activities import ActivityState, CheckInState
from journeywork.engine.shadow_slots import AHEAD, Calendar, fits_both, propose
from journeywork.engine.shadowing import Visit
from journeywork.engine.stretches import Stretch
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.facts import publish
from journeywork.people import queries as people
from journeywork.shadowing import queries
from journeywork.shadowing.facts import VisitAgreed
from journeywork.shadowing.models import BusyRow, SlotRow, VisitRow
from journeywork.shadowing.visiting import running

_DAY = timedelta(days=1)
MOST_SLOTS = 8


def find_times(*, visit_id: UUID, by: UUID, at: datetime) -> Visit:
    """Propose times anew: in the hours of both, where neither has anything else.

    What only one has agreed to so far goes. There may be none; then `slots` is empty.
    """
    with transaction.atomic():
        row = running(visit_id, by)
        _runs(visit_id)
        host, visitor = _calendars(row, at)
        SlotRow.objects.filter(visit=visit_id).delete()
        found = propose(host, visitor, after=at, length=timedelta(minutes=row.minutes))
        SlotRow.objects.bulk_create(
            SlotRow(visit=visit_id, starts=starts, ends=ends) for starts, ends in found
        )
    return queries.visit(visit_id, reader=by)


def suggest(*, visit_id: UUID, starts: datetime, by: UUID, at: datetime) -> Visit:
    """Propose a time of one's own, and agree to it. Raises Invalid where it suits not both."""
    with transaction.atomic():
        row = running(visit_id, by)
        _runs(visit_id)
        slot = (starts, starts + timedelta(minutes=row.minutes))
        if not at < starts <= at + AHEAD * 12:
            raise Invalid({"starts": "must lie ahead"})
        if SlotRow.objects.filter(visit=visit_id).exclude(starts=starts).count() >= MOST_SLOTS:
            raise Invalid({"starts": f"there are {MOST_SLOTS} already: agree to one of them"})
        if not fits_both(*_calendars(row, at), slot):
            raise Invalid({"starts": "lies outside the hours of one of you, or on something else"})
        made, _is_new = SlotRow.objects.get_or_create(
            visit=visit_id, starts=starts, defaults={"ends": slot[1]}
        )
        return _agree(row, made, by=by, at=at)


def agree(*, slot_id: UUID, visit_id: UUID, by: UUID, at: datetime) -> Visit:
    """Agree to a time; once both have, it stands in the calendars of both. Raises Invalid."""
    with transaction.atomic():
        row = running(visit_id, by)
        _runs(visit_id)
        slot = SlotRow.objects.filter(id=slot_id, visit=visit_id).first()
        if slot is None:
            raise NotFound("time")
        if slot.starts <= at:
            raise Invalid({"slot": "has passed already"})
        return _agree(row, slot, by=by, at=at)


def move(*, visit_id: UUID, check_in_id: UUID, by: UUID, at: datetime) -> Visit:
    """Seek another time for what was agreed: it stays until both agree to a new one."""
    with transaction.atomic():
        row = running(visit_id, by)
        _planned(visit_id, check_in_id)
        row.moving = check_in_id
        row.save(update_fields=("moving",))
        return find_times(visit_id=visit_id, by=by, at=at)


def cancel(*, visit_id: UUID, check_in_id: UUID, by: UUID, at: datetime) -> Visit:
    """Call off what was agreed. Nobody is asked why, and the visit goes on."""
    with transaction.atomic():
        row = running(visit_id, by)
        _planned(visit_id, check_in_id)
        activities.answer_check_in(check_in_id=check_in_id, done=False, by=by, at=at)
        row.moving = None
        row.save(update_fields=("moving",))
    return queries.visit(visit_id, reader=by)


def set_busy(*, person_id: UUID, busy: Iterable[Stretch], at: datetime) -> int:
    """Keep when a person has something else, in place of what was kept; return how many times.

    Nothing else of a calendar is kept: no title, no place, no people.
    """
    wanted = sorted({each for each in busy if each[1] > at})
    with transaction.atomic():
        BusyRow.objects.filter(person=person_id).delete()
        BusyRow.objects.bulk_create(
            BusyRow(person=person_id, starts=starts, ends=ends) for starts, ends in wanted
        )
    return len(wanted)


def sweep(*, at: datetime) -> int:
    """Forget when people were busy, once it is past; return how many times went."""
    return BusyRow.objects.filter(ends__lt=at - _DAY).delete()[0]


def _agree(row: VisitRow, slot: SlotRow, *, by: UUID, at: datetime) -> Visit:
    slot.yes = sorted({*slot.yes, by})
    slot.save(update_fields=("yes",))
    if {row.host, row.visitor} <= set(slot.yes):
        host, visitor = _calendars(row, at)
        if not fits_both(host, visitor, (slot.starts, slot.ends)):
            slot.delete()
            raise Invalid({"slot": "does not suit both of you any more: seek another time"})
        made = activities.meet(
            activity_id=row.id,
            starts=slot.starts,
            length=slot.ends - slot.starts,
            instead_of=row.moving,
            at=at,
        )
        SlotRow.objects.filter(visit=row.id).delete()
        row.moving = None
        row.save(update_fields=("moving",))
        publish(VisitAgreed(visit=row.id, check_in=made.id, by=by, at=at))
    return queries.visit(row.id, reader=by)


def _calendars(row: VisitRow, at: datetime) -> tuple[Calendar, Calendar]:
    """Return when the two work, are off, and have something else: the host's calendar first."""
    both = people.persons([row.host, row.visitor])
    if not both.keys() >= {row.host, row.visitor}:
        raise Invalid({"people": "must be people who can sign in here"})
    off, met = people.days_off_of(both), activity_queries.meetings_of(both, since=at - _DAY)
    busy: dict[UUID, list[Stretch]] = {
        id: [(each.at, each.ends) for each in met[id] if each.id != row.moving] for id in both
    }
    rows = BusyRow.objects.filter(person__in=both, ends__gt=at)
    for person, starts, ends in rows.values_list("person", "starts", "ends"):
        busy[person].append((starts, ends))
    host, visitor = (
        Calendar(hours=both[id].working_time, off=off.get(id, ()), busy=busy[id])
        for id in (row.host, row.visitor)
    )
    return host, visitor


def _planned(visit_id: UUID, check_in_id: UUID) -> None:
    planned = activity_queries.check_ins([visit_id], state=CheckInState.PLANNED)
    if check_in_id not in {each.id for each in planned}:
        raise NotFound("meeting")


def _runs(visit_id: UUID) -> None:
    if activity_queries.activity_of(visit_id).state is not ActivityState.OPEN:
        raise Invalid({"visit": "it rests: let it go on first"})
