"""The operations of `drafts`."""

# Made by `make docs` from the API's description; change the API, not this file.
from journeywork.client import shapes
from journeywork.client.calls import Room, at


class Drafts(Room):
    """Operations `drafts`."""

    def check(self, body: shapes.TextIn, *, once: str | None = None) -> shapes.CheckOut:
        """Say how long a text reads, whether that is short enough, how it looks, what is like it.

        Nothing of it is kept.
        """
        found: shapes.CheckOut = self._calls.send(
            "POST", at("cards", "check"), shapes.CheckOut, body=body, once=once
        )
        return found
