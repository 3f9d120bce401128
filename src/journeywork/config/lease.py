"""One ``journeywork run`` at a time on a data folder. The kernel ends the lease of a killed one."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Taken(Exception):
    """The data folder is in use; the text says by which process and at which address."""


@contextmanager
def lease(file: Path, address: str) -> Iterator[None]:
    """Hold the data folder while the block runs.

    :param address: where the product will be, for the message to whoever comes second.
    :raises Taken: another process holds it.
    """
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "r+") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Taken(_who(held.read(), file)) from None
        held.truncate(0)
        json.dump({"process": os.getpid(), "address": address}, held)
        held.flush()
        yield


def address_of(file: Path) -> str:
    """Return where the last run on a data folder put the product, "" where nobody knows."""
    try:
        return str(json.loads(file.read_text())["address"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _who(text: str, file: Path) -> str:
    try:
        told = json.loads(text)
        return f"Journeywork already runs at {told['address']} (process {told['process']})."
    except (ValueError, KeyError, TypeError):
        return f"Journeywork already starts in {file.parent}."
