"""The operations of `coaching`."""

# Made by `make docs` from the API's description; change the API, not this file.
from collections.abc import Iterator
from uuid import UUID

from journeywork.client import shapes
from journeywork.client.calls import Room, at


class Coaching(Room):
    """Operations `coaching`."""

    def cues(self, *, at_once: int | None = None) -> Iterator[shapes.CueOut]:
        """List what stands open for whoever leads; whoever it is about can see that it was read."""
        return self._calls.pages(at("coaching", "cues"), shapes.CueOut, query={"limit": at_once})

    def answer(self, cue_id: UUID, body: shapes.CueAnswerIn, *, once: str | None = None) -> None:
        """Say what one did with a cue; nobody else reads it."""
        self._calls.send(
            "POST", at("coaching", "cues", cue_id, "answer"), type(None), body=body, once=once
        )

    def told(self, *, known: shapes.QuarterOut | None = None) -> shapes.QuarterOut:
        """Read how many people of one's teams, and of all, had what in the last quarter told."""
        found: shapes.QuarterOut = self._calls.get(
            at("coaching", "opportunity"), shapes.QuarterOut, known=known
        )
        return found
