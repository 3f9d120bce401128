"""The server's process: finding it, starting it, waiting for it, stopping it."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from journeywork.config.cluster.account import Account, clean_environment
from journeywork.config.cluster.binaries import Binaries
from journeywork.config.cluster.faults import ClusterError
from journeywork.config.cluster.layout import Layout
from journeywork.config.tether import tether

Say = Callable[[str], None]
_PAUSE = 0.05  # Seconds between two looks.
_PROCESSES = Path("/proc")  # Missing on macOS: there a live number is taken for a live server.
_GENTLE = 5.0  # Seconds in which an orphaned process may end by itself.
_SILENCE = 3.0  # Seconds of waiting before something is said, and between two lines.


@dataclass
class Server:
    """A running postmaster: its process id, and the child object where it is our own child."""

    pid: int
    pgdata: Path
    child: subprocess.Popen[bytes] | None = None

    def alive(self) -> bool:
        """Whether the process still runs."""
        if self.child is not None:
            return self.child.poll() is None
        return _serves(self.pid, self.pgdata)


def find(layout: Layout) -> Server | None:
    """Return the server that runs on this data folder, ready or not; None when there is none."""
    pid = _written_pid(layout)
    return Server(pid, layout.pgdata) if pid and _serves(pid, layout.pgdata) else None


def spawn(layout: Layout, binaries: Binaries, account: Account, *, tied: bool) -> Server:
    """Start a server; it may not be ready yet.

    :param tied: stop it when this process dies, even by kill -9 (Linux only).
    """
    _rotate(layout.log)
    descriptor = os.open(layout.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        child = subprocess.Popen(
            [binaries.program("postgres"), "-D", layout.pgdata],
            stdin=subprocess.DEVNULL,
            stdout=descriptor,
            stderr=descriptor,
            cwd="/",
            env=clean_environment(),
            # Ctrl-C in the terminal is for the supervisor, which stops the server in order.
            start_new_session=True,
            preexec_fn=tether(signal.SIGINT) if tied else None,  # noqa: PLW1509 - see tether.
            **account.identity(),
        )
    finally:
        os.close(descriptor)
    return Server(child.pid, layout.pgdata, child)


def wait_until_ready(server: Server, layout: Layout, say: Say) -> None:
    """Wait without a limit: recovery after a crash takes as long as it takes, and says where it is.

    :raises ClusterError: the server ended instead; its last words are in the text.
    """
    next_line = time.monotonic() + _SILENCE
    while not _is_ready(server, layout):
        if not server.alive():
            raise ClusterError(
                f"PostgreSQL did not start. Its last words ({layout.log}):\n" + last_words(layout)
            )
        if time.monotonic() >= next_line:
            say(f"PostgreSQL is not ready yet: {last_words(layout, lines=1)}")
            next_line = time.monotonic() + _SILENCE
        time.sleep(_PAUSE)


def stop(server: Server, say: Say, *, at_once: bool) -> None:
    """Stop a server and wait until it is gone.

    :param at_once: skip the checkpoint; nothing committed is lost, the next start recovers.
    """
    _send(server.pid, signal.SIGQUIT if at_once else signal.SIGINT)
    next_line = time.monotonic() + _SILENCE
    while server.alive():
        if time.monotonic() >= next_line:
            say("PostgreSQL is still writing its last checkpoint.")
            next_line = time.monotonic() + _SILENCE
        time.sleep(_PAUSE)


def clear_remains(layout: Layout, socket: Path, say: Say) -> None:
    """Remove what a killed server left: orphaned processes, and pid files that would block a start.

    PostgreSQL takes a stale pid file for a live server when the number was given to another
    process of the same user, as happens after a reboot.
    """
    gentle_until = time.monotonic() + _GENTLE
    while orphans := processes_in(layout.pgdata):
        say("Ending the processes of a killed PostgreSQL.")
        gently = time.monotonic() < gentle_until
        for pid in orphans:
            _send(pid, signal.SIGQUIT if gently else signal.SIGKILL)
        time.sleep(_PAUSE)
    layout.pid_file.unlink(missing_ok=True)
    for name in (".s.PGSQL.5432", ".s.PGSQL.5432.lock"):
        (socket / name).unlink(missing_ok=True)


def last_words(layout: Layout, lines: int = 6) -> str:
    """Return the last lines of the server's log."""
    try:
        return "\n".join(layout.log.read_text(errors="replace").splitlines()[-lines:])
    except OSError:
        return "(no log)"


def _is_ready(server: Server, layout: Layout) -> bool:
    """Read the pid file: the server writes its id into line 1, its state into line 8."""
    try:
        lines = layout.pid_file.read_text().splitlines()
    except OSError:
        return False
    return lines[:1] == [str(server.pid)] and "".join(lines[7:8]).strip() == "ready"


def _written_pid(layout: Layout) -> int | None:
    try:
        return int(layout.pid_file.read_text().splitlines()[0])
    except (OSError, ValueError, IndexError):
        return None


def _serves(pid: int, pgdata: Path) -> bool:
    """Whether this process is PostgreSQL at work in this data folder."""
    if _PROCESSES.exists():
        return _works_in(_PROCESSES / str(pid), pgdata)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def processes_in(pgdata: Path) -> list[int]:
    """Find the server's processes: those of PostgreSQL that stand in the data folder."""
    if not _PROCESSES.exists():
        return []
    folders = (folder for folder in _PROCESSES.iterdir() if folder.name.isdigit())
    return [int(folder.name) for folder in folders if _works_in(folder, pgdata)]


def _works_in(process: Path, pgdata: Path) -> bool:
    try:
        stands_in = (process / "cwd").readlink()
        program = (process / "exe").readlink()
    except OSError:  # Gone meanwhile, or somebody else's.
        return False
    return stands_in == pgdata and program.name.startswith("postgres")


def _send(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)


def _rotate(log: Path, limit: int = 5_000_000) -> None:
    """Keep one older log when this one has grown over the limit in bytes."""
    if log.exists() and log.stat().st_size > limit:
        log.replace(log.with_suffix(".log.1"))
