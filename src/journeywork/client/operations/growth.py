"""The operations of `growth`."""

# Made by `make docs` from the API's description; change the API, not this file.
from collections.abc import Iterator
from uuid import UUID

from journeywork.client import shapes
from journeywork.client.calls import Room, at


class Growth(Room):
    """Operations `growth`."""

    def mine(self, *, at_once: int | None = None) -> Iterator[shapes.WishOut]:
        """List one's own entries in one's own order, with what was found; then what ended lately."""
        return self._calls.pages(at("me", "to-learn"), shapes.WishOut, query={"limit": at_once})

    def add(self, body: shapes.WishIn, *, once: str | None = None) -> shapes.WishOut:
        """Write down what one wants to learn; only oneself can read it until one shares it."""
        found: shapes.WishOut = self._calls.send(
            "POST", at("me", "to-learn"), shapes.WishOut, body=body, once=once
        )
        return found

    def change(
        self, entry_id: UUID, body: shapes.WishChangeIn, *, once: str | None = None
    ) -> shapes.WishOut:
        """Change an entry of one's own, end it, or say how one learned it; what is left out stays."""
        found: shapes.WishOut = self._calls.send(
            "PATCH", at("me", "to-learn", entry_id), shapes.WishOut, body=body, once=once
        )
        return found

    def delete(self, entry_id: UUID, *, once: str | None = None) -> None:
        """Delete an entry of one's own for good, with what was found for it."""
        self._calls.send("DELETE", at("me", "to-learn", entry_id), type(None), once=once)

    def share(
        self, entry_id: UUID, body: shapes.AudienceIn, *, once: str | None = None
    ) -> shapes.WishOut:
        """Say who else may read an entry of one's own; `only me` takes it back."""
        found: shapes.WishOut = self._calls.send(
            "PUT", at("me", "to-learn", entry_id, "audience"), shapes.WishOut, body=body, once=once
        )
        return found

    def answer(
        self, find_id: UUID, body: shapes.FindIn, *, once: str | None = None
    ) -> shapes.FindOut:
        """Say that one took up what was found, or that it is not this."""
        found: shapes.FindOut = self._calls.send(
            "PUT", at("me", "finds", find_id), shapes.FindOut, body=body, once=once
        )
        return found

    def shared(self, *, at_once: int | None = None) -> Iterator[shapes.SharedWishOut]:
        """List what colleagues share with oneself of their lists; they can see that one read it."""
        return self._calls.pages(at("to-learn"), shapes.SharedWishOut, query={"limit": at_once})

    def choose(self, episode_id: UUID, body: shapes.StanceIn, *, once: str | None = None) -> None:
        """Say what one wants of a piece of one's own work: help goes by it there."""
        self._calls.send("PUT", at("me", "stances", episode_id), type(None), body=body, once=once)
