"""The operations of `activities`."""

# Made by `make docs` from the API's description; change the API, not this file.
from collections.abc import Iterator
from uuid import UUID

from journeywork.client import shapes
from journeywork.client.calls import Room, at


class Activities(Room):
    """Operations `activities`."""

    def find(
        self,
        *,
        kind: shapes.ActivityKind | None = None,
        state: shapes.ActivityState | None = None,
        at_once: int | None = None,
    ) -> Iterator[shapes.ActivityOut]:
        """List what one takes part in, newest first."""
        return self._calls.pages(
            at("activities"),
            shapes.ActivityOut,
            query={"kind": kind, "state": state, "limit": at_once},
        )

    def read(
        self, activity_id: UUID, *, known: shapes.ActivityOut | None = None
    ) -> shapes.ActivityOut:
        """Read an activity that one takes part in, or took part in."""
        found: shapes.ActivityOut = self._calls.get(
            at("activities", activity_id), shapes.ActivityOut, known=known
        )
        return found

    def pause(
        self, activity_id: UUID, body: shapes.PauseActivityIn, *, once: str | None = None
    ) -> shapes.ActivityOut:
        """Let an activity rest, for everybody who takes part; no reason is asked for."""
        found: shapes.ActivityOut = self._calls.send(
            "POST", at("activities", activity_id, "pause"), shapes.ActivityOut, body=body, once=once
        )
        return found

    def resume(self, activity_id: UUID, *, once: str | None = None) -> shapes.ActivityOut:
        """Let an activity go on that rested."""
        found: shapes.ActivityOut = self._calls.send(
            "POST", at("activities", activity_id, "resume"), shapes.ActivityOut, once=once
        )
        return found

    def leave(self, activity_id: UUID, *, once: str | None = None) -> None:
        """Take part no more; what one wrote stays one's own, and no reason is asked for."""
        self._calls.send("POST", at("activities", activity_id, "leave"), type(None), once=once)

    def check_ins(self, *, at_once: int | None = None) -> Iterator[shapes.CheckInOut]:
        """List the check-ins whose time has come and of which nobody has said what became of them."""
        return self._calls.pages(at("check-ins"), shapes.CheckInOut, query={"limit": at_once})

    def answer_check_in(
        self, check_in_id: UUID, body: shapes.CheckInAnswerIn, *, once: str | None = None
    ) -> shapes.CheckInOut:
        """Say that a check-in took place, or was skipped."""
        found: shapes.CheckInOut = self._calls.send(
            "POST", at("check-ins", check_in_id), shapes.CheckInOut, body=body, once=once
        )
        return found

    def commitments(
        self, *, open_only: bool | None = None, at_once: int | None = None
    ) -> Iterator[shapes.CommitmentOut]:
        """List what one said one would do, by when it is due."""
        return self._calls.pages(
            at("commitments"),
            shapes.CommitmentOut,
            query={"open_only": open_only, "limit": at_once},
        )

    def commitments_of(
        self, activity_id: UUID, *, at_once: int | None = None
    ) -> Iterator[shapes.CommitmentOut]:
        """List what was said in an activity, by everybody who takes part, by when it is due."""
        return self._calls.pages(
            at("activities", activity_id, "commitments"),
            shapes.CommitmentOut,
            query={"limit": at_once},
        )

    def commit(
        self, activity_id: UUID, body: shapes.CommitmentIn, *, once: str | None = None
    ) -> shapes.CommitmentOut:
        """Say what one will do oneself by a day; an activity has three at most."""
        found: shapes.CommitmentOut = self._calls.send(
            "POST",
            at("activities", activity_id, "commitments"),
            shapes.CommitmentOut,
            body=body,
            once=once,
        )
        return found

    def answer_commitment(
        self, commitment_id: UUID, body: shapes.CommitmentAnswerIn, *, once: str | None = None
    ) -> shapes.CommitmentOut:
        """Say whether what one committed to is done, and whether it helped."""
        found: shapes.CommitmentOut = self._calls.send(
            "PATCH", at("commitments", commitment_id), shapes.CommitmentOut, body=body, once=once
        )
        return found

    def guides(
        self, *, kind: shapes.ActivityKind | None = None, at_once: int | None = None
    ) -> Iterator[shapes.GuideOut]:
        """List the guides in use, those that come with Journeywork and one's own."""
        return self._calls.pages(
            at("guides"), shapes.GuideOut, query={"kind": kind, "limit": at_once}
        )

    def write_guide(
        self, body: shapes.GuideIn, *, once: str | None = None
    ) -> shapes.GuideWithTextOut:
        """Keep a guide of one's own; a broken one is refused with the line and the reason."""
        found: shapes.GuideWithTextOut = self._calls.send(
            "POST", at("guides"), shapes.GuideWithTextOut, body=body, once=once
        )
        return found

    def guide(
        self, kind: str, guide: str, *, known: shapes.GuideWithTextOut | None = None
    ) -> shapes.GuideWithTextOut:
        """Read the newest version of a guide, with its file."""
        found: shapes.GuideWithTextOut = self._calls.get(
            at("guides", kind, guide), shapes.GuideWithTextOut, known=known
        )
        return found

    def change_guide(
        self, kind: str, guide: str, body: shapes.GuideIn, *, once: str | None = None
    ) -> shapes.GuideWithTextOut:
        """Keep a new version of a guide of one's own; what is under way keeps the one it has."""
        found: shapes.GuideWithTextOut = self._calls.send(
            "PUT", at("guides", kind, guide), shapes.GuideWithTextOut, body=body, once=once
        )
        return found

    def retire_guide(self, kind: str, guide: str, *, once: str | None = None) -> None:
        """Offer a guide of one's own no more; what is under way keeps it."""
        self._calls.send("DELETE", at("guides", kind, guide), type(None), once=once)
