"""The operations of `matches`."""

# Made by `make docs` from the API's description; change the API, not this file.
from collections.abc import Iterator
from uuid import UUID

from journeywork.client import shapes
from journeywork.client.calls import Room, at


class Matches(Room):
    """Operations `matches`."""

    def find(
        self, *, ended: bool | None = None, at_once: int | None = None
    ) -> Iterator[shapes.MatchOut]:
        """List with whom one is together, newest first."""
        return self._calls.pages(
            at("mentoring", "matches"), shapes.MatchOut, query={"ended": ended, "limit": at_once}
        )

    def read(
        self, match_id: UUID, *, known: shapes.WholeMatchOut | None = None
    ) -> shapes.WholeMatchOut:
        """Read a match that one is in: why, goals, what to talk about, thanks, when one meets."""
        found: shapes.WholeMatchOut = self._calls.get(
            at("mentoring", "matches", match_id), shapes.WholeMatchOut, known=known
        )
        return found

    def times(self, match_id: UUID, *, at_once: int | None = None) -> Iterator[shapes.TimeOut]:
        """List up to three times that suit everybody in a match; there may be none."""
        return self._calls.pages(
            at("mentoring", "matches", match_id, "times"), shapes.TimeOut, query={"limit": at_once}
        )

    def suggestions(
        self, match_id: UUID, *, at_once: int | None = None
    ) -> Iterator[shapes.SuggestionOut]:
        """List what one could put on the agenda: of one's own goals and work, and what they offer."""
        return self._calls.pages(
            at("mentoring", "matches", match_id, "suggestions"),
            shapes.SuggestionOut,
            query={"limit": at_once},
        )

    def meet_at(
        self, match_id: UUID, body: shapes.MeetAtIn, *, once: str | None = None
    ) -> shapes.MatchOut:
        """Meet at another time, and again and again from then on; refused where it does not suit."""
        found: shapes.MatchOut = self._calls.send(
            "PUT",
            at("mentoring", "matches", match_id, "time"),
            shapes.MatchOut,
            body=body,
            once=once,
        )
        return found

    def met(
        self, match_id: UUID, body: shapes.HeldIn, *, once: str | None = None
    ) -> shapes.CheckInOut:
        """Say that a planned meeting took place, or that one met just now."""
        found: shapes.CheckInOut = self._calls.send(
            "POST",
            at("mentoring", "matches", match_id, "met"),
            shapes.CheckInOut,
            body=body,
            once=once,
        )
        return found

    def add_goal(
        self, match_id: UUID, body: shapes.GoalIn, *, once: str | None = None
    ) -> shapes.WholeMatchOut:
        """Say what one wants to reach; all in the match read it, and nobody else."""
        found: shapes.WholeMatchOut = self._calls.send(
            "PUT",
            at("mentoring", "matches", match_id, "goals"),
            shapes.WholeMatchOut,
            body=body,
            once=once,
        )
        return found

    def add_point(
        self, match_id: UUID, body: shapes.PointIn, *, once: str | None = None
    ) -> shapes.WholeMatchOut:
        """Say what one would like to talk about; all in the match read it, and nobody else."""
        found: shapes.WholeMatchOut = self._calls.send(
            "PUT",
            at("mentoring", "matches", match_id, "agenda"),
            shapes.WholeMatchOut,
            body=body,
            once=once,
        )
        return found

    def thank(
        self, match_id: UUID, body: shapes.ThanksIn, *, once: str | None = None
    ) -> shapes.WholeMatchOut:
        """Thank the others in a match, also after its end; they are told."""
        found: shapes.WholeMatchOut = self._calls.send(
            "PUT",
            at("mentoring", "matches", match_id, "thanks"),
            shapes.WholeMatchOut,
            body=body,
            once=once,
        )
        return found

    def done(
        self, match_id: UUID, line_id: UUID, body: shapes.LineDoneIn, *, once: str | None = None
    ) -> shapes.WholeMatchOut:
        """Say that a goal is reached, or a point was talked about, or not yet."""
        found: shapes.WholeMatchOut = self._calls.send(
            "PUT",
            at("mentoring", "matches", match_id, "lines", line_id, "done"),
            shapes.WholeMatchOut,
            body=body,
            once=once,
        )
        return found

    def still_on(self, match_id: UUID, *, once: str | None = None) -> shapes.MatchOut:
        """Say that it goes on, though nothing of it shows here."""
        found: shapes.MatchOut = self._calls.send(
            "POST", at("mentoring", "matches", match_id, "still-on"), shapes.MatchOut, once=once
        )
        return found

    def go_on(self, match_id: UUID, *, once: str | None = None) -> shapes.MatchOut:
        """Go on for half as long again as the programme has it."""
        found: shapes.MatchOut = self._calls.send(
            "POST", at("mentoring", "matches", match_id, "go-on"), shapes.MatchOut, once=once
        )
        return found

    def end(self, match_id: UUID, body: shapes.EndMatchIn, *, once: str | None = None) -> None:
        """End a match, or leave a circle that goes on: nobody is asked why, and it is no fault."""
        self._calls.send(
            "POST", at("mentoring", "matches", match_id, "end"), type(None), body=body, once=once
        )
