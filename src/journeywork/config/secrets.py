"""The keys that sign and seal: given by the environment, or made once and kept."""

import fcntl
import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from journeywork.config.cluster import ClusterError
from journeywork.config.environment import WrongSetting
from journeywork.config.place import make_data_folder


def keys(given: tuple[str, ...], data: Path) -> tuple[str, ...]:
    """Return the keys, newest first; makes one in `data` when none was given.

    Raises WrongSetting where none can be kept.
    """
    try:
        return given or (_kept(data / "secret"),)
    except (ClusterError, OSError) as fault:
        raise WrongSetting(
            f"JOURNEYWORK_DATA: no key can be kept in {data}: {fault}. Name another folder, or "
            "give the key in JOURNEYWORK_SECRETS."
        ) from None


def _kept(file: Path) -> str:
    """Return the key in `file`, made now where there is none: once, whoever else starts now."""
    if not file.parent.exists():  # A folder that somebody made stays as it is; `doctor` looks.
        make_data_folder(file.parent)
    with suppress(FileNotFoundError):
        if found := file.read_text().strip():
            return found
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "r+") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        return held.read().strip() or _made(held)


def _made(file: TextIO) -> str:
    """Write a new key to where a power cut does not take it: what it seals, nothing else opens."""
    key = secrets.token_urlsafe(48)
    file.write(key)
    file.flush()
    os.fsync(file.fileno())
    return key
