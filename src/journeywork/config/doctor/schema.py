"""What the migrations and declarations ask for, against what stands in the database."""

from typing import Any

import django
import psycopg
from django.apps import apps
from django.db.migrations.loader import MigrationLoader

_Link = psycopg.Connection[tuple[Any, ...]]


def pending_migrations(link: _Link) -> list[str]:
    """Return the migrations in the code that the database has not seen, as "room.name"."""
    _load_models()
    there = link.execute("select to_regclass('django_migrations') is not null").fetchone()
    applied: set[tuple[str, str]] = set()
    if there and there[0]:
        rows = link.execute("select app, name from django_migrations").fetchall()
        applied = {(app, name) for app, name in rows}
    known = MigrationLoader(None).disk_migrations
    return [".".join(key) for key in sorted(known) if key not in applied]


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
        django.setup()
