"""Loops of the worker: each in a thread of its own, started again when it breaks."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from logging import WARNING
from threading import Event, Thread

from django.db import connections

from journeywork.kernel.telling import reason_of, tell

log = logging.getLogger(__name__)

#: Seconds before a broken loop starts again: after the first break in a row, and at most.
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 5.0


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
                what, why = "a loop broke and goes on", reason_of(fault)
                tell(log, what, level=WARNING, loop=self.name, fault=why, seconds=pause)
                self.stop.wait(pause)
                pause = min(LONGEST_PAUSE, pause * 2)
            else:
                pause = FIRST_PAUSE
                self.stop.wait(self.every)
            finally:
                connections.close_all()
