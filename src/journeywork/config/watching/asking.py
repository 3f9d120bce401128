"""Asking a running web process how it is, from beside it: the supervisor, and `journeywork ready`."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.request import ProxyHandler, build_opener

#: Seconds that an answer is waited for, and between two looks of somebody who keeps looking.
PATIENCE, LOOK_EVERY = 3.0, 15.0
_OK = "ok"


@dataclass(frozen=True)
class Health:
    """What a web process says: whether it answers, and how its parts stand, where it told."""

    alive: bool = False
    parts: dict[str, str] = field(default_factory=dict)

    @property
    def ready(self) -> bool:
        """Tell whether everything is in order."""
        return bool(self.parts) and set(self.parts.values()) == {_OK}

    @property
    def lacks(self) -> str:
        """Say what is not in order, "" where nothing is known to be."""
        if not self.alive:
            return "the web process does not answer"
        if not self.parts:
            return "what answers is no web process of Journeywork"
        return ", ".join(f"{part}: {how}" for part, how in self.parts.items() if how != _OK)


def place(listen: str, port: int) -> str:
    """Return the address at which a web process that listens there is asked."""
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(listen, listen)  # noqa: S104 - the reverse.
    return f"http://{f'[{host}]' if ':' in host and host[0] != '[' else host}:{port}"


def answers(address: str, *, patience: float = PATIENCE) -> bool:
    """Tell whether the web process answers at all; whatever it says is an answer."""
    return _fetched(f"{address}/healthz", patience) is not None


def health(address: str, *, patience: float = PATIENCE) -> Health:
    """Return how the web process says that it and all it needs are."""
    told = _fetched(f"{address}/readyz", patience)
    if told is None:
        return Health()
    try:
        parts = {str(part): str(how) for part, how in json.loads(told)["parts"].items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        parts = {}
    return Health(alive=True, parts=parts)


def wait_for(address: str, *, seconds: float, only_alive: bool) -> Health:
    """Ask until all is as it should be, for at most so many seconds; return the last answer."""
    until = time.monotonic() + seconds
    while True:
        found = Health(alive=answers(address)) if only_alive else health(address)
        if found.ready or (only_alive and found.alive) or time.monotonic() >= until:
            return found
        time.sleep(min(0.5, max(0.0, until - time.monotonic())))


@dataclass
class Looks:
    """Somebody who looks now and then, and says when readiness comes and goes.

    What is amiss at one look alone is not said: a restart takes a moment.
    """

    address: str
    say: Callable[[str], None]
    _said: str = ""
    _amiss: str = ""
    _due: float = 0.0

    def look(self) -> None:
        """Look, where it is time to."""
        if time.monotonic() < self._due:
            return
        lacks = health(self.address).lacks
        self._due = time.monotonic() + LOOK_EVERY
        if lacks and self._amiss and lacks != self._said:
            self.say(f"Not ready: {lacks}. `journeywork doctor` tells more.")
            self._said = lacks
        elif not lacks and self._said:
            self.say("Ready again.")
            self._said = ""
        self._amiss = lacks


def _fetched(url: str, patience: float) -> str | None:
    """Return what comes back, also with an error; None where nothing does."""
    direct = build_opener(ProxyHandler({}))
    try:
        with direct.open(url, timeout=patience) as answer:
            return str(answer.read().decode(errors="replace"))
    except HTTPError as refusal:
        with refusal:
            return refusal.read().decode(errors="replace")
    except (URLError, OSError, HTTPException):
        return None
