"""The worker as a process: it turns facts, gives way in order, and takes over from the dead."""

import shutil
import time
from collections.abc import Iterator

import psycopg
import pytest

from journeywork.config.cluster import APP, throwaway_folder
from journeywork.kernel.jobs import QUEUES
from tests.flow.installation import Installation, wait_until

SOMEBODY_LEAVES = """
import sys, django; django.setup()
from uuid import UUID
from journeywork.kernel.clock import now
from journeywork.kernel.tenancy import within
from journeywork.people import actions
with within(UUID("{org}")):
    ben = actions.add_person(name="Ben", email="{key}@fairwater.example", key="{key}",
                             invited=True, by=None, at=now())
    actions.deactivate(person_id=ben.id, by=None, at=now())
"""
TURNED = "select count(*) from kernel_turnedreaction where reaction = 'flow.find_new_owners'"


@pytest.fixture(scope="module")
def installation() -> Iterator[Installation]:
    whole = Installation(throwaway_folder("jw-worker-"))
    try:
        whole.start()
        yield whole
    finally:
        whole.stop()
        shutil.rmtree(whole.place)


def somebody_leaves(whole: Installation, key: str) -> None:
    whole.python(SOMEBODY_LEAVES.format(org=whole.org, key=key))


def jobs(whole: Installation, status: str) -> int:
    statement = "select count(*) from procrastinate_jobs where task_name = 'turn_fact'"
    return whole.count(f"{statement} and status = %s", status)


def test_facts_are_turned_and_the_worker_stops_when_asked(installation: Installation) -> None:
    somebody_leaves(installation, "ben")
    waiting = jobs(installation, "todo")
    assert waiting > 0
    installation.begin("worker")
    wait_until(lambda: installation.count(TURNED) == 1, installation.log("worker"))
    wait_until(lambda: jobs(installation, "todo") == jobs(installation, "doing") == 0, "done")
    assert jobs(installation, "failed") == 0
    assert installation.ask_to_stop("worker") == 0


def test_a_job_held_by_a_dead_worker_is_taken_over(installation: Installation) -> None:
    before = installation.count(TURNED)
    somebody_leaves(installation, "bert")
    with psycopg.connect(installation.cluster.url(APP)) as link:
        made = link.execute(
            "insert into procrastinate_workers (last_heartbeat)"
            " values (now() - interval '1 hour') returning id"
        ).fetchone()
        assert made is not None
        link.execute(
            "update procrastinate_jobs set status = 'doing', worker_id = %s where status = 'todo'",
            made,
        )
    installation.begin("worker")
    wait_until(lambda: installation.count(TURNED) == before + 1, installation.log("worker"))
    assert installation.ask_to_stop("worker") == 0


def test_a_worker_outlives_its_database(installation: Installation) -> None:
    before = installation.count(TURNED)
    installation.begin("worker")
    wait_until(lambda: workers(installation) == len(QUEUES), "the worker has registered")
    installation.kill("database")
    installation.revive("database")
    somebody_leaves(installation, "bruno")
    wait_until(lambda: installation.count(TURNED) == before + 1, installation.log("worker"))
    assert installation.ask_to_stop("worker") == 0


@pytest.mark.long
def test_a_worker_outlives_a_long_absence(installation: Installation) -> None:
    """Three quarters of a minute is longer than any pool of connections waits."""
    before = installation.count(TURNED)
    installation.begin("worker")
    wait_until(lambda: workers(installation) == len(QUEUES), "the worker has registered")
    installation.kill("database")
    time.sleep(45)
    installation.revive("database")
    somebody_leaves(installation, "bettina")
    wait_until(lambda: installation.count(TURNED) == before + 1, installation.log("worker"))
    assert installation.ask_to_stop("worker") == 0


def test_two_workers_share_the_work(installation: Installation) -> None:
    before = installation.count(TURNED)
    installation.begin("worker")
    first = installation.processes.pop("worker")
    installation.begin("worker")
    for number in range(3):
        somebody_leaves(installation, f"boris-{number}")
    wait_until(lambda: installation.count(TURNED) == before + 3, installation.log("worker"))
    wait_until(lambda: jobs(installation, "todo") == jobs(installation, "doing") == 0, "done")
    installation.processes["first"] = first
    assert [installation.ask_to_stop(name) for name in ("first", "worker")] == [0, 0]
    assert installation.count(TURNED) == before + 3


def workers(whole: Installation) -> int:
    fresh = "select count(*) from procrastinate_workers"
    return whole.count(f"{fresh} where last_heartbeat > now() - interval '10 seconds'")


NONSENSE = """
import django; django.setup()
from journeywork.kernel import jobs
jobs.defer("turn_fact", org="{org}", fact="nonsense of somebody's")
"""


def test_what_a_job_could_not_do_is_kept_with_it_in_words(installation: Installation) -> None:
    installation.python(NONSENSE.format(org=installation.org))
    installation.begin("worker")
    noted = "select count(*) from kernel_job_note where fault <> ''"
    wait_until(
        lambda: installation.count(noted) == 1, "noted", log=lambda: installation.log("worker")
    )
    ((what, fault),) = installation.rows("select what, fault from kernel_job_note")
    assert what == "Run what follows from a fact; safe to run again at any point."
    assert (str(fault).partition(" ")[0], "nonsense" in str(fault)) == ("ValueError", False)
    installation.kill("worker")
