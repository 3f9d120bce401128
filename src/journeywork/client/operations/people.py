"""The operations of `people`."""

# Made by `make docs` from the API's description; change the API, not this file.
from collections.abc import Iterator

from journeywork.client import shapes
from journeywork.client.calls import Room, at


class People(Room):
    """Operations `people`."""

    def colleagues(
        self, *, text: str | None = None, team: str | None = None, at_once: int | None = None
    ) -> Iterator[shapes.PersonOut]:
        """List colleagues in order of key."""
        return self._calls.pages(
            at("people"), shapes.PersonOut, query={"text": text, "team": team, "limit": at_once}
        )

    def read(
        self, key: str, *, known: shapes.PersonWithSkillsOut | None = None
    ) -> shapes.PersonWithSkillsOut:
        """Read who somebody is, when they work and what they offer; they can read that one looked."""
        found: shapes.PersonWithSkillsOut = self._calls.get(
            at("people", key), shapes.PersonWithSkillsOut, known=known
        )
        return found

    def respond(
        self, key: str, body: shapes.ResponseIn, *, once: str | None = None
    ) -> shapes.ResponseOut:
        """Say what came of asking a colleague; it spreads the asking, and is told to nobody."""
        found: shapes.ResponseOut = self._calls.send(
            "POST", at("people", key, "response"), shapes.ResponseOut, body=body, once=once
        )
        return found

    def teams(self, *, at_once: int | None = None) -> Iterator[shapes.TeamOut]:
        """List the teams in order of key."""
        return self._calls.pages(at("teams"), shapes.TeamOut, query={"limit": at_once})

    def team(
        self, key: str, *, known: shapes.TeamWithMembersOut | None = None
    ) -> shapes.TeamWithMembersOut:
        """Read a team, who is in it and what they offer, and which of its cards need looking over."""
        found: shapes.TeamWithMembersOut = self._calls.get(
            at("teams", key), shapes.TeamWithMembersOut, known=known
        )
        return found
