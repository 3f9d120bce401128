"""Loops of the worker: each in a thread of its own, started again when it breaks."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Thread

from django.db import connections

log = logging.getLogger(__name__)

#: Seconds before a broken loop starts again: after the first break in a row, and at most.
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 15.0


@dataclass
class Loop:
    """`turn` runs until it returns or raises, over and over, until `stop` is set.

    `every` is how long to wait between two turns, in seconds.
    """

    name: str
    turn: Callable[[], object]
    stop: Event
    every: float = 0.0
    _thread: Thread | None = field(default=None, repr=False)

    def start(self) -> None:
        """Run it in a thread."""
        self._thread = Thread(target=self._run, name=self.name)
        self._thread.start()

    def join(self) -> None:
        """Wait until it has come to its end; `stop` must be set."""
        if self._thread:
            self._thread.join()

    def _run(self) -> None:
        pause = FIRST_PAUSE
        while not self.stop.is_set():
            try:
                self.turn()
            except Exception as fault:  # noqa: BLE001 -- whatever it was, the loop must go on
                log.warning("%s broke (%s) and goes on in %.1f s", self.name, _short(fault), pause)
                self.stop.wait(pause)
                pause = min(LONGEST_PAUSE, pause * 2)
            else:
                pause = FIRST_PAUSE
                self.stop.wait(self.every)
            finally:
                connections.close_all()


def _short(fault: Exception) -> str:
    return f"{type(fault).__name__}: {str(fault).strip().splitlines()[0] if str(fault) else ''}"
