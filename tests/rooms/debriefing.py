"""Debriefs for the tests: opened, written in, and everything that the database then holds."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from journeywork.debriefs import actions
from journeywork.engine.debriefs import Debrief
from journeywork.engine.people import Person
from journeywork.kernel.reader import reading_as
from journeywork.kernel.schema import scoped_models
from journeywork.kernel.sealed import CannotUnseal, unseal
from tests.conftest import Cast


def team_of(cast: Cast) -> tuple[Person, ...]:
    """Ana did the work, Ben and Dora took part, Emil looked on. Cleo is none of them."""
    return cast.ana, cast.ben, cast.dora, cast.emil


def opened(cast: Cast, at: datetime, *, named: bool = False, **more: Any) -> Debrief:
    fields: dict[str, Any] = {
        "title": "Charge the fee once",
        "people_ids": [one.id for one in team_of(cast)],
        "ends_at": at + timedelta(days=3),
        "by": cast.emil.id,
        "at": at,
    }
    return actions.open_debrief(named=named, **(fields | more))


def canary(person: Person) -> str:
    """What only this person can have written."""
    return f"canary of {person.key}"


def write(debrief: Debrief, person: Person, at: datetime, **answers: str) -> bool:
    said = answers or {"happened": canary(person)}
    key = f"browser of {person.key}"
    return actions.write(debrief_id=debrief.id, by=person.id, answers=said, at=at, key=key)


def tables() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("select tablename from pg_tables where schemaname = 'public'")
        return sorted(row[0] for row in cursor.fetchall())


def every_row(*readers: UUID) -> dict[str, set[str]]:
    """Return every row of every table as text, also those that only a reader sees."""
    found: dict[str, set[str]] = {}
    for reader in readers or (UUID(int=0),):
        with reading_as(reader), connection.cursor() as cursor:
            for table in tables():
                cursor.execute(f"select t::text from {table} t")
                found.setdefault(table, set()).update(row[0] for row in cursor.fetchall())
    return found


def opened_rows(*readers: UUID) -> Iterator[str]:
    """Yield every row as text with whatever is sealed in it opened: all that a key can tell."""
    for reader in readers:
        with reading_as(reader):
            for model in scoped_models():
                for row in model.objects.values():
                    yield " ".join(f"{name}={_open(value)}" for name, value in row.items())


def _open(value: Any) -> Any:
    try:
        return unseal(value) if isinstance(value, str) and "." in value else value
    except CannotUnseal:
        return value
