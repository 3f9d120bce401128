"""The operations of `administration.sources`."""

# Made by `make docs` from the API's description; change the API, not this file.
from collections.abc import Iterator
from uuid import UUID

from journeywork.client import shapes
from journeywork.client.calls import Room, at


class AdministrationSources(Room):
    """Operations `administration.sources`."""

    def sources(self, *, at_once: int | None = None) -> Iterator[shapes.SourceOut]:
        """List the sources of work events, in order of kind and name."""
        return self._calls.pages(at("admin", "sources"), shapes.SourceOut, query={"limit": at_once})

    def connect(self, body: shapes.SourceIn, *, once: str | None = None) -> shapes.ConnectedOut:
        """Connect a source and say what to enter at its other end; once more says the same again."""
        found: shapes.ConnectedOut = self._calls.send(
            "POST", at("admin", "sources"), shapes.ConnectedOut, body=body, once=once
        )
        return found

    def disconnect(self, source_id: UUID, *, once: str | None = None) -> None:
        """Take nothing more from a source; what it brought stays."""
        self._calls.send("DELETE", at("admin", "sources", source_id), type(None), once=once)

    def set_aside(self, *, at_once: int | None = None) -> Iterator[shapes.SetAsideOut]:
        """List what came in and could not be used, newest first, with the reasons."""
        return self._calls.pages(
            at("admin", "set-aside"), shapes.SetAsideOut, query={"limit": at_once}
        )

    def again(self, *, once: str | None = None) -> shapes.CountOut:
        """Let everything that was set aside and is stored be tried once more."""
        found: shapes.CountOut = self._calls.send(
            "POST", at("admin", "set-aside", "again"), shapes.CountOut, once=once
        )
        return found
