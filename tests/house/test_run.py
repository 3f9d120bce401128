"""``journeywork run``, with a stand-in for the product: what it starts, it stops."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from journeywork.config.cluster import APP, Cluster
from journeywork.config.port import is_held_by, next_free

FAKE = Path(__file__).parent.parent / "fakes" / "program.py"
DRIVER = """
import sys
from pathlib import Path
from journeywork.config.run import run
port = int(sys.argv[3]) or None
sys.exit(run(repository=Path(sys.argv[2]), data=Path(sys.argv[1]), port=port,
             program=[sys.executable, {fake!r}]))
"""
Run = subprocess.Popen[str]
Start = Callable[..., Run]


@pytest.fixture
def start(place: Path) -> Iterator[Start]:
    """Start ``run`` on one data folder; whatever a test leaves is killed."""
    begun: list[Run] = []

    def begin(port: int = 0, **more: str) -> Run:
        environment = {"PATH": os.environ["PATH"], "HOME": str(place)}
        environment |= {"JOURNEYWORK_LISTEN": "127.0.0.1", **more}
        command = [sys.executable, "-c", DRIVER.format(fake=str(FAKE))]
        command += [str(place / "jw"), str(FAKE.parent), str(port or free_port())]
        begun.append(
            subprocess.Popen(
                command,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                env=environment,
            )
        )
        return begun[-1]

    yield begin
    for one in begun:
        one.kill()
        one.wait()
    Cluster(place / "jw" / "postgresql").stop(at_once=True)


def free_port() -> int:
    """Not the usual port: another test run on this machine may be about to take it."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def lines_until(run: Run, text: str) -> list[str]:
    """Read what it says until a line holds the text; an early end fails the test."""
    assert run.stdout is not None
    said: list[str] = []
    for line in run.stdout:
        said.append(line.rstrip())
        if text in line:
            return said
    raise AssertionError(f"ended without {text!r}: {said}")


def children(pid: int) -> set[int]:
    """All processes below one that are not zombies."""
    parents = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                state, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
            except OSError:
                continue
            if state != "Z":
                parents[int(folder.name)] = int(parent)
    found: set[int] = {pid}
    for _ in parents:
        found |= {child for child, parent in parents.items() if parent in found}
    return found - {pid}


def wait_gone(pids: set[int]) -> None:
    while any(pid in children(1) for pid in pids):
        pass


def test_one_address_one_link_and_nothing_left_after_ctrl_c(place: Path, start: Start) -> None:
    run = start()
    said = lines_until(run, "Ctrl-C")
    address = re.search(r"http://127\.0\.0\.1:\d+", "\n".join(said))
    assert address is not None
    assert f"Journeywork runs at {address[0]}" in said
    assert f"Sign in, once, with this link: {address[0]}/sign-in/once-only" in said
    assert f"imported {FAKE.parent}" in said

    below = children(run.pid)
    assert len(below) > 3  # Web, worker, and PostgreSQL with processes of its own.
    run.send_signal(signal.SIGINT)
    rest, _ = run.communicate()
    assert run.returncode == 0
    assert rest.splitlines()[0] == "Stopping."
    assert below & children(1) == set()
    assert not (place / "jw" / "postgresql" / "data" / "postmaster.pid").exists()


def test_killed_it_leaves_nothing_and_the_next_one_starts(place: Path, start: Start) -> None:
    first = start()
    lines_until(first, "Ctrl-C")
    below = children(first.pid)
    first.kill()
    first.communicate()
    wait_gone(below)

    second = start()
    said = lines_until(second, "Ctrl-C")
    assert not any("Making a PostgreSQL" in line for line in said)
    second.send_signal(signal.SIGTERM)
    second.communicate()
    assert Cluster(place / "jw" / "postgresql").processes == []


def test_a_postgresql_left_running_is_taken_over_and_stopped(place: Path, start: Start) -> None:
    first = start()
    lines_until(first, "Ctrl-C")
    first.send_signal(signal.SIGINT)
    first.communicate()
    cluster = Cluster(place / "jw" / "postgresql")
    cluster.start()

    second = start()
    lines_until(second, "Ctrl-C")
    second.send_signal(signal.SIGINT)
    second.communicate()
    assert not cluster.is_running()


def test_a_child_that_dies_is_started_again_and_the_reason_is_said(start: Start) -> None:
    run = start()
    lines_until(run, "Ctrl-C")
    worker = next(pid for pid in children(run.pid) if b"\0worker" in _command(pid))
    os.kill(worker, signal.SIGKILL)
    said = lines_until(run, "started again")
    assert re.search(r"worker ended \(signal SIGKILL\).*worker stands ready", said[-1])
    while not any(b"\0worker" in _command(pid) for pid in children(run.pid)):
        pass


def test_a_web_process_that_cannot_start_ends_the_run_with_its_words(
    place: Path, start: Start
) -> None:
    run = start(JOURNEYWORK_MAIL_FROM="dies@example.org")
    said, _ = run.communicate()
    assert run.returncode == 1
    assert "The web process does not start" in said
    assert said.rstrip().endswith("no module named today")
    assert Cluster(place / "jw" / "postgresql").processes == []


def test_a_second_run_on_the_same_data_is_told_where_the_first_is(start: Start) -> None:
    first = start()
    said = lines_until(first, "Ctrl-C")
    address = next(line.split()[-1] for line in said if "runs at" in line)
    second = start()
    answer, _ = second.communicate()
    assert second.returncode == 1
    assert answer.splitlines()[-1] == (
        f"Journeywork already runs at {address} (process {first.pid})."
    )


def test_a_taken_port_gives_way_and_a_named_one_does_not(start: Start) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert next_free("127.0.0.1", port) > port
        refused = start(port=port)
        said, _ = refused.communicate()
        assert refused.returncode == 1
        assert said.strip() == f"Port {port} on 127.0.0.1 is taken. Name another one with --port."


def test_a_port_is_ours_only_when_we_listen_on_it() -> None:
    with socket.create_server(("127.0.0.1", 0)) as ours:
        port = ours.getsockname()[1]
        assert is_held_by(os.getpgid(0), port)
        assert not is_held_by(1, port)
    assert not is_held_by(os.getpgid(0), port)


def test_a_misspelt_setting_is_refused_by_name(start: Start) -> None:
    run = start(JOURNEYWORK_PROT="80")
    said, _ = run.communicate()
    assert run.returncode == 1
    assert "JOURNEYWORK_PROT" in said
    assert "JOURNEYWORK_PORT" in said


def test_the_database_it_brings_takes_no_strangers(place: Path, start: Start) -> None:
    run = start()
    lines_until(run, "Ctrl-C")
    url = Cluster(place / "jw" / "postgresql").url(APP)
    assert url.startswith("postgresql://journeywork_app@/journeywork?host=")
    for closed in (place / "jw", place / "jw" / "postgresql", place / "jw" / "logs"):
        assert closed.stat().st_mode & 0o007 == 0


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""
