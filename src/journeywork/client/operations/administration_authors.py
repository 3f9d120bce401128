"""The operations of `administration.authors`."""

# Made by `make docs` from the API's description; change the API, not this file.
from collections.abc import Iterator

from journeywork.client import shapes
from journeywork.client.calls import Room, at


class AdministrationAuthors(Room):
    """Operations `administration.authors`."""

    def unknown(self, *, at_once: int | None = None) -> Iterator[shapes.AuthorOut]:
        """List names in the work that belong to nobody here, those with the most events first."""
        return self._calls.pages(at("admin", "authors"), shapes.AuthorOut, query={"limit": at_once})

    def name(self, body: shapes.AuthorIn, *, once: str | None = None) -> None:
        """Say who is meant by a name; the worker makes the history theirs, for good."""
        self._calls.send("POST", at("admin", "authors"), type(None), body=body, once=once)
