"""The operations of `cards`."""

# Made by `make docs` from the API's description; change the API, not this file.
from collections.abc import Iterator

from journeywork.client import shapes
from journeywork.client.calls import Room, at


class Cards(Room):
    """Operations `cards`."""

    def find(
        self,
        *,
        text: str | None = None,
        topic: str | None = None,
        kind: shapes.CardKind | None = None,
        trust: shapes.Trust | None = None,
        state: shapes.CardState | None = None,
        mine: bool | None = None,
        owner: str | None = None,
        team: str | None = None,
        at_once: int | None = None,
    ) -> Iterator[shapes.CardOut]:
        """List published cards and one's own drafts: the 200 that fit `text` best, else newest first."""
        return self._calls.pages(
            at("cards"),
            shapes.CardOut,
            query={
                "text": text,
                "topic": topic,
                "kind": kind,
                "trust": trust,
                "state": state,
                "mine": mine,
                "owner": owner,
                "team": team,
                "limit": at_once,
            },
        )

    def draft(self, body: shapes.CardIn, *, once: str | None = None) -> shapes.CardWithBodyOut:
        """Make a draft, which only its author sees until it is published."""
        found: shapes.CardWithBodyOut = self._calls.send(
            "POST", at("cards"), shapes.CardWithBodyOut, body=body, once=once
        )
        return found

    def note(self, body: shapes.NoteIn, *, once: str | None = None) -> shapes.CardWithBodyOut:
        """Make a draft of a lesson out of one line."""
        found: shapes.CardWithBodyOut = self._calls.send(
            "POST", at("notes"), shapes.CardWithBodyOut, body=body, once=once
        )
        return found

    def similar(self, *, text: str, at_once: int | None = None) -> Iterator[shapes.CardOut]:
        """List up to three published cards that say something like it: look before you write."""
        return self._calls.pages(
            at("cards", "similar"), shapes.CardOut, query={"text": text, "limit": at_once}
        )

    def read(
        self, key: str, *, known: shapes.CardWithBodyOut | None = None
    ) -> shapes.CardWithBodyOut:
        """Read a card with its text."""
        found: shapes.CardWithBodyOut = self._calls.get(
            at("cards", key), shapes.CardWithBodyOut, known=known
        )
        return found

    def edit(
        self, key: str, body: shapes.CardChangeIn, *, once: str | None = None, if_match: str = ""
    ) -> shapes.CardWithBodyOut:
        """Change what a card says; what it said before is kept, and what is left out stays."""
        found: shapes.CardWithBodyOut = self._calls.send(
            "PATCH",
            at("cards", key),
            shapes.CardWithBodyOut,
            body=body,
            once=once,
            if_match=if_match,
        )
        return found

    def publish(
        self, key: str, *, once: str | None = None, if_match: str = ""
    ) -> shapes.CardWithBodyOut:
        """Let colleagues read one of one's own drafts."""
        found: shapes.CardWithBodyOut = self._calls.send(
            "POST",
            at("cards", key, "publish"),
            shapes.CardWithBodyOut,
            once=once,
            if_match=if_match,
        )
        return found

    def archive(
        self, key: str, *, once: str | None = None, if_match: str = ""
    ) -> shapes.CardWithBodyOut:
        """Archive a card: it stays readable under its address and is not found or offered."""
        found: shapes.CardWithBodyOut = self._calls.send(
            "POST",
            at("cards", key, "archive"),
            shapes.CardWithBodyOut,
            once=once,
            if_match=if_match,
        )
        return found

    def review(
        self, key: str, *, once: str | None = None, if_match: str = ""
    ) -> shapes.CardWithBodyOut:
        """Confirm a card as it stands: its time runs anew, open reports are closed."""
        found: shapes.CardWithBodyOut = self._calls.send(
            "POST", at("cards", key, "review"), shapes.CardWithBodyOut, once=once, if_match=if_match
        )
        return found

    def outdated(
        self, key: str, body: shapes.FlagIn, *, once: str | None = None, if_match: str = ""
    ) -> shapes.CardWithBodyOut:
        """Report a card: its owner gets a task, and it is not pushed meanwhile."""
        found: shapes.CardWithBodyOut = self._calls.send(
            "POST",
            at("cards", key, "outdated"),
            shapes.CardWithBodyOut,
            body=body,
            once=once,
            if_match=if_match,
        )
        return found

    def adopt(
        self, key: str, body: shapes.AdoptIn, *, once: str | None = None, if_match: str = ""
    ) -> shapes.CardWithBodyOut:
        """Look after a card from now on, or let somebody else do so."""
        found: shapes.CardWithBodyOut = self._calls.send(
            "POST",
            at("cards", key, "adopt"),
            shapes.CardWithBodyOut,
            body=body,
            once=once,
            if_match=if_match,
        )
        return found

    def respond(
        self, key: str, body: shapes.ResponseIn, *, once: str | None = None
    ) -> shapes.ResponseOut:
        """Answer a card found by oneself; it counts from the next question on."""
        found: shapes.ResponseOut = self._calls.send(
            "POST", at("cards", key, "response"), shapes.ResponseOut, body=body, once=once
        )
        return found
