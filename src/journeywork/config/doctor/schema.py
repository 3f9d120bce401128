"""What the migrations and declarations ask for, against what stands in the database."""

import os
import secrets
from typing import Any

import django
import psycopg
from django.apps import apps

from journeywork.config.watching import facts

_Link = psycopg.Connection[tuple[Any, ...]]


def pending_migrations(link: _Link) -> list[str]:
    """Return the migrations in the code that the database has not seen, as "room.name"."""
    _load_models()
    there = link.execute("select to_regclass('django_migrations') is not null").fetchone()
    applied: set[tuple[str, str]] = set()
    if there and there[0]:
        rows = link.execute(facts.MIGRATED.encode()).fetchall()
        applied = {(app, name) for app, name in rows}
    return facts.pending(applied)


def tables_without_row_security(link: _Link) -> list[str]:
    """Return the tables of organisations on which row-level security is not forced."""
    _load_models()
    from journeywork.kernel.schema import scoped_models  # Models load after Django has.

    rows = link.execute(
        "select relname from pg_class where relrowsecurity and relforcerowsecurity"
        " and relnamespace = 'public'::regnamespace"
    ).fetchall()
    closed = {name for (name,) in rows}
    tables = {model._meta.db_table for model in scoped_models()}
    return sorted(tables - closed)


def _load_models() -> None:
    if not apps.ready:
        # Django wants a key, and would make one that is kept: here nothing is signed or made.
        given = os.environ.get("JOURNEYWORK_SECRETS", "").strip()
        os.environ["JOURNEYWORK_SECRETS"] = given or secrets.token_urlsafe(48)
        django.setup()
