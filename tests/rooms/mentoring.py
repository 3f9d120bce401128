"""Mentoring for the tests: programmes, people with skills, who takes part, and crowds of them."""

from collections.abc import Iterable
from datetime import datetime, time
from itertools import count
from typing import Any
from uuid import UUID

from journeywork.engine.fit.participants import Role, Wanted
from journeywork.engine.mentoring import (
    CameBy,
    Choosing,
    Enrolment,
    Pace,
    Programme,
    ProgrammeKind,
    ProgrammeState,
)
from journeywork.engine.people import Person, Skill
from journeywork.mentoring.models import EnrolmentRow, ProgrammeRow
from journeywork.mentoring.values import enrolment_of, kept_offers, kept_wants, programme_of
from journeywork.people import actions as people
from journeywork.people.models import PersonRow

_number = count(1)
SKILLS = ("SQL", "Python", "Rust", "testing", "design", "facilitation", "statistics", "writing")


def programme(at: datetime, *, by: Person | None = None, **more: Any) -> Programme:
    """An open cohort of mentors and mentees, unless `more` says otherwise."""
    fields: dict[str, Any] = {
        "key": f"programme-{next(_number)}",
        "name": "Spring cohort",
        "kind": ProgrammeKind.MENTORING,
        "pace": Pace.COHORT,
        "choosing": Choosing.AUTOMATIC,
        "state": ProgrammeState.OPEN,
        "says": "For everybody who wants to learn from a colleague.",
        "by": by.id if by else None,
        "at": at,
    }
    return programme_of(ProgrammeRow.objects.create(**(fields | more)))


def somebody(name: str, at: datetime, **more: Any) -> Person:
    """A new colleague, with an address."""
    address = f"{name.lower().replace(' ', '.')}@fairwater.example"
    return people.add_person(name=name, email=address, invited=True, by=None, at=at, **more)


def enrol(
    where: Programme,
    who: Person,
    at: datetime,
    *,
    wants: Iterable[str] = (),
    offers: Iterable[str] = (),
    role: Role | None = None,
    **more: Any,
) -> Enrolment:
    """Somebody takes part: as a mentee who `wants`, a mentor who `offers`, or both."""
    wanted = tuple(Wanted(name=name) for name in wants)
    offered = tuple(Skill(name=name, level=4) for name in offers)
    usual = Role.BOTH if bool(wanted) == bool(offered) else Role.MENTEE if wanted else Role.MENTOR
    row = EnrolmentRow.objects.create(
        programme=where.id,
        person=who.id,
        role=role or usual,
        came_by=CameBy.THEMSELVES,
        at=at,
        wants=kept_wants(wanted),
        offers=kept_offers(offered),
        **more,
    )
    return enrolment_of(row)


def crowd(
    where: Programme, at: datetime, *, mentees: int, mentors: int, **more: Any
) -> tuple[list[UUID], list[UUID]]:
    """So many people who work nine to five in UTC take part; in a few statements.

    The same numbers, the same crowd: mentee 7 wants the same skills in every test. `more` goes
    for each mentor's enrolment.
    """
    rows = [_person(f"Mentee {n:04}", at) for n in range(mentees)]
    rows += [_person(f"Mentor {n:04}", at) for n in range(mentors)]
    PersonRow.objects.bulk_create(rows, batch_size=1000)
    ids = [row.id for row in rows]
    seeking, giving = ids[:mentees], ids[mentees:]
    enrolled = [
        _enrolment(where, id, at, Role.MENTEE, wants=_wants(n)) for n, id in enumerate(seeking)
    ]
    enrolled += [
        _enrolment(where, id, at, Role.MENTOR, offers=_offers(n), **more)
        for n, id in enumerate(giving)
    ]
    EnrolmentRow.objects.bulk_create(enrolled, batch_size=1000)
    return seeking, giving


def _person(name: str, at: datetime) -> PersonRow:
    key = f"{name.lower().replace(' ', '-')}-{next(_number)}"
    return PersonRow(
        key=key,
        name=name,
        email=f"{key}@fairwater.example",
        roles=["member"],
        workdays=[1, 2, 3, 4, 5],
        starts=time(9),
        ends=time(17),
        languages=["en"],
        joined_at=at,
    )


def _enrolment(where: Programme, id: UUID, at: datetime, role: Role, **more: Any) -> EnrolmentRow:
    fields: dict[str, Any] = {"wants": [], "offers": []} | more
    return EnrolmentRow(
        programme=where.id, person=id, role=role, came_by=CameBy.THEMSELVES, at=at, **fields
    )


def _wants(n: int) -> list[list[Any]]:
    return [[SKILLS[(n * step + step) % len(SKILLS)], 1 + (n + step) % 3] for step in (1, 3)]


def _offers(n: int) -> list[list[Any]]:
    return [[SKILLS[(n * step + 2 * step) % len(SKILLS)], 2 + (n + step) % 4] for step in (1, 5)]
