"""The operations of `work`."""

# Made by `make docs` from the API's description; change the API, not this file.
from collections.abc import Iterator
from uuid import UUID

from journeywork.client import shapes
from journeywork.client.calls import Room, at


class Work(Room):
    """Operations `work`."""

    def recent(
        self,
        *,
        mine: bool | None = None,
        team: str | None = None,
        state: shapes.EpisodeState | None = None,
        subject: str | None = None,
        at_once: int | None = None,
    ) -> Iterator[shapes.EpisodeOut]:
        """List work of one's own, of one's teams, and what is open to all; newest first.

        Open to all is the work of people who are in no team, as far as it is among the latest.
        """
        return self._calls.pages(
            at("episodes"),
            shapes.EpisodeOut,
            query={
                "mine": mine,
                "team": team,
                "state": state,
                "subject": subject,
                "limit": at_once,
            },
        )

    def read(
        self, episode_id: UUID, *, known: shapes.EpisodeOut | None = None
    ) -> shapes.EpisodeOut:
        """Read a piece of work of one's own or of one's teams."""
        found: shapes.EpisodeOut = self._calls.get(
            at("episodes", episode_id), shapes.EpisodeOut, known=known
        )
        return found

    def time_line(
        self, episode_id: UUID, *, at_once: int | None = None
    ) -> Iterator[shapes.WorkEventOut]:
        """Read the events of a piece of work, oldest first."""
        return self._calls.pages(
            at("episodes", episode_id, "time-line"), shapes.WorkEventOut, query={"limit": at_once}
        )

    def respond(
        self, episode_id: UUID, body: shapes.ResponseIn, *, once: str | None = None
    ) -> shapes.ResponseOut:
        """Answer a past piece of work found by oneself; it counts from the next question on."""
        found: shapes.ResponseOut = self._calls.send(
            "POST", at("episodes", episode_id, "response"), shapes.ResponseOut, body=body, once=once
        )
        return found
