"""The operations of `evidence`."""

# Made by `make docs` from the API's description; change the API, not this file.
from typing import Any

from journeywork.client import shapes
from journeywork.client.calls import Room, at


class Evidence(Room):
    """Operations `evidence`."""

    def replay(self, *, known: dict[str, Any] | None = None) -> dict[str, Any]:
        """Read what would have been offered, to how many, how often rightly; 404 before the first."""
        found: dict[str, Any] = self._calls.get(at("replay"), dict[str, Any], known=known)
        return found

    def run(self, body: shapes.ReplayIn, *, once: str | None = None) -> None:
        """Let the worker go through the history; one that is under way is not begun again."""
        self._calls.send("POST", at("replay"), type(None), body=body, once=once)

    def progress(self, *, known: shapes.ProgressOut | None = None) -> shapes.ProgressOut | None:
        """Read how far a replay is that waits or runs, or why the last one broke off; null for none."""
        found: shapes.ProgressOut | None = self._calls.get(
            at("replay", "progress"), shapes.ProgressOut | None, known=known
        )
        return found

    def mine(self, *, known: dict[str, Any] | None = None) -> dict[str, Any] | None:
        """Read what the last replay would have meant for oneself; nobody else can. null for nothing."""
        found: dict[str, Any] | None = self._calls.get(
            at("replay", "mine"), dict[str, Any] | None, known=known
        )
        return found

    def file(self, *, known: str | None = None) -> str:
        """Read the report as an HTML page that can be mailed; it holds nobody's own part."""
        found: str = self._calls.get(at("replay", "file"), str, known=known)
        return found
