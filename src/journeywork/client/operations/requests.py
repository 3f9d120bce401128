"""The operations of `requests`."""

# Made by `make docs` from the API's description; change the API, not this file.
from collections.abc import Iterator
from uuid import UUID

from journeywork.client import shapes
from journeywork.client.calls import Room, at


class Requests(Room):
    """Operations `requests`."""

    def unanswered(self, *, at_once: int | None = None) -> Iterator[shapes.RequestOut]:
        """List what people looked for in vain, most wanted first; nobody is named."""
        return self._calls.pages(at("requests"), shapes.RequestOut, query={"limit": at_once})

    def wish(self, body: shapes.RequestIn, *, once: str | None = None) -> shapes.RequestOut:
        """Put a question on the list that anyone can answer; nobody sees who asked."""
        found: shapes.RequestOut = self._calls.send(
            "POST", at("requests"), shapes.RequestOut, body=body, once=once
        )
        return found

    def read(
        self, request_id: UUID, *, known: shapes.RequestWithCardsOut | None = None
    ) -> shapes.RequestWithCardsOut:
        """Read a question that waits for an answer, with cards that may be one."""
        found: shapes.RequestWithCardsOut = self._calls.get(
            at("requests", request_id), shapes.RequestWithCardsOut, known=known
        )
        return found

    def answer(
        self, request_id: UUID, body: shapes.AnswerIn, *, once: str | None = None
    ) -> shapes.RequestOut:
        """Point those who asked to a card, or write down what one knows: that becomes a card."""
        found: shapes.RequestOut = self._calls.send(
            "POST", at("requests", request_id, "answer"), shapes.RequestOut, body=body, once=once
        )
        return found
