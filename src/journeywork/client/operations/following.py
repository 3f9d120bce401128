"""The operations of `following`."""

# Made by `make docs` from the API's description; change the API, not this file.
from journeywork.client import shapes
from journeywork.client.calls import Room, at


class Following(Room):
    """Operations `following`."""

    def following(self, *, known: shapes.FollowingOut | None = None) -> shapes.FollowingOut:
        """Read whom and what one follows; nobody else can."""
        found: shapes.FollowingOut = self._calls.get(
            at("me", "following"), shapes.FollowingOut, known=known
        )
        return found

    def follow_person(self, key: str, *, once: str | None = None) -> None:
        """Have what somebody writes come first; nobody else can see it."""
        self._calls.send("PUT", at("me", "following", "people", key), type(None), once=once)

    def unfollow_person(self, key: str, *, once: str | None = None) -> None:
        """Follow somebody no longer."""
        self._calls.send("DELETE", at("me", "following", "people", key), type(None), once=once)

    def follow_topic(self, topic: str, *, once: str | None = None) -> None:
        """Have what is written about a topic come first; nobody else can see it."""
        self._calls.send("PUT", at("me", "following", "topics", topic), type(None), once=once)

    def unfollow_topic(self, topic: str, *, once: str | None = None) -> None:
        """Follow a topic no longer."""
        self._calls.send("DELETE", at("me", "following", "topics", topic), type(None), once=once)

    def reflection(self, *, known: shapes.ReflectionOut | None = None) -> shapes.ReflectionOut:
        """Read when in the week one is asked how it was, and whether that waits now."""
        found: shapes.ReflectionOut = self._calls.get(
            at("me", "reflection"), shapes.ReflectionOut, known=known
        )
        return found

    def choose_time(
        self, body: shapes.ReflectionTimeIn, *, once: str | None = None
    ) -> shapes.ReflectionOut:
        """Be asked once a week, at a time of one's own clock."""
        found: shapes.ReflectionOut = self._calls.send(
            "PUT", at("me", "reflection"), shapes.ReflectionOut, body=body, once=once
        )
        return found

    def never(self, *, once: str | None = None) -> None:
        """Not be asked how one's week was any more."""
        self._calls.send("DELETE", at("me", "reflection"), type(None), once=once)

    def reflect(self, body: shapes.ReplyIn, *, once: str | None = None) -> shapes.PostOut:
        """Write down how the week was; nobody else can read it until one shares it."""
        found: shapes.PostOut = self._calls.send(
            "POST", at("me", "reflection"), shapes.PostOut, body=body, once=once
        )
        return found
