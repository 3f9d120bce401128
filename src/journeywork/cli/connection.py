"""Which server the command line talks to, and as whom."""

import json
import os
import tempfile
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlsplit


class NotConnected(RuntimeError):
    """No server and token are known; the message says how to make them known."""


class NoAddress(ValueError):
    """What was given is not the address of a server."""


@dataclass(frozen=True, kw_only=True)
class Connection:
    """The server's address, without a slash at the end, and a personal access token.

    `person` is the id of whose token it is, "" where nobody has looked.
    """

    address: str
    token: str
    person: str = ""


def checked(address: str) -> str:
    """Return an address without the slash at its end; raises NoAddress."""
    parts = urlsplit(address.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise NoAddress(f"{address!r} is not an address such as http://127.0.0.1:8765")
    if parts.path.strip("/") or parts.query or parts.username:
        raise NoAddress(f"{address!r} must end after the host and the port")
    return f"{parts.scheme}://{parts.netloc}"


def fits(token: str) -> bool:
    """Tell whether something could be a token, and so may be sent at all."""
    return token.isascii() and token.isprintable() and " " not in token


def kept_at() -> Path:
    """Return the file in which `login` keeps the connection, readable by its owner only."""
    home = os.environ.get("XDG_CONFIG_HOME") or "~/.config"
    return Path(home).expanduser() / "journeywork" / "connection.json"


def keep(connection: Connection) -> Path:
    """Remember `connection` for later calls; returns the file, which only its owner can read."""
    file = kept_at()
    for folder in reversed(file.parents):  # Those on the way too: `parents=True` leaves them open.
        folder.mkdir(exist_ok=True, mode=0o700)
    # A new file that takes the place of the old one: never half written, never readable.
    handle, beside = tempfile.mkstemp(dir=file.parent, prefix=".connection-")
    with os.fdopen(handle, "w") as out:
        json.dump(asdict(connection), out)
    Path(beside).replace(file)
    return file


def forget() -> None:
    """Forget the connection that is kept."""
    with suppress(FileNotFoundError):
        kept_at().unlink()


def kept() -> Connection | None:
    """Return the connection that `login` keeps, None where there is none."""
    try:
        found = json.loads(kept_at().read_text())
        names = {name: str(found[name]) for name in ("address", "token")}
        return Connection(**names, person=str(found.get("person", "")))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def find() -> Connection:
    """Return the connection: the environment's first, else the one that is kept.

    A kept token goes to the server it was kept for and to no other. Raises NotConnected when
    there is none, and NoAddress.
    """
    known = kept()
    named = os.environ.get("JOURNEYWORK_ADDRESS", "").strip()
    address = checked(named) if named else known.address if known else ""
    token = os.environ.get("JOURNEYWORK_TOKEN", "").strip()
    if not token and known and known.address == address:
        token = known.token
    if token and not fits(token):
        raise NotConnected("What is given as a token is none: tokens begin with jw_.")
    if not address or not token:
        where = address or "http://your-server:8765"
        raise NotConnected(
            f"No {'token' if address else 'server'} is known yet. Make a token on the page "
            f"Me > Tokens, then: journeywork login {where}"
        )
    if known and (known.address, known.token) == (address, token):
        return known
    return Connection(address=address, token=token)
