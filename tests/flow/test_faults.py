"""Whatever is killed, and whenever: what was accepted is there afterwards, once.

Web, worker and database are killed with -9 in turn while events come in over HTTP.
"""

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from journeywork.config.cluster import APP, OWNER, throwaway_folder
from tests.flow.installation import Installation, wait_until
from tests.flow.senders import Senders

EAGER = Path(__file__).parent.parent / "fakes" / "eager_door.py"
VICTIMS = ("web", "worker", "database")


@pytest.fixture
def installation() -> Iterator[Installation]:
    whole = Installation(throwaway_folder("jw-faults-"))
    try:
        whole.start("web", "worker")
        yield whole
    finally:
        whole.stop()
        shutil.rmtree(whole.place)


def campaign(whole: Installation, kills: int) -> Senders:
    """Kill web, worker and database in turn while events come in; return who sent them."""
    senders = Senders(whole.port, whole.token)
    senders.start()
    try:
        for number in range(kills):
            victim, before = VICTIMS[number % len(VICTIMS)], taken_up(whole)
            grown_by(senders, 30)
            wait_until(
                lambda: taken_up(whole) > before,  # noqa: B023 -- called at once
                f"the worker works before kill {number}",
                log=lambda: whole.log("worker"),
            )
            whole.kill(victim)
            time.sleep(0.2)
            whole.revive(victim)
        grown_by(senders, 30)
    finally:
        senders.stop()
    return senders


def taken_up(whole: Installation) -> int:
    """How many events are in episodes."""
    return whole.count("select coalesce(sum((counts->>'events')::int), 0) from work_episode")


def grown_by(senders: Senders, more: int) -> None:
    wanted = len(senders.accepted) + more
    wait_until(lambda: len(senders.accepted) >= wanted, "events are accepted")


def stored(whole: Installation) -> list[str]:
    rows = whole.rows("select event_id from work_event where source = 'urn:test:senders'")
    return [str(row[0]) for row in rows]


def nothing_waits(whole: Installation) -> bool:
    return whole.count("select count(*) from work_waiting") == 0


def check(whole: Installation, senders: Senders) -> None:
    found = stored(whole)
    assert len(found) == len(set(found)), "nothing is there twice"
    assert senders.accepted - set(found) == set(), "nothing accepted is lost"
    assert set(found) <= senders.sent, "nothing is there that nobody sent"
    assert senders.refused == []
    wait_until(lambda: nothing_waits(whole), "everything is taken up; " + whole.log("worker"))
    assert taken_up(whole) == len(found), "each event is in its episode, once"
    parts = "select count(*), count(distinct (episode, person, kind)) from work_contribution"
    ((all_parts, distinct),) = whole.rows(parts)
    assert all_parts == distinct


def test_ten_kills_lose_nothing_that_was_accepted(installation: Installation) -> None:
    senders = campaign(installation, 10)
    assert len(senders.accepted) > 300
    check(installation, senders)


@pytest.mark.long
def test_sixty_kills_lose_nothing_that_was_accepted(installation: Installation) -> None:
    check(installation, campaign(installation, 60))


def test_control_a_door_that_answers_from_memory_does_lose(installation: Installation) -> None:
    """Without this the tests above would prove nothing."""
    with psycopg.connect(installation.cluster.url(OWNER)) as owner:
        owner.execute("create table control (id text primary key)")
        owner.execute("grant select, insert on control to journeywork_app")
    installation.kill("web")
    senders = Senders(installation.port, installation.token)
    door = eager(installation)
    senders.start()
    try:
        for _ in range(2):
            grown_by(senders, 30)
            door.kill()
            door.wait()
            door = eager(installation)
    finally:
        senders.stop()
        door.kill()
        door.wait()
    kept = {str(row[0]) for row in installation.rows("select id from control")}
    assert senders.accepted - kept != set()


def eager(whole: Installation) -> "subprocess.Popen[bytes]":
    command = [sys.executable, str(EAGER), str(whole.port), whole.cluster.url(APP)]
    door = subprocess.Popen(command, env=whole.environment())
    wait_until(whole.answers, "the eager door answers")
    return door
