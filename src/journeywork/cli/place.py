"""Where somebody is working: the repository around the current folder, as its import calls it."""

import subprocess
from pathlib import Path
from urllib.parse import urlsplit

_PATIENCE = 2  # Seconds.


def place_here() -> str:
    """Return the name of the git repository here, its folder's name, or "" outside of one."""
    top = _git("rev-parse", "--show-toplevel")
    if not top:
        return ""
    return named_by(_git("config", "--local", "--get", "remote.origin.url")) or Path(top).name


def named_by(origin: str) -> str:
    """Return a repository's name from the address that a repository came from, "" for a folder."""
    if "://" in origin:
        parts = urlsplit(origin)
        path = parts.path if parts.hostname else ""
    else:
        host, _, path = origin.partition(":")
        path = "" if "/" in host or path.startswith("/") else path
    return path.strip("/").removesuffix(".git").rpartition("/")[2]


def _git(*arguments: str) -> str:
    try:
        found = subprocess.run(
            ["git", *arguments], capture_output=True, text=True, check=False, timeout=_PATIENCE
        )
    except (OSError, subprocess.TimeoutExpired, UnicodeDecodeError):
        return ""
    return found.stdout.strip() if found.returncode == 0 else ""
