"""Which of several things is meant: by its id, or by how its name begins."""

from collections.abc import Callable, Iterable
from typing import Any

from journeywork.cli import connection, output
from journeywork.cli.client import Client, Refused, Unreachable

_HURRY = 2.0  # Seconds that somebody waits for a completion.
_SHOWN = 5
Found = dict[str, Any]


def one_of(found: Iterable[Found], said: str, *, what: str, name: str = "title") -> Found:
    """Return the one thing that `said` means: its id, its whole `name`, or how that begins.

    Where there is none, or there are several, it says so and leaves; `what` is such as "visit".
    """
    things = list(found)
    wanted = said.strip().casefold()
    whole = [each for each in things if wanted in (each["id"], _named(each, name))]
    begins = [each for each in things if wanted and _named(each, name).startswith(wanted)]
    fitting = whole or begins
    if not fitting:
        output.fail(f"There is no {what} {said!r} that you can see.")
    if len(fitting) > 1:
        ids = ", ".join(each["id"] for each in fitting[:_SHOWN])
        output.fail(f"Several are called that, or begin like that; name one by its id: {ids}")
    return fitting[0]


def completing(*path: str, name: str = "title") -> Callable[[str], list[tuple[str, str]]]:
    """Return what completes ids of a list in the shell, each with its name; none unconnected."""

    def complete(incomplete: str) -> list[tuple[str, str]]:
        try:
            found = Client(connection.find(), patience=_HURRY).get(*path, limit=200)["items"]
        except (connection.NotConnected, connection.NoAddress, Unreachable, Refused):
            return []
        # Words with spaces between them are no word of a shell: the id is, and the name is told.
        return [
            (each["id"], output.plain(each[name]))
            for each in found
            if each["id"].startswith(incomplete)
        ]

    return complete


def _named(each: Found, name: str) -> str:
    return str(each[name]).casefold()
