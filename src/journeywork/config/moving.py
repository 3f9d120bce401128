"""Moving everything from one PostgreSQL to another, whatever their versions: table by table.

`pg_dump` of one version writes what `pg_restore` of an older one does not read, and passes
row-level security only as a role that the embedded PostgreSQL does not have. Here the owner of the
tables copies them, within one transaction on each side: the old side is left as it was, the new
one has everything or nothing.
"""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any, LiteralString

import psycopg
from psycopg import sql

from journeywork.config.cluster import OWNER, Cluster, Start
from journeywork.config.lease import lease
from journeywork.config.place import cluster_folder

Link = psycopg.Connection[tuple[Any, ...]]
#: Milliseconds: what holds a table longer is a web or worker process that still runs.
_PATIENCE = "10000"
_TABLE, _SEQUENCE = "r", "S"


class Unmovable(Exception):
    """It cannot be moved; the text says why, and what to do. Nothing was changed."""


def leave(data: Path, target: str, say: Callable[[str], None]) -> int:
    """Move everything out of the embedded database below `data`; returns how many rows.

    :raises Unmovable, ClusterError: the text says why.
    :raises Taken: `journeywork run` is at work there.
    """
    if not target:
        raise Unmovable("Name your own PostgreSQL in DATABASE_URL and DATABASE_OWNER_URL.")
    cluster = Cluster(cluster_folder(data), say=say)
    if not cluster.folder.exists():
        raise Unmovable(f"There is no embedded PostgreSQL in {data}.")
    with ExitStack() as stack:
        stack.enter_context(lease(data / "run.lock", ""))
        if cluster.start() is not Start.ADOPTED:
            stack.callback(cluster.stop)
        return move(cluster.url(OWNER), target, say)


def move(source: str, target: str, say: Callable[[str], None]) -> int:
    """Copy every row from `source` to `target`, both named as the owner; return how many.

    :raises Unmovable: the new side is not empty, or not migrated as the old one is; somebody
        is at work in one of them.
    """
    with psycopg.connect(source) as old, psycopg.connect(target) as new:
        old.execute("set transaction isolation level repeatable read")
        _compare(old, new)
        tables = _in_order(old)
        for link in (old, new):
            _take(link, tables)
        new.execute(sql.SQL("truncate {}").format(_names(tables)))
        moved = 0
        for table in tables:
            rows = _copy(old, new, table)
            moved += rows
            if rows:
                say(f"{table}: {rows}")
        _set_counters(old, new)
        _give_back(new, tables)
        new.commit()
        old.rollback()
    return moved


def _compare(old: Link, new: Link) -> None:
    """Refuse a new side that is another house, or in which somebody lives."""
    migrated = "select app, name from django_migrations order by 1, 2"
    try:
        alike = old.execute(migrated).fetchall() == new.execute(migrated).fetchall()
    except psycopg.errors.UndefinedTable:
        alike = False
    if not alike:
        raise Unmovable(
            "The new database does not have the tables of the old one. With the same version of "
            "Journeywork, type first: journeywork migrate"
        )
    if _column(new, "select 1 from people_organisation limit 1"):
        raise Unmovable("The new database is not empty. Name one that `migrate` has just made.")


def _in_order(link: Link) -> Sequence[str]:
    """Return the tables, those that others point to first."""
    found = dict.fromkeys(_relations(link, _TABLE), frozenset[str]())
    pairs = link.execute(
        "select c.relname, t.relname from pg_constraint k join pg_class c on c.oid = k.conrelid"
        " join pg_class t on t.oid = k.confrelid where k.contype = 'f' and c.oid <> t.oid"
    ).fetchall()
    for name, points_to in pairs:
        found[name] |= {points_to}
    try:
        return tuple(TopologicalSorter(found).static_order())
    except CycleError:  # Their constraints are deferred to the end.
        return tuple(found)


def _take(link: Link, tables: Sequence[str]) -> None:
    """Hold the tables alone, past row-level security and triggers, until the transaction ends."""
    link.execute("select set_config('lock_timeout', %s, true)", [_PATIENCE])
    try:
        link.execute(sql.SQL("lock table {} in access exclusive mode").format(_names(tables)))
    except psycopg.errors.LockNotAvailable:
        raise Unmovable("Somebody is at work in the database. Stop web and worker first.") from None
    link.execute("set constraints all deferred")
    for table in tables:
        _alter(link, table, "no force row level security, disable trigger user")


def _give_back(link: Link, tables: Sequence[str]) -> None:
    """Check what was deferred, and put triggers back in force; `migrate` looks after the rest."""
    link.execute("set constraints all immediate")
    for table in tables:
        _alter(link, table, "enable trigger user")
    for table in _column(link, "select relname from pg_class where relrowsecurity"):
        _alter(link, table, "force row level security")


def _copy(old: Link, new: Link, table: str) -> int:
    columns = _column(
        old,
        "select attname from pg_attribute where attrelid = %s::regclass and attnum > 0"
        " and not attisdropped and attgenerated = '' order by attnum",
        table,
    )
    what = sql.SQL("{} ({})").format(sql.Identifier(table), _names(columns))
    into = new.cursor()
    with (
        old.cursor().copy(sql.SQL("copy {} to stdout").format(what)) as out,
        into.copy(sql.SQL("copy {} from stdin").format(what)) as writing,
    ):
        for part in out:
            writing.write(part)
    return into.rowcount


def _set_counters(old: Link, new: Link) -> None:
    for name in _relations(old, _SEQUENCE):
        stands = sql.SQL("select last_value, is_called from {}").format(sql.Identifier(name))
        last, called = old.execute(stands).fetchall()[0]
        new.execute("select setval(%s::regclass, %s, %s)", [name, last, called])


def _relations(link: Link, kind: str) -> list[str]:
    statement = (
        "select relname from pg_class where relkind = %s and relnamespace = 'public'::regnamespace"
        " order by 1"
    )
    return _column(link, statement, kind)


def _alter(link: Link, table: str, how: LiteralString) -> None:
    link.execute(sql.SQL("alter table {} ").format(sql.Identifier(table)) + sql.SQL(how))


def _names(names: Sequence[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, names))


def _column(link: Link, statement: str, *values: str) -> list[str]:
    return [row[0] for row in link.execute(statement.encode(), values or None).fetchall()]
