"""From the embedded PostgreSQL to one of one's own: everything or nothing, and the old one stays."""

import shutil
import subprocess
import sys
from collections.abc import Iterator

import psycopg
import pytest

from journeywork.config.cluster import APP, OWNER, throwaway_folder
from tests.flow.installation import PROGRAM, Installation, wait_until
from tests.flow.test_worker import somebody_leaves


@pytest.fixture
def installation() -> Iterator[Installation]:
    """An installation in which somebody has just left, and no worker has heard of it."""
    whole = Installation(throwaway_folder("jw-moving-"))
    try:
        whole.start()
        somebody_leaves(whole, "ben")
        yield whole
    finally:
        whole.stop()
        shutil.rmtree(whole.place)


def new_database(whole: Installation, name: str) -> dict[str, str]:
    """Make a database as the how-to says; return the settings that name it."""
    with psycopg.connect(whole.cluster.url(OWNER, "postgres"), autocommit=True) as owner:
        owner.execute(f"create database {name}")
        owner.execute(f"grant connect, temporary on database {name} to {APP}")
    urls = {"DATABASE_URL": APP, "DATABASE_OWNER_URL": OWNER}
    settings = {key: whole.cluster.url(role, name) for key, role in urls.items()}
    return whole.environment() | settings | {"JOURNEYWORK_DATA": str(whole.place)}


def say(settings: dict[str, str], *words: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-c", PROGRAM, *words]
    return subprocess.run(command, env=settings, capture_output=True, text=True, check=False)


def turned(whole: Installation, settings: dict[str, str]) -> int:
    """Return how many facts have been turned in the new database."""
    with psycopg.connect(settings["DATABASE_URL"]) as link:
        link.execute("select set_config('journeywork.org', %s, false)", [whole.org])
        return int(link.execute("select count(*) from kernel_turnedreaction").fetchall()[0][0])


def counts(url: str) -> dict[str, int]:
    """Return how many rows stand in each table, as somebody who passes row-level security."""
    with psycopg.connect(url) as owner:
        every = "select tablename from pg_tables where schemaname = 'public'"
        tables = [str(row[0]) for row in owner.execute(every).fetchall()]
        for table in tables:
            owner.execute(f"alter table {table} no force row level security")
        found = {t: owner.execute(f"select count(*) from {t}").fetchall()[0][0] for t in tables}
        owner.rollback()
    return found


def test_everything_is_there_afterwards_and_the_doctor_is_content(
    installation: Installation,
) -> None:
    source = installation.cluster.url(OWNER)
    before = counts(source)
    settings = new_database(installation, "mine")
    assert say(settings, "migrate").returncode == 0
    done = say(settings, "database", "move")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"{sum(before.values())} rows moved" in done.stdout

    target = settings["DATABASE_OWNER_URL"]
    assert counts(target) == before == counts(source)
    told = say(settings, "doctor").stdout.splitlines()
    assert [line for line in told if line.startswith("fail")] == []
    with psycopg.connect(target) as owner:
        forced = "select count(*) from pg_class where relrowsecurity and not relforcerowsecurity"
        asleep = "select count(*) from pg_trigger where tgenabled = 'D'"
        jobs = "select nextval('procrastinate_jobs_id_seq') > coalesce(max(id), 0)"
        assert owner.execute(forced).fetchall() == owner.execute(asleep).fetchall() == [(0,)]
        assert owner.execute(f"{jobs} from procrastinate_jobs").fetchall() == [(True,)]
    again = say(settings, "database", "move")
    assert (again.returncode, "is not empty" in again.stderr) == (1, True)
    assert counts(target) == before
    with subprocess.Popen([sys.executable, "-c", PROGRAM, "worker"], env=settings) as worker:
        wait_until(lambda: turned(installation, settings) > 0, "what waited goes on there")
        worker.terminate()


def test_what_cannot_be_moved_is_refused_with_the_way_out(installation: Installation) -> None:
    settings = new_database(installation, "bare")
    assert "type first: journeywork migrate" in say(settings, "database", "move").stderr
    nobody = {**settings, "JOURNEYWORK_DATA": str(installation.place / "none")}
    assert "There is no embedded PostgreSQL" in say(nobody, "database", "move").stderr
    unnamed = {**settings, "DATABASE_URL": "", "DATABASE_OWNER_URL": ""}
    assert "Name your own PostgreSQL" in say(unnamed, "database", "move").stderr
    assert say(settings, "migrate").returncode == 0
    with psycopg.connect(installation.cluster.url(OWNER)) as busy:
        busy.execute("lock table people_organisation in access share mode")
        assert "Stop web and worker first" in say(settings, "database", "move").stderr
    assert counts(settings["DATABASE_OWNER_URL"])["people_organisation"] == 0
