"""The cast and the stage. Ana does the work, Ben mentors, Cleo must see nothing of theirs,
Dora leads, Emil coordinates; the outsider works in another organisation."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from journeywork.engine.people import Person, Team
from tests.database import django_db_setup

__all__ = ["django_db_setup"]

#: A working Tuesday, mid-morning in most of Europe.
TUESDAY = datetime(2026, 3, 10, 10, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Cast:
    """Who plays."""

    org: UUID
    ana: Person
    ben: Person
    cleo: Person
    dora: Person
    emil: Person
    payments: Team
    support: Team
    other_org: UUID
    outsider: Person


@pytest.fixture
def at() -> datetime:
    return TUESDAY


@pytest.fixture
def org(db: None) -> Iterator[UUID]:
    """An organisation, in force for the test."""
    from journeywork.kernel.tenancy import within
    from journeywork.people import actions

    made = actions.create_organisation(key="fairwater", name="Fairwater", at=TUESDAY)
    with within(made.id):
        yield made.id


@pytest.fixture
def cast(org: UUID) -> Cast:
    return make_cast(org)


def make_cast(org: UUID) -> Cast:
    """Put the cast on the stage of `org` (in force), and an outsider elsewhere."""
    from journeywork.kernel.tenancy import within
    from journeywork.people import actions

    def add(key: str, *roles: str, team: Team | None = None, **more: Any) -> Person:
        return actions.add_person(
            name=key.capitalize(),
            email=f"{key}@fairwater.example",
            key=key,
            roles=roles or ("member",),
            teams=(team.id,) if team else (),
            invited=True,
            by=None,
            at=TUESDAY,
            **more,
        )

    payments = actions.add_team(key="payments", name="Payments", by=None, at=TUESDAY)
    support = actions.add_team(key="support", name="Support", by=None, at=TUESDAY)
    dora = add("dora", "team_lead", team=payments)
    actions.lead_team(person_id=dora.id, team_id=payments.id, by=None, at=TUESDAY)
    ana = add("ana", team=payments, reports_to=dora.id)
    ben = add("ben", team=payments, reports_to=dora.id)
    cleo = add("cleo", team=support)
    emil = add("emil", "coordinator")
    other = actions.create_organisation(key="elsewhere", name="Elsewhere", at=TUESDAY)
    with within(other.id):
        outsider = add("oscar", "administrator")
    from journeywork.people import queries

    return Cast(
        org=org,
        ana=queries.person(ana.id),
        ben=queries.person(ben.id),
        cleo=cleo,
        dora=queries.person(dora.id),
        emil=emil,
        payments=payments,
        support=support,
        other_org=other.id,
        outsider=outsider,
    )
