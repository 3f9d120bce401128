"""The operations of `debriefs`."""

# Made by `make docs` from the API's description; change the API, not this file.
from collections.abc import Iterator
from uuid import UUID

from journeywork.client import shapes
from journeywork.client.calls import Room, at


class Debriefs(Room):
    """Operations `debriefs`."""

    def find(self, *, at_once: int | None = None) -> Iterator[shapes.DebriefOut]:
        """List the debriefs in which one takes part, newest first."""
        return self._calls.pages(at("debriefs"), shapes.DebriefOut, query={"limit": at_once})

    def open_one(self, body: shapes.OpenIn, *, once: str | None = None) -> shapes.DebriefOut:
        """Begin to look back with others; whoever has led least recently leads."""
        found: shapes.DebriefOut = self._calls.send(
            "POST", at("debriefs"), shapes.DebriefOut, body=body, once=once
        )
        return found

    def themes(self, *, known: shapes.ThemesOut | None = None) -> shapes.ThemesOut:
        """Tell what came up in at least five debriefs with five people in them, and nobody's name."""
        found: shapes.ThemesOut = self._calls.get(
            at("debriefs", "themes"), shapes.ThemesOut, known=known
        )
        return found

    def read(
        self, debrief_id: UUID, *, known: shapes.DebriefOut | None = None
    ) -> shapes.DebriefOut:
        """Tell how a debrief stands: who takes part, how many are done, whether it is revealed."""
        found: shapes.DebriefOut = self._calls.get(
            at("debriefs", debrief_id), shapes.DebriefOut, known=known
        )
        return found

    def write(self, debrief_id: UUID, body: shapes.WriteIn, *, once: str | None = None) -> None:
        """Say what one saw, or pass; the last to do so reveals everything."""
        self._calls.send(
            "PUT", at("debriefs", debrief_id, "written"), type(None), body=body, once=once
        )

    def answers(
        self, debrief_id: UUID, *, at_once: int | None = None
    ) -> Iterator[shapes.RevealedOut]:
        """List what was written, in no order that tells anything; nothing before the reveal."""
        return self._calls.pages(
            at("debriefs", debrief_id, "answers"), shapes.RevealedOut, query={"limit": at_once}
        )

    def lessons(
        self, debrief_id: UUID, *, at_once: int | None = None
    ) -> Iterator[shapes.LessonOut]:
        """List the lessons of a debrief in which one takes part."""
        return self._calls.pages(
            at("debriefs", debrief_id, "lessons"), shapes.LessonOut, query={"limit": at_once}
        )

    def draw_lesson(
        self, debrief_id: UUID, body: shapes.LessonIn, *, once: str | None = None
    ) -> shapes.LessonOut:
        """Keep what was learned: a draft of its owner, or a wish to change the card that failed."""
        found: shapes.LessonOut = self._calls.send(
            "POST", at("debriefs", debrief_id, "lessons"), shapes.LessonOut, body=body, once=once
        )
        return found

    def commitments(
        self, debrief_id: UUID, *, at_once: int | None = None
    ) -> Iterator[shapes.AgreedOut]:
        """List who does what by when, as a debrief in which one takes part agreed."""
        return self._calls.pages(
            at("debriefs", debrief_id, "commitments"), shapes.AgreedOut, query={"limit": at_once}
        )

    def agree(
        self, debrief_id: UUID, body: shapes.AgreedIn, *, once: str | None = None
    ) -> shapes.AgreedOut:
        """Write down who does what by when; three of one debrief at most."""
        found: shapes.AgreedOut = self._calls.send(
            "POST",
            at("debriefs", debrief_id, "commitments"),
            shapes.AgreedOut,
            body=body,
            once=once,
        )
        return found
