"""The operations of `climate`."""

# Made by `make docs` from the API's description; change the API, not this file.
from collections.abc import Iterator

from journeywork.client import shapes
from journeywork.client.calls import Room, at


class Climate(Room):
    """Operations `climate`."""

    def told(self, *, at_once: int | None = None) -> Iterator[shapes.ClimateOut]:
        """List the last askings with what the organisation and one's own teams said, latest first."""
        return self._calls.pages(at("climate"), shapes.ClimateOut, query={"limit": at_once})
