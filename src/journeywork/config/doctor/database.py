"""The database: version, durability, roles, row-level security, migrations, clock, worker."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import psycopg

from journeywork.config.cluster.binaries import OLDEST_MAJOR
from journeywork.config.doctor.finding import Finding, fail, ok, warn
from journeywork.config.watching import facts
from journeywork.kernel import clock
from journeywork.people.counts import ORGANISATIONS
from journeywork.work import lag
from journeywork.work.lag import Lag

_PATIENCE = 5  # Seconds for a connection.
_SKEW_SEEN = 2.0  # Seconds between the two clocks.
_SKEW_HARMFUL = 60.0
_LAG_SEEN = 300.0  # Seconds that the oldest event waits.

_Link = psycopg.Connection[tuple[Any, ...]]


class Unreachable(Exception):
    """No connection; the text says why, and never with a password."""


def examine(url: str) -> Iterator[Finding]:
    """Yield what is found at this address, as the role that it names.

    :raises Unreachable: nobody answers there, or it does not let us in.
    """
    try:
        link = psycopg.connect(url, connect_timeout=_PATIENCE, autocommit=True)
    except psycopg.Error as fault:
        raise Unreachable(str(fault)) from None
    with link:
        yield ok("address", without_password(url))
        yield from _version(link)
        yield from _durability(link)
        yield from _role(link)
        yield from _clock(link)
        yield from _schema(link)


def without_password(url: str) -> str:
    """Return who goes where; of the query only what says where, for a password may stand there."""
    parts = urlsplit(url)
    user, _, host = parts.netloc.rpartition("@")
    place = f"{user.partition(':')[0]}@{host}"
    said = [pair for pair in parse_qsl(parts.query) if pair[0] in ("host", "port", "dbname")]
    return urlunsplit((parts.scheme, place, parts.path, urlencode(said, safe="/"), ""))


def _version(link: _Link) -> Iterator[Finding]:
    number, text, encoding = _row(
        link,
        "select current_setting('server_version_num')::int, current_setting('server_version'),"
        " current_setting('server_encoding')",
    )
    if number // 10000 < OLDEST_MAJOR:
        yield fail("database", f"PostgreSQL {text}", f"Move to PostgreSQL {OLDEST_MAJOR} or newer.")
    elif encoding != "UTF8":
        yield fail("database", f"encoding {encoding}", "Make the database anew with UTF8.")
    else:
        yield ok("database", f"PostgreSQL {text}, {encoding}")


def _durability(link: _Link) -> Iterator[Finding]:
    names = ("fsync", "full_page_writes", "synchronous_commit")
    values = _row(link, f"select {', '.join(f'current_setting({name!r})' for name in names)}")
    lazy = [name for name, value in zip(names, values, strict=True) if value == "off"]
    if lazy:
        yield fail(
            "durability",
            f"{', '.join(lazy)} off: what is accepted may be lost",
            "Turn it on in the server's configuration, and in no setting of the role.",
        )
    else:
        yield ok("durability", "a commit is on disk before it is acknowledged")


def _role(link: _Link) -> Iterator[Finding]:
    name, passes, owned = _row(
        link,
        "select rolname, rolsuper or rolbypassrls, (select count(*) from pg_class c"
        " join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public'"
        " and c.relowner = r.oid and c.relkind in ('r', 'p'))"
        " from pg_roles r where rolname = current_user",
    )
    if passes:
        yield fail(
            "role",
            f"{name} passes row-level security",
            f"Type in psql: alter role {name} nosuperuser nobypassrls",
        )
    elif owned:
        yield fail(
            "role",
            f"{name} owns {owned} tables",
            "Connect as journeywork_app; name the owner in DATABASE_OWNER_URL for migrations only.",
        )
    else:
        yield ok("role", f"{name} owns nothing and is held by row-level security")


def _clock(link: _Link) -> Iterator[Finding]:
    before = clock.now()
    (theirs,) = _row(link, "select clock_timestamp()")
    after = clock.now()
    # The database's time was read somewhere between ours.
    apart = max((before - theirs).total_seconds(), (theirs - after).total_seconds(), 0.0)
    says = f"the database's clock and this machine's are {apart:.1f} s apart"
    if apart > _SKEW_HARMFUL:
        yield fail("clock", says, "Set both by NTP: who may be disturbed when depends on it.")
    elif apart > _SKEW_SEEN:
        yield warn("clock", says, "Set both by NTP.")
    else:
        yield ok("clock", says)


def _schema(link: _Link) -> Iterator[Finding]:
    """Look at what migrations made; needs Django, which looks at the same database."""
    from journeywork.config.doctor import schema

    pending = schema.pending_migrations(link)
    if pending:
        yield fail("migrations", f"{len(pending)} pending, first {pending[0]}", _MIGRATE)
        return
    yield ok("migrations", "all applied")
    open_tables = schema.tables_without_row_security(link)
    if open_tables:
        yield fail("row security", f"not in force on {', '.join(open_tables)}", _MIGRATE)
    else:
        yield ok("row security", "in force on every table of an organisation")
    yield from _worker(link)
    yield _lag(link, at=clock.now())
    yield _jobs(link)


_MIGRATE = "Type: journeywork migrate"


def _worker(link: _Link) -> Iterator[Finding]:
    (seconds,) = _row(link, facts.HEARTBEAT)
    if not facts.worker_lives(seconds):
        yield warn("worker", "no worker has been seen lately", "Start one: journeywork worker")
    else:
        yield ok("worker", f"seen {seconds:.0f} s ago")


def _lag(link: _Link, *, at: datetime) -> Finding:
    """Look at what waits to be taken up, in all organisations."""
    whole = Lag()
    for (org,) in link.execute(ORGANISATIONS.encode()).fetchall():
        link.execute(b"select set_config('journeywork.org', %s, false)", [str(org)])
        row = link.execute(lag.statement().encode(), [org] * 3).fetchone()
        assert row is not None
        whole += lag.lag_of(row, at=at)
    link.execute(b"select set_config('journeywork.org', '', false)")
    says = f"{whole.in_line} events wait to be taken up"
    if whole.oldest > _LAG_SEEN:
        says += f", the oldest for {whole.oldest / 60:.0f} minutes"
        return warn("lag", says, "Look whether the worker runs, and what its log says.")
    return ok("lag", says)


def _jobs(link: _Link) -> Finding:
    counts: dict[Any, Any] = dict(link.execute(facts.JOBS.encode()).fetchall())
    failed = counts.get("failed", 0)
    if failed:
        says = f"{failed} failed for good: what they should have done is not done"
        return warn("jobs", says, "See which, and try them again: journeywork jobs list")
    return ok("jobs", "none failed for good")


def _row(link: _Link, statement: str) -> tuple[Any, ...]:
    row = link.execute(statement.encode()).fetchone()
    assert row is not None
    return row
