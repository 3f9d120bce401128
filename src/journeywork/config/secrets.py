"""The keys that sign and seal: given by the environment, or made once and kept."""

import os
import secrets
from pathlib import Path

from journeywork.config.environment import WrongSetting

SHORTEST = 32


def keys(given: tuple[str, ...], data: Path) -> tuple[str, ...]:
    """Return the keys, newest first; makes one in `data` when none was given.

    Raises WrongSetting for a key shorter than 32 characters.
    """
    if any(len(key) < SHORTEST for key in given):
        raise WrongSetting(f"JOURNEYWORK_SECRETS: each key needs at least {SHORTEST} characters")
    return given or (_kept(data / "secret"),)


def _kept(file: Path) -> str:
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text().strip()
    with os.fdopen(handle, "w") as out:
        out.write(secrets.token_urlsafe(48))
    return file.read_text().strip()
