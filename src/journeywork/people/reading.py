"""Persons by id, as most questions need them: one prepared statement."""

from collections.abc import Iterable
from datetime import date, time
from typing import NamedTuple
from uuid import UUID

from journeywork.engine.people import Person
from journeywork.kernel.reading import read
from journeywork.kernel.tenancy import current_org
from journeywork.people.values import person_of


class _Read(NamedTuple):
    """The columns that make a person, in the order in which the statement names them."""

    id: UUID
    org: UUID
    key: str
    name: str
    email: str
    roles: list[str]
    reports_to: UUID | None
    zone_name: str
    workdays: list[int]
    starts: time
    ends: time
    languages: list[str]
    findable: bool
    active: bool
    known_only: bool
    paused_until: date | None
    team_ids: list[UUID]
    led_ids: list[UUID]


_COLUMNS = ", ".join(f"p.{name}" for name in [*_Read.__annotations__][:-2])
_PERSONS = f"""
    select {_COLUMNS},
        array(select team from people_membership
              where org = p.org and person = p.id order by id),
        array(select team from people_membership
              where org = p.org and person = p.id and leads order by id)
    from people_person p
    where p.org = %(org)s and p.id = any(%(ids)s) and (p.active or not %(active_only)s)
    order by p.name, p.id
"""  # noqa: S608 -- names of columns


def persons_of(ids: Iterable[UUID], *, active_only: bool) -> list[Person]:
    """Return the persons of `ids` in order of name; those that are not here are left out."""
    given = {"org": current_org(), "ids": list(set(ids)), "active_only": active_only}
    return [person_of(_Read(*row)) for row in read(_PERSONS, given)]
