"""The cast and the stage. Ana does the work, Ben mentors, Cleo must see nothing of theirs,
Dora leads, Emil coordinates; the outsider works in another organisation."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings

from journeywork.engine.people import Person, Team
from tests.database import django_db_setup

__all__ = ["django_db_setup"]

HERE = Path(__file__).parent

# What a test says must hold on a busy machine too: only examples decide, never the clock.
settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any machine")

#: Folders of tests, in the order of what fails fastest. The browser comes last: it leaves a loop
#: of events running in this thread, beside which no other can be started.
ORDER = ("engine", "house", "rooms", "flow", "web")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Go from folder to folder; within each, the order stays."""
    items.sort(key=lambda item: ORDER.index(item.path.relative_to(HERE).parts[0]))


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
    return _casting()(org)


@cache
def _casting() -> Callable[[UUID], Cast]:
    from tests.retelling import Retelling

    return Retelling(cast_by_actions)


def cast_by_actions(org: UUID) -> Cast:
    """Do what `make_cast` does, as the product would."""
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
