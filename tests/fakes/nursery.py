"""A process that has everything loaded and makes others of itself, which can be killed -9.

    python -m tests.fakes.nursery          reads words from its standard input, one a line:
    catch-up | rebuild | worker            a child begins to do that, over and over; prints its id
    buried                                 waits until that child is gone; prints "buried"

A child begins within milliseconds, so a test can afford to kill many. It prints nothing.
"""

import os
import sys
import time
from collections.abc import Callable


def catch_up() -> None:
    """What the worker does every second, without a pause, in small commits."""
    from journeywork.knowledge import indexing

    indexing.BATCH = 7
    while True:
        indexing.catch_up_everywhere()
        time.sleep(0.005)


def rebuild() -> None:
    """What `journeywork index rebuild` does, again and again."""
    from journeywork.knowledge import indexing

    indexing.REBUILD_BATCH = 10
    while True:
        indexing.rebuild()


def worker() -> None:
    """The worker itself."""
    from journeywork.config import worker as real

    real.run()


DOES: dict[str, Callable[[], None]] = {"catch-up": catch_up, "rebuild": rebuild, "worker": worker}


def tell(word: str) -> None:
    """Tell who started this process."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def main() -> None:
    """Have children until the input ends."""
    import django

    django.setup()
    from journeywork.config import worker as _  # noqa: F401 -- what takes long to load

    tell("ready")
    child = 0
    for line in sys.stdin:
        word = line.strip()
        if word == "buried":
            os.waitpid(child, 0)
            tell("buried")
            continue
        child = os.fork()
        if not child:
            try:
                DOES[word]()
            finally:
                os._exit(1)
        tell(str(child))


if __name__ == "__main__":
    main()
