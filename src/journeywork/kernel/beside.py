"""Work beside the event loop: a few threads, each with a line of its own to the database.

What thinks for milliseconds and reads meanwhile must not hold up those who deliver events. The
lines are Django's, from the pool that all share; a thread keeps its line from one piece of work
to the next, where other requests take one from the pool, have it looked at, and give it back.
What went wrong on a line, or lay idle for a while, goes back to the pool, which looks at it.
"""

import asyncio
import select
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any, TypeVar

from django.db import connection, connections

Found = TypeVar("Found")

#: Seconds after which a line that nobody used is looked at as if it were a stranger's.
IDLE = 5.0


class Beside:
    """At most `many` threads; whoever comes while all are at work waits for their turn."""

    def __init__(self, *, many: int) -> None:
        self._threads = ThreadPoolExecutor(many, thread_name_prefix="beside")
        self._own = threading.local()
        self._lines: list[Any] = []

    async def do(self, work: Callable[[], Found]) -> Found:
        """Run `work` in one of the threads, in the context of whoever asks; return what it does."""
        asked = asyncio.get_running_loop()
        return await asked.run_in_executor(self._threads, copy_context().run, self._done, work)

    def close(self) -> None:
        """End the threads, once they are done, and give their lines back."""
        self._threads.shutdown()
        while self._lines:
            line = self._lines.pop()
            line.inc_thread_sharing()
            line.close()

    def _done(self, work: Callable[[], Found]) -> Found:
        if not hasattr(self._own, "used"):
            self._lines.append(connections[connection.alias])
        elif time.monotonic() - self._own.used > IDLE or _ended():
            connection.close()
        try:
            return work()
        finally:
            if connection.errors_occurred or connection.in_atomic_block:
                connection.close()
            self._own.used = time.monotonic()


def _ended() -> bool:
    """Tell whether the other side has ended the line: an idle one has nothing else to say."""
    link = connection.connection
    if link is None or link.closed:
        return True
    looking = select.poll()
    looking.register(link.fileno(), select.POLLIN)
    return bool(looking.poll(0))
