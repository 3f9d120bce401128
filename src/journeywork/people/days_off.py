"""Days on which people do not work: said by themselves, and never why."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from journeywork.engine.people import DaysOff, Person
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.locks import one_at_a_time
from journeywork.people.models import DaysOffRow, PersonRow

LONGEST = timedelta(days=366)
MOST = 100


def add_days_off(
    *, person_id: UUID, first: date, last: date, by: UUID | None, at: datetime
) -> DaysOff:
    """Say that a person does not work from `first` to `last`, both included.

    The same days again change nothing. Raises NotFound, and Invalid by field.
    """
    del by
    _check(first, last, at.date())
    with transaction.atomic():
        one_at_a_time(f"days off of {person_id}")
        if not PersonRow.objects.filter(id=person_id).exists():
            raise NotFound("person")
        mine = DaysOffRow.objects.filter(person=person_id)
        if mine.filter(last__gte=at.date()).count() >= MOST:
            raise Invalid({"first": f"there are {MOST} to come already: remove one first"})
        row, _ = mine.get_or_create(person=person_id, first=first, last=last)
    return _value(row)


def remove_days_off(*, person_id: UUID, days_off_id: UUID, by: UUID | None, at: datetime) -> None:
    """Take it back; NotFound for days off that are there no more, or somebody else's."""
    del by, at
    if not DaysOffRow.objects.filter(id=days_off_id, person=person_id).delete()[0]:
        raise NotFound("days off")


def days_off(person_id: UUID, *, since: date) -> tuple[DaysOff, ...]:
    """Return the days off of a person that end on `since` or later, in order."""
    rows = DaysOffRow.objects.filter(person=person_id, last__gte=since)
    return tuple(_value(row) for row in rows.order_by("first", "id"))


def days_off_of(persons: Mapping[UUID, Person]) -> dict[UUID, tuple[DaysOff, ...]]:
    """Return the days off of many; somebody who has paused is off until their pause ends."""
    found: dict[UUID, tuple[DaysOff, ...]] = {}
    for row in DaysOffRow.objects.filter(person__in=list(persons)).order_by("first", "id"):
        found[row.person] = (*found.get(row.person, ()), _value(row))
    for id, each in persons.items():
        if each.paused_until is not None:
            last = each.paused_until - timedelta(days=1)
            rest = DaysOff(id=id, person=id, first=date.min, last=last)
            found[id] = (*found.get(id, ()), rest)
    return found


def _check(first: date, last: date, today: date) -> None:
    if last < first:
        raise Invalid({"last": "must not be before the first day"})
    if last - first > LONGEST:
        raise Invalid({"last": f"must be within {LONGEST.days} days of the first"})
    if last < today - timedelta(days=1):
        raise Invalid({"last": "has passed already"})


def _value(row: DaysOffRow) -> DaysOff:
    return DaysOff(id=row.id, person=row.person, first=row.first, last=row.last)
