"""The operations of `me`."""

# Made by `make docs` from the API's description; change the API, not this file.
from collections.abc import Iterator
from uuid import UUID

from journeywork.client import shapes
from journeywork.client.calls import Room, at


class Me(Room):
    """Operations `me`."""

    def read(self, *, known: shapes.MeOut | None = None) -> shapes.MeOut:
        """Read one's own profile, and what the token in use may do."""
        found: shapes.MeOut = self._calls.get(at("me"), shapes.MeOut, known=known)
        return found

    def change(
        self, body: shapes.MeIn, *, once: str | None = None, if_match: str = ""
    ) -> shapes.MeOut:
        """Change one's own profile; what is left out stays."""
        found: shapes.MeOut = self._calls.send(
            "PATCH", at("me"), shapes.MeOut, body=body, once=once, if_match=if_match
        )
        return found

    def set_skills(self, body: shapes.SkillsIn, *, once: str | None = None) -> shapes.MeOut:
        """Replace one's skills, offered and wanted."""
        found: shapes.MeOut = self._calls.send(
            "PUT", at("me", "skills"), shapes.MeOut, body=body, once=once
        )
        return found

    def pause(
        self, body: shapes.PauseIn, *, once: str | None = None, if_match: str = ""
    ) -> shapes.MeOut:
        """Pause everything that is pushed until a day, or take the pause back."""
        found: shapes.MeOut = self._calls.send(
            "POST", at("me", "pause"), shapes.MeOut, body=body, once=once, if_match=if_match
        )
        return found

    def snooze(self, body: shapes.SnoozeIn, *, once: str | None = None) -> None:
        """Put off everything that is pushed until a time, or take it back."""
        self._calls.send("POST", at("me", "snooze"), type(None), body=body, once=once)

    def choose_channels(self, body: shapes.ChannelsIn, *, once: str | None = None) -> shapes.MeOut:
        """Say by which channels, beside Today, one's offers shall come; none is the default."""
        found: shapes.MeOut = self._calls.send(
            "PUT", at("me", "channels"), shapes.MeOut, body=body, once=once
        )
        return found

    def tasks(self, *, at_once: int | None = None) -> Iterator[shapes.TaskOut]:
        """List reports about one's own cards, and reviews that are due.

        Who looks after all cards also reads what waits and is no team's to look after.
        """
        return self._calls.pages(at("me", "tasks"), shapes.TaskOut, query={"limit": at_once})

    def attention(self, *, known: shapes.AttentionOut | None = None) -> shapes.AttentionOut:
        """Read how often one was interrupted, how often one may be, and until when one is not."""
        found: shapes.AttentionOut = self._calls.get(
            at("me", "attention"), shapes.AttentionOut, known=known
        )
        return found

    def helped(self, *, at_once: int | None = None) -> Iterator[shapes.HelpedOut]:
        """Read how many colleagues each of one's own cards helped in 30 days; nobody is named."""
        return self._calls.pages(at("me", "helped"), shapes.HelpedOut, query={"limit": at_once})

    def tokens(self, *, at_once: int | None = None) -> Iterator[shapes.TokenOut]:
        """List one's own tokens, newest first, without their secrets."""
        return self._calls.pages(at("me", "tokens"), shapes.TokenOut, query={"limit": at_once})

    def end_token(self, token_id: UUID, *, once: str | None = None) -> None:
        """End one of one's own tokens at once, also the one in use."""
        self._calls.send("DELETE", at("me", "tokens", token_id), type(None), once=once)

    def give_back(self, *, once: str | None = None) -> None:
        """Revoke the token in use. New ones are made on the page Me, by whoever is signed in."""
        self._calls.send("DELETE", at("me", "token"), type(None), once=once)
