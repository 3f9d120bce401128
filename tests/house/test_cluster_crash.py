"""Nothing that was committed is lost when the embedded PostgreSQL is killed."""

import multiprocessing
import os
import signal
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

import psycopg

from journeywork.config.cluster import APP, OWNER, Cluster, Start

LAZY = {"synchronous_commit": "off", "wal_writer_delay": "10s"}


def write_and_kill(cluster: Cluster, rows: int = 300) -> int:
    """Commit rows one by one, kill every process of the server; the number acknowledged."""
    with psycopg.connect(cluster.url(OWNER)) as owner:
        owner.execute("set synchronous_commit to on")  # The table itself shall stay.
        owner.execute(f"create table event (id int primary key); grant all on event to {APP}")
    acknowledged = 0
    connection = psycopg.connect(cluster.url(APP), autocommit=True)
    for number in range(rows):
        connection.execute("insert into event values (%s)", [number])
        acknowledged += 1
    for pid in cluster.processes:
        with suppress(ProcessLookupError):  # The postmaster's death takes some along.
            os.kill(pid, signal.SIGKILL)
    return acknowledged


def count(cluster: Cluster) -> int:
    with psycopg.connect(cluster.url(APP)) as connection:
        row = connection.execute("select count(*) from event").fetchone()
    assert row is not None
    return int(row[0])


def test_rows_committed_before_a_kill_are_there_afterwards(place: Path) -> None:
    cluster = Cluster(place / "pg")
    cluster.start()
    acknowledged = write_and_kill(cluster)
    assert Cluster(place / "pg").start() is Start.STARTED
    assert count(cluster) == acknowledged
    cluster.stop()


def test_control_a_server_that_acknowledges_early_does_lose_rows(place: Path) -> None:
    """Without this the test above would prove nothing."""
    cluster = Cluster(place / "pg", overrides=LAZY)
    cluster.start()
    acknowledged = write_and_kill(cluster)
    Cluster(place / "pg").start()
    assert count(cluster) < acknowledged
    cluster.stop()


def test_only_the_postmaster_killed_with_a_client_at_work(place: Path) -> None:
    cluster = Cluster(place / "pg")
    cluster.start()
    busy = psycopg.connect(cluster.url(APP), autocommit=True)
    assert cluster.pid is not None
    os.kill(cluster.pid, signal.SIGKILL)
    assert Cluster(place / "pg").start() is Start.STARTED
    assert len({os.getppid(), *cluster.processes}) > 1
    busy.close()
    cluster.stop()


def test_a_pid_file_whose_number_another_process_now_has(place: Path) -> None:
    """As after a reboot; PostgreSQL itself would refuse, taking us for a live server."""
    with Cluster(place / "pg") as cluster:
        written = (place / "pg" / "data" / "postmaster.pid").read_text()
    lines = [str(os.getppid()), *written.splitlines()[1:]]
    (place / "pg" / "data" / "postmaster.pid").write_text("\n".join(lines) + "\n")
    assert not cluster.is_running()
    assert cluster.start() is Start.STARTED
    cluster.stop()


def test_a_start_killed_while_the_data_was_being_made(place: Path) -> None:
    (place / "pg" / "data.new" / "base").mkdir(parents=True)
    (place / "pg" / "data.new" / "PG_VERSION").write_text("15\n")
    with Cluster(place / "pg") as cluster:
        assert cluster.is_running()
    assert not (place / "pg" / "data.new").exists()


def _hold(folder: Path, tied: bool, tell: Connection) -> None:
    cluster = Cluster(folder, tied=tied)
    cluster.start()
    tell.send(cluster.pid)
    signal.pause()


def _start_in_another_process(folder: Path, *, tied: bool) -> tuple[int, int]:
    """Process ids of a supervisor and of the server it started."""
    fork = multiprocessing.get_context("fork")
    here, there = fork.Pipe()
    holder = fork.Process(target=_hold, args=(folder, tied, there))
    holder.start()
    server = here.recv()
    assert holder.pid is not None
    os.kill(holder.pid, signal.SIGKILL)
    holder.join()
    return holder.pid, server


def test_a_tied_server_ends_with_its_supervisor_killed(place: Path) -> None:
    _start_in_another_process(place / "pg", tied=True)
    cluster = Cluster(place / "pg")
    while cluster.is_running():
        pass
    assert not (place / "pg" / "data" / "postmaster.pid").exists(), "it shut down in order"


def test_a_server_left_behind_is_adopted_and_can_be_stopped(place: Path) -> None:
    _, server = _start_in_another_process(place / "pg", tied=False)
    cluster = Cluster(place / "pg")
    assert cluster.start() is Start.ADOPTED
    assert cluster.pid == server
    cluster.stop()
    assert cluster.processes == []
