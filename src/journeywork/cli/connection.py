"""Which server the command line talks to, and as whom."""

import json
import os
from dataclasses import dataclass
from pathlib import Path


class NotConnected(RuntimeError):
    """No server and token are known; the message says how to make them known."""


@dataclass(frozen=True, kw_only=True)
class Connection:
    """The server's address, without a slash at the end, and a personal access token."""

    address: str
    token: str


def kept_at() -> Path:
    """Return the file in which `login` keeps the connection, readable by its owner only."""
    home = os.environ.get("XDG_CONFIG_HOME") or "~/.config"
    return Path(home).expanduser() / "journeywork" / "connection.json"


def keep(connection: Connection) -> Path:
    """Remember `connection` for later calls; returns the file."""
    file = kept_at()
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as out:
        json.dump({"address": connection.address, "token": connection.token}, out)
    return file


def find() -> Connection:
    """Return the connection: the environment's first, else the one that is kept.

    Raises NotConnected when there is none.
    """
    kept = _kept()
    address = os.environ.get("JOURNEYWORK_ADDRESS") or kept.get("address", "")
    token = os.environ.get("JOURNEYWORK_TOKEN") or kept.get("token", "")
    if not address or not token:
        raise NotConnected(
            "No server is known yet. Make a token on the page Me > Tokens, then: "
            "journeywork login http://your-server:8765"
        )
    return Connection(address=address.rstrip("/"), token=token)


def _kept() -> dict[str, str]:
    try:
        found = json.loads(kept_at().read_text())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
