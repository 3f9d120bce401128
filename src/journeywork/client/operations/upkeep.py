"""The operations of `upkeep`."""

# Made by `make docs` from the API's description; change the API, not this file.
from collections.abc import Iterator

from journeywork.client import shapes
from journeywork.client.calls import Room, at


class Upkeep(Room):
    """Operations `upkeep`."""

    def reports(self, key: str, *, at_once: int | None = None) -> Iterator[shapes.TaskOut]:
        """Read what readers say is no longer right, for those who can put it right.

        Who said so is not told.
        """
        return self._calls.pages(
            at("cards", key, "reports"), shapes.TaskOut, query={"limit": at_once}
        )

    def versions(self, key: str, *, at_once: int | None = None) -> Iterator[shapes.VersionOut]:
        """Read what a card said before it was changed, newest first."""
        return self._calls.pages(
            at("cards", key, "versions"), shapes.VersionOut, query={"limit": at_once}
        )
