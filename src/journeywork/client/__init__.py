"""A typed client of the API, for programs of one's own.

    from journeywork.client import Client

    with Client("https://learn.example.org", token) as client:
        for card in client.cards.find(topic="migrations"):
            print(card.title)

It needs nothing of the server's: the standard library and msgspec. Its shapes and operations are
made from the API's description (`python -m tools.client`).
"""

from journeywork.client import shapes
from journeywork.client.calls import Calls
from journeywork.client.operations import Operations
from journeywork.client.problems import (
    Denied,
    Invalid,
    NoToken,
    NotThere,
    Problem,
    Stale,
    StillRunning,
    TooOften,
    Unavailable,
    Unreachable,
)

__all__ = [
    "Calls",
    "Client",
    "Denied",
    "Invalid",
    "NoToken",
    "NotThere",
    "Problem",
    "Stale",
    "StillRunning",
    "TooOften",
    "Unavailable",
    "Unreachable",
    "shapes",
]


class Client(Operations):
    """One server, as one person: `client.cards.find(...)`, as the description names operations."""
