"""The cast that tests begin with is what the actions make, however it came there."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from journeywork.engine.people import Team
from journeywork.kernel import audit
from journeywork.kernel.tenancy import within
from journeywork.people import actions as people
from tests.conftest import Cast, cast_by_actions
from tests.database import STAYS
from tests.retelling import DIGEST, ID, Retelling

TABLES = """
select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
and has_table_privilege(oid, 'select')
"""
#: Numbers that the database counts up, times at which a row was written, and no password.
COUNTED = re.compile(r'"(id|job_id)": \d+|"(joined_at|at)": "20[^"]*"|"password": "![^"]*"')


def test_told_again_it_is_the_same_with_other_ids(db: None, at: datetime) -> None:
    retold = Retelling(cast_by_actions)
    first, by_actions = played(retold, at)
    second, by_example = played(retold, at)
    again, by_actions_again = played(cast_by_actions, at)
    assert len(by_actions) > 50
    assert by_actions == by_actions_again  # So nothing is left out that differs by itself.
    assert by_example == by_actions
    assert ids_of(first).isdisjoint(ids_of(second))
    assert ids_of(second).isdisjoint(ids_of(again))


def test_where_somebody_is_already_the_actions_make_it(db: None, at: datetime) -> None:
    calls: list[UUID] = []

    def team(org: UUID) -> Team:
        calls.append(org)
        return people.add_team(key="payments", name="Payments", by=None, at=at)

    retold = Retelling(team)
    for somebody, made in ((False, 1), (False, 1), (True, 2)):
        with organisation(at) as org:
            if somebody:
                people.add_person(name="Finn", email="finn@fairwater.example", by=None, at=at)
            assert retold(org).key == "payments"
            assert len(calls) == made


@contextmanager
def organisation(at: datetime) -> Iterator[UUID]:
    """Put a new organisation in force; nothing of it stays."""
    with transaction.atomic():
        org = people.create_organisation(key="fairwater", name="Fairwater", at=at).id
        with within(org):
            yield org
        transaction.set_rollback(True)


def played(make: Callable[[UUID], Cast], at: datetime) -> tuple[Cast, list[str]]:
    """Return a cast, and all that is in the database with it; nothing of it stays there."""
    with organisation(at) as org:
        cast = make(org)
        rows = _rows(cast)
        with within(cast.other_org):
            rows += _rows(cast)
    return cast, sorted(rows)


def ids_of(cast: Cast) -> set[UUID]:
    """Return the ids of everybody and everything on the stage."""
    people = (cast.ana, cast.ben, cast.cleo, cast.dora, cast.emil, cast.outsider)
    return {cast.org, cast.other_org, cast.payments.id, *(each.id for each in people)}


def _rows(cast: Cast) -> list[str]:
    assert audit.verify().broken is None
    names = {cast.org: "fairwater", cast.other_org: "elsewhere"} | {
        each.id: each.key
        for each in (cast.ana, cast.ben, cast.cleo, cast.dora, cast.emil, cast.outsider)
    }
    names |= {cast.payments.id: "payments", cast.support.id: "support"}
    with connection.cursor() as cursor:
        return [
            _plain(table, row, names) for table in _tables(cursor) for row in _of(cursor, table)
        ]


def _tables(cursor: Any) -> list[str]:
    cursor.execute(TABLES)
    return [name for (name,) in cursor.fetchall() if name not in STAYS]


def _of(cursor: Any, table: str) -> list[str]:
    cursor.execute(f'select to_jsonb(t)::text from "{table}" t')
    return [row for (row,) in cursor.fetchall()]


def _plain(table: str, row: str, names: Mapping[UUID, str]) -> str:
    text = DIGEST.sub("digest", COUNTED.sub("counted", row))
    return f"{table} " + ID.sub(lambda found: names.get(UUID(found[0]), "other"), text)
