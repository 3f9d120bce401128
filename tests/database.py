"""A real PostgreSQL for the tests, loaded before Django reads its settings.

One throw-away cluster serves every test run on this machine; each run has a database of its
own, copied from a template that is made anew whenever a table changes.
"""

import contextlib
import gc
import hashlib
import os
import tempfile
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from journeywork.config.cluster import APP, OWNER, Cluster, Start, layout

SOURCE = Path(__file__).parent.parent / "src" / "journeywork"
NAME = f"test_{os.getpid()}"
FOLDER = Path(f"/tmp/journeywork-tests-{os.geteuid()}")
#: Tests may lose data when the machine loses power; the cluster's own tests may not.
QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}

#: Of the tests alone: hardening takes it away from the application.
MAY_BEGIN_ANEW = f"grant truncate on all tables in schema public to {APP}"
#: A table that was never written to since it was last emptied has no page of its own.
WRITTEN_TO = """
select relname from pg_class
where relnamespace = 'public'::regnamespace and relkind = 'r' and pg_relation_size(oid) > 0
"""
#: Of the models, not of what happens; Django would write the same again after each test.
STAYS = {"django_content_type", "auth_permission"}

#: Where short-lived clusters lie if there is room: a data folder is a thousand files, each of which
#: waits for the disk twice. What is killed in their tests is processes, and memory outlives those.
MEMORY = Path("/dev/shm")
ROOM = 4 << 30


def _roomy(folder: Path) -> bool:
    """Whether a folder has room for many clusters, and programs may be run from it."""
    if not os.access(folder, os.W_OK):
        return False
    there = os.statvfs(folder)
    return there.f_bavail * there.f_frsize >= ROOM and not there.f_flag & os.ST_NOEXEC


if _roomy(MEMORY):
    layout._SHORT_PLACE = str(MEMORY)
cluster = Cluster(FOLDER, overrides=QUICK)
started = cluster.start()
os.environ["DATABASE_URL"] = cluster.url(APP, NAME)
os.environ["DATABASE_OWNER_URL"] = cluster.url(OWNER, NAME)
_data = tempfile.TemporaryDirectory(prefix="journeywork-data-")
os.environ["JOURNEYWORK_DATA"] = _data.name
os.environ["JOURNEYWORK_SECRETS"] = "a-key-for-tests-only-0123456789abcdef"
os.environ["JOURNEYWORK_API_PER_MINUTE"] = "0"  # A test asks a thousand times at one fixed moment.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's event loop runs in the test thread.


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Return one more than there are cores: who waits for a browser or a server needs none."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return (cores or 1) + 1


def pytest_collection_finish() -> None:
    """Keep the collector of rubbish from what stays: half a million objects, looked at for nothing."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Take away this run's database, and the cluster where this run started it."""
    from django.db import connections

    for connection in connections.all():
        connection.close()
        close_pool = getattr(connection, "close_pool", None)
        if close_pool:
            close_pool()
    with _maintenance() as link:
        _drop(link, NAME)
        for (name,) in link.execute("select datname from pg_database").fetchall():
            if name.startswith("test_") and not Path(f"/proc/{name[5:]}").exists():
                _drop(link, name)
    if started is not Start.ADOPTED:
        cluster.stop(at_once=True)
    _data.cleanup()


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> None:
    """Copy the template database under this run's name."""
    from django.test import TransactionTestCase

    pytest.MonkeyPatch().setattr(TransactionTestCase, "_fixture_teardown", _begin_anew)
    template = f"template_{_fingerprint()}"
    with _maintenance() as link:
        link.execute("select pg_advisory_lock(hashtext('journeywork-tests'))")
        exists = link.execute("select 1 from pg_database where datname = %s", [template])
        if not exists.fetchone():
            link.execute(_statement("create database {}", NAME))
            with django_db_blocker.unblock():
                _migrate()
            link.execute(_statement("create database {} template {}", template, NAME))
        else:
            link.execute(_statement("create database {} template {}", NAME, template))


def _begin_anew(_: object) -> None:
    """Empty what a test has written to, after one that others could see.

    Django empties all 100 tables each time and then writes its own again: ten times the work.
    """
    from django.db import connection

    ours = connection.introspection.django_table_names(only_existing=False, include_views=False)
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN_TO)
        written = {name for (name,) in cursor.fetchall()}.intersection(ours) - STAYS
        if written:
            tables = sql.SQL(", ").join(map(sql.Identifier, sorted(written)))
            # Others that point there are empty, or among these.
            cursor.execute(sql.SQL("truncate {} cascade").format(tables))


def _drop(link: psycopg.Connection, name: str) -> None:
    # Without force: the owner may not end the server's own autovacuum, which gives way by
    # itself. What is still in use is dropped by the next run.
    with contextlib.suppress(psycopg.errors.ObjectInUse):
        link.execute(_statement("drop database if exists {}", name))


def _migrate() -> None:
    from django.db import connections

    from journeywork.config.migrate import migrate

    migrate(verbosity=0)
    owner = connections["owner"]
    with owner.cursor() as cursor:
        cursor.execute(MAY_BEGIN_ANEW)
    owner.close()
    connections["default"].close()
    connections["default"].close_pool()


def _fingerprint() -> str:
    files = [
        *SOURCE.glob("*/migrations/*.py"),
        *SOURCE.glob("**/*models.py"),
        *SOURCE.glob("kernel/*.py"),
    ]
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _statement(text: str, *names: str) -> sql.Composed:
    return sql.SQL(text).format(*map(sql.Identifier, names))


def _maintenance() -> psycopg.Connection:
    return psycopg.connect(cluster.url(OWNER, "postgres"), autocommit=True)
