"""Facts about a running installation: what is asked, and what follows from the answer.

The doctor asks with psycopg, the doors of the fast path with asyncpg. Each statement stands by
itself and names no organisation.
"""

from collections.abc import Iterable
from functools import cache

#: Migrations that the database has seen, as (app, name).
MIGRATED = "select app, name from django_migrations"
#: Seconds since the last sign of life of any worker; null where none is known.
HEARTBEAT = (
    "select extract(epoch from clock_timestamp() - max(last_heartbeat))::float8 "
    "from procrastinate_workers"
)
#: How many jobs wait, run, or failed for good: (status, count).
JOBS = (
    "select status::text, count(*) from procrastinate_jobs "
    "where status in ('todo', 'doing', 'failed') group by status"
)
#: Connections of our role to this database: (state, count).
CONNECTIONS = (
    "select coalesce(state, 'idle'), count(*) from pg_stat_activity "
    "where usename = current_user and datname = current_database() group by 1"
)
MOST_CONNECTIONS = "select current_setting('max_connections')::int"

#: Seconds since a worker's last sign of life, which it gives every five, until it counts as gone.
WORKER_SEEN = 60.0


def worker_lives(seconds: float | None) -> bool:
    """Tell whether a worker was seen lately enough."""
    return seconds is not None and seconds <= WORKER_SEEN


def pending(applied: Iterable[tuple[str, str]]) -> list[str]:
    """Return the migrations of the code that are not `applied`, as "room.name"; needs Django."""
    return [".".join(key) for key in sorted(_known() - set(applied))]


@cache
def _known() -> frozenset[tuple[str, str]]:
    from django.db.migrations.loader import MigrationLoader

    return frozenset(MigrationLoader(None).disk_migrations)
