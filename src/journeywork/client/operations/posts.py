"""The operations of `posts`."""

# Made by `make docs` from the API's description; change the API, not this file.
from collections.abc import Iterator
from uuid import UUID

from journeywork.client import shapes
from journeywork.client.calls import Room, at


class Posts(Room):
    """Operations `posts`."""

    def find(
        self,
        *,
        author: str | None = None,
        topic: str | None = None,
        episode: UUID | None = None,
        mine: bool | None = None,
        at_once: int | None = None,
    ) -> Iterator[shapes.PostOut]:
        """List the posts that one can read, newest first; answers come with their post."""
        return self._calls.pages(
            at("posts"),
            shapes.PostOut,
            query={
                "author": author,
                "topic": topic,
                "episode": episode,
                "mine": mine,
                "limit": at_once,
            },
        )

    def write(self, body: shapes.PostIn, *, once: str | None = None) -> shapes.PostOut:
        """Say something to colleagues: everyone here can read it, or fewer where one says so."""
        found: shapes.PostOut = self._calls.send(
            "POST", at("posts"), shapes.PostOut, body=body, once=once
        )
        return found

    def near(self, *, at_once: int | None = None) -> Iterator[shapes.PostOut]:
        """List posts by oneself, one's teams and whom one follows, and about what one follows."""
        return self._calls.pages(at("posts", "near"), shapes.PostOut, query={"limit": at_once})

    def read(self, post_id: UUID, *, known: shapes.ThreadOut | None = None) -> shapes.ThreadOut:
        """Read a post with its answers; an answer by itself, without any."""
        found: shapes.ThreadOut = self._calls.get(
            at("posts", post_id), shapes.ThreadOut, known=known
        )
        return found

    def change(
        self,
        post_id: UUID,
        body: shapes.PostChangeIn,
        *,
        once: str | None = None,
        if_match: str = "",
    ) -> shapes.PostOut:
        """Change what one said, what it is about, who can read it; what is left out stays."""
        found: shapes.PostOut = self._calls.send(
            "PATCH", at("posts", post_id), shapes.PostOut, body=body, once=once, if_match=if_match
        )
        return found

    def take_away(self, post_id: UUID, *, once: str | None = None, if_match: str = "") -> None:
        """Take a post or an answer of one's own away; what others answered stays theirs."""
        self._calls.send("DELETE", at("posts", post_id), type(None), once=once, if_match=if_match)

    def reply(
        self, post_id: UUID, body: shapes.ReplyIn, *, once: str | None = None
    ) -> shapes.PostOut:
        """Answer a post, for those who can read it now."""
        found: shapes.PostOut = self._calls.send(
            "POST", at("posts", post_id, "replies"), shapes.PostOut, body=body, once=once
        )
        return found

    def thank(self, post_id: UUID, *, once: str | None = None) -> None:
        """Say thanks for somebody else's post or answer."""
        self._calls.send("PUT", at("posts", post_id, "thanks"), type(None), once=once)

    def unthank(self, post_id: UUID, *, once: str | None = None) -> None:
        """Take one's own thanks back."""
        self._calls.send("DELETE", at("posts", post_id, "thanks"), type(None), once=once)

    def make_card(
        self, post_id: UUID, body: shapes.MakeCardIn, *, once: str | None = None
    ) -> shapes.CardWithBodyOut:
        """Make a draft of a card from what is one's own or open to all in a post or its thread."""
        found: shapes.CardWithBodyOut = self._calls.send(
            "POST", at("posts", post_id, "card"), shapes.CardWithBodyOut, body=body, once=once
        )
        return found
