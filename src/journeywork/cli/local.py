"""The command line of the machine on which Journeywork runs: connected without being asked."""

import os
from urllib.parse import urlsplit

from journeywork.cli import connection
from journeywork.cli.client import Client, Refused, Unreachable
from journeywork.cli.connection import Connection

_HERE = ("localhost", "127.0.0.1", "::1")
_PATIENCE = 5.0  # Seconds.


def wants_connection() -> bool:
    """Tell whether this account's command line should be connected to what runs here.

    Not where somebody has connected it to another machine, nor where it works already.
    """
    if os.environ.get("JOURNEYWORK_TOKEN"):
        return False
    known = connection.kept()
    if known is None:
        return True
    if urlsplit(known.address).hostname not in _HERE:
        return False
    try:
        Client(known, patience=_PATIENCE).get("me")
    except (Unreachable, Refused):
        return True
    return False


def connect(address: str, token: str) -> bool:
    """Keep `token` for `address`, readable by this account only; False for what is no token."""
    if not token.startswith("jw_"):
        return False
    try:
        connection.keep(Connection(address=address, token=token))
    except OSError:  # A home that cannot be written to is no reason not to run.
        return False
    return True
