"""The supervisor's children: each in a process group of its own, restarted when it dies."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from journeywork.config.cluster.account import Account
from journeywork.config.tether import tether

Say = Callable[[str], None]
_LONGEST_PAUSE = 60.0  # Seconds between two attempts, at most.
_LONG_ENOUGH = 60.0  # Seconds of life after which a death counts as the first again.
_LARGEST_LOG = 5_000_000  # Bytes.


@dataclass
class Child:
    """A program that shall always run.

    :param patience: seconds between asking it to stop and killing it.
    """

    name: str
    command: Sequence[str]
    account: Account
    environment: Mapping[str, str]
    log: Path
    patience: float = 15.0
    _child: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    _born: float = 0.0
    _deaths: int = 0
    _due: float = 0.0

    @property
    def alive(self) -> bool:
        """Whether it runs now."""
        return self._child is not None and self._child.poll() is None

    @property
    def group(self) -> int:
        """The process group of it and its own children; 0 while it does not run."""
        return self._child.pid if self._child is not None else 0

    def start(self) -> None:
        """Start it, with its output in its log."""
        with _opened(self.log) as log:
            outputs = {"output": log.fileno(), "errors": subprocess.STDOUT}
            self._child = spawn(self.command, self.account, self.environment, **outputs)
        self._born = time.monotonic()

    def watch(self, say: Say) -> None:
        """Start it again when it has died: at once the first time, then ever more slowly.

        While it lives, keep its log from growing without end.
        """
        if self.alive:
            _shorten(self.log)
            return
        if self._child is not None:
            say(self._note_death())
        elif time.monotonic() >= self._due:
            self.start()

    def ask_to_stop(self) -> None:
        """Ask it to end; what it still has to do it may finish."""
        if self._child is not None:
            signal_group(self._child, signal.SIGTERM)

    def wait_stopped(self, hurried: Callable[[], bool]) -> None:
        """Wait until it has ended; kill it when patience ends or somebody is in a hurry."""
        if self._child is None:
            return
        until = time.monotonic() + self.patience
        while self._child.poll() is None and time.monotonic() < until and not hurried():
            time.sleep(0.02)
        signal_group(self._child, signal.SIGKILL)
        self._child.wait()
        self._child = None

    def last_words(self, lines: int = 12) -> str:
        """Return the end of its log."""
        text = self.log.read_text(errors="replace") if self.log.exists() else ""
        return "\n".join(text.splitlines()[-lines:])

    def _note_death(self) -> str:
        assert self._child is not None
        code = self._child.returncode
        signal_group(self._child, signal.SIGKILL)  # Its own children shall not keep the port.
        self._child = None
        lived = time.monotonic() - self._born
        self._deaths = 1 if lived > _LONG_ENOUGH else self._deaths + 1
        pause = min(_LONGEST_PAUSE, 2.0 ** (self._deaths - 1) if self._deaths > 1 else 0.0)
        self._due = time.monotonic() + pause
        last = self.last_words(1) or "it said nothing"
        return (
            f"{self.name} ended ({_meaning(code)}) and is started again "
            f"{f'in {pause:.0f} s' if pause else 'now'}. Its last line: {last} ({self.log})"
        )


def spawn(
    command: Sequence[str],
    account: Account,
    environment: Mapping[str, str],
    *,
    output: int | None = None,
    errors: int | None = None,
) -> subprocess.Popen[bytes]:
    """Start a program in a group of its own, which ends when we are killed.

    :param output: where it prints, as ``subprocess`` has it; None leaves our own output.
    :param errors: the same for what it complains about.
    """
    return subprocess.Popen(
        list(command),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=errors,
        cwd="/",
        env=dict(environment),
        start_new_session=True,
        preexec_fn=tether(signal.SIGTERM),  # noqa: PLW1509 - see tether; we run no threads.
        **account.identity(),
    )


def signal_group(child: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """Signal a child and all that it started; nothing happens when they are gone."""
    try:
        os.killpg(child.pid, number)
    except ProcessLookupError:
        return


def _opened(log: Path) -> BinaryIO:
    """Open a log for appending; one that has grown large is kept as the only older one."""
    if _is_large(log):
        log.replace(_older(log))
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o600)
    return os.fdopen(descriptor, "ab")


def _shorten(log: Path) -> None:
    """Keep what a large log holds as the only older one, and begin it anew in its place.

    The child goes on writing at the end of the same file, wherever that is. A line that comes
    between the copy and the cut is lost; on a full disk so is the copy, to make room.
    """
    if not _is_large(log):
        return
    with suppress(OSError), os.fdopen(os.open(log, os.O_RDWR | os.O_NOFOLLOW), "rb+") as full:
        with suppress(OSError):
            _older(log).unlink(missing_ok=True)
            with _opened(_older(log)) as kept:
                shutil.copyfileobj(full, kept)
        full.truncate(0)


def _is_large(log: Path) -> bool:
    return log.exists() and log.stat().st_size > _LARGEST_LOG


def _older(log: Path) -> Path:
    return log.with_suffix(".log.1")


def _meaning(code: int) -> str:
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
