"""One at a time takes changes into the search index, of all threads and processes of a machine.

Tantivy refuses a second writer of one index. It does not see that a rebuild fills the next
index from what it has read, while the worker takes a later change into the one before and
strikes it off the list: with the lock held, one of them waits.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock

_LOCK = "writing.lock"
_threads = RLock()
_held: set[Path] = set()


@contextmanager
def one_writer(folder: Path, *, wait: bool = True) -> Iterator[bool]:
    """Hold the index in `folder` while the block runs; yields whether it is held.

    That is False only without `wait`, when another thread or process holds it. Whoever holds
    it may hold it again. The kernel gives it back when a process ends.
    """
    if not _threads.acquire(blocking=wait):
        yield False
        return
    try:
        with _file_held(folder, wait=wait) as held:
            yield held
    finally:
        _threads.release()


@contextmanager
def _file_held(folder: Path, *, wait: bool) -> Iterator[bool]:
    if folder in _held:
        yield True
        return
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "r+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
            return
        _held.add(folder)
        try:
            yield True
        finally:
            _held.discard(folder)
