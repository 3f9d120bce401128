"""The worker is killed -9 in the middle of writing a round: it is wholly there, or not at all."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from journeywork.config.cluster import OWNER, throwaway_folder
from tests.flow.installation import Installation, wait_until

MENTEES, MENTORS = 40, 30
#: The solver may be compiled first, on a machine that has never matched anybody.
COMPILES = 400.0
ASK = """
import django; django.setup()
from uuid import UUID
from journeywork.kernel.clock import now
from journeywork.kernel.tenancy import within
from journeywork.mentoring import rounds
from tests.rooms import mentoring
from tests.rooms.mentoring import crowd, programme
mentoring._number = iter(range({first}, {first} + 10000))
with within(UUID("{org}")):
    where = programme(now(), key="{key}")
    crowd(where, now(), mentees={mentees}, mentors={mentors})
    print(rounds.ask(programme_id=where.id, by=UUID("{ana}"), at=now()).id)
"""
EAGER = """
import django; django.setup()
from uuid import UUID
from journeywork.kernel.tenancy import within
from journeywork.mentoring import queries, staging
from journeywork.mentoring.round_models import LeftRow, PairRow
with within(UUID("{org}")):
    found = queries.round(UUID("{round}"))
    programme = queries.programme(found.programme)
    result = staging.matching(programme, found, staging.wish_of(found, programme))
    PairRow.objects.bulk_create(
        staging.pair_row(found.id, each.people, each.fit, each.parts) for each in result.pairs)
    LeftRow.objects.bulk_create(staging.left_row(found.id, each) for each in result.left)
"""
#: Whoever has written pairs and waits to write who is left.
HALF_DONE = """
    select count(*) from pg_locks waits join pg_locks wrote on wrote.pid = waits.pid
    where waits.relation = 'mentoring_left'::regclass and not waits.granted
      and wrote.relation = 'mentoring_pair'::regclass and wrote.granted
      and wrote.mode = 'RowExclusiveLock'
"""


@pytest.fixture(scope="module")
def installation() -> Iterator[Installation]:
    whole = Installation(throwaway_folder("jw-rounds-"))
    try:
        whole.start()
        yield whole
    finally:
        whole.stop()
        shutil.rmtree(whole.place)


def asked(whole: Installation, key: str, *, first: int) -> str:
    """Ask for a round of new people, numbered from `first`; return its id."""
    said = ASK.format(
        org=whole.org, ana=whole.ana, key=key, first=first, mentees=MENTEES, mentors=MENTORS
    )
    return whole.python(said).strip()


@contextmanager
def held_up(whole: Installation) -> Iterator[psycopg.Connection]:
    """Nobody can write who is left with nobody: whoever is about to stands still there."""
    with psycopg.connect(whole.cluster.url(OWNER)) as link:
        link.execute("lock table mentoring_left in exclusive mode")
        yield link
        link.rollback()


def wrote(whole: Installation, round: str) -> tuple[int, int, str]:
    pairs = whole.count("select count(*) from mentoring_pair where round = %s", round)
    left = whole.count("select count(*) from mentoring_left where round = %s", round)
    ((state,),) = whole.rows("select state from mentoring_round where id = %s", round)
    return pairs, left, str(state)


def test_a_round_is_wholly_staged_or_not_at_all_and_the_job_comes_again(
    installation: Installation,
) -> None:
    round = asked(installation, "killed", first=1)
    with held_up(installation) as link:
        installation.begin("worker")
        wait_until(
            lambda: half_done(link), "pairs are written and nobody is left yet",
            log=lambda: installation.log("worker"), patience=COMPILES,
        )  # fmt: skip
        installation.kill("worker")
    assert wrote(installation, round) == (0, 0, "staging")
    with psycopg.connect(installation.cluster.url(OWNER)) as link:  # No need to wait for it.
        link.execute("update procrastinate_workers set last_heartbeat = now() - interval '1 hour'")
    installation.begin("worker")
    wait_until(
        lambda: wrote(installation, round)[2] == "staged", "it is staged after all",
        log=lambda: installation.log("worker"), patience=COMPILES,
    )  # fmt: skip
    assert installation.ask_to_stop("worker") == 0
    assert wrote(installation, round) == (MENTORS, MENTEES - MENTORS, "staged")
    distinct = "select count(distinct first), count(distinct second) from mentoring_pair"
    assert installation.rows(f"{distinct} where round = %s", round) == [(MENTORS, MENTORS)]


def test_control_who_writes_step_by_step_leaves_half_a_round(installation: Installation) -> None:
    """Without this the test above would prove nothing."""
    round = asked(installation, "eager", first=10_000)
    code = EAGER.format(org=installation.org, round=round)
    with held_up(installation) as link:
        environment = installation.environment()
        eager = subprocess.Popen([sys.executable, "-c", code], env=environment)
        wait_until(
            lambda: waiting(link), "it waits where the other waited", patience=COMPILES
        )  # fmt: skip
        os.kill(eager.pid, signal.SIGKILL)
        eager.wait()
    assert wrote(installation, round) == (MENTORS, 0, "staging")


def half_done(link: psycopg.Connection) -> bool:
    return _count(link, HALF_DONE) == 1


def waiting(link: psycopg.Connection) -> bool:
    waits = "relation = 'mentoring_left'::regclass and not granted"
    return _count(link, f"select count(*) from pg_locks where {waits}") == 1


def _count(link: psycopg.Connection, statement: str) -> int:
    row = link.execute(statement.encode()).fetchone()
    assert row is not None
    return int(row[0])
