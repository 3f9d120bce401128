"""The operations of `shadowing`."""

# Made by `make docs` from the API's description; change the API, not this file.
from collections.abc import Iterator
from uuid import UUID

from journeywork.client import shapes
from journeywork.client.calls import Room, at


class Shadowing(Room):
    """Operations `shadowing`."""

    def offers(
        self, *, text: str | None = None, topic: str | None = None, at_once: int | None = None
    ) -> Iterator[shapes.ShadowOfferOut]:
        """List open offers to be watched, newest first, also those that are full just now."""
        return self._calls.pages(
            at("shadowing", "offers"),
            shapes.ShadowOfferOut,
            query={"text": text, "topic": topic, "limit": at_once},
        )

    def make_offer(
        self, body: shapes.ShadowOfferIn, *, once: str | None = None
    ) -> shapes.ShadowOfferOut:
        """Offer to be watched at something; whoever asked for such a thing is told once."""
        found: shapes.ShadowOfferOut = self._calls.send(
            "POST", at("shadowing", "offers"), shapes.ShadowOfferOut, body=body, once=once
        )
        return found

    def offer(
        self, showing_id: UUID, *, known: shapes.ShadowOfferOut | None = None
    ) -> shapes.ShadowOfferOut:
        """Read an offer to be watched, also one that was taken back."""
        found: shapes.ShadowOfferOut = self._calls.get(
            at("shadowing", "offers", showing_id), shapes.ShadowOfferOut, known=known
        )
        return found

    def change_offer(
        self, showing_id: UUID, body: shapes.ShadowOfferIn, *, once: str | None = None
    ) -> shapes.ShadowOfferOut:
        """Say an offer of one's own anew, as a whole; visits that have begun go on as they began."""
        found: shapes.ShadowOfferOut = self._calls.send(
            "PUT",
            at("shadowing", "offers", showing_id),
            shapes.ShadowOfferOut,
            body=body,
            once=once,
        )
        return found

    def close_offer(self, showing_id: UUID, *, once: str | None = None) -> shapes.ShadowOfferOut:
        """Take an offer of one's own back; visits that have begun go on."""
        found: shapes.ShadowOfferOut = self._calls.send(
            "POST", at("shadowing", "offers", showing_id, "close"), shapes.ShadowOfferOut, once=once
        )
        return found

    def come(
        self, showing_id: UUID, body: shapes.ComeIn, *, once: str | None = None
    ) -> shapes.VisitWithTimesOut:
        """Take an offer up: a visit begins, with times that suit both."""
        found: shapes.VisitWithTimesOut = self._calls.send(
            "POST",
            at("shadowing", "offers", showing_id, "visits"),
            shapes.VisitWithTimesOut,
            body=body,
            once=once,
        )
        return found

    def requests(
        self,
        *,
        text: str | None = None,
        topic: str | None = None,
        mine: bool | None = None,
        at_once: int | None = None,
    ) -> Iterator[shapes.ShadowRequestOut]:
        """List open requests that one made or of whom one is asked, newest first."""
        return self._calls.pages(
            at("shadowing", "requests"),
            shapes.ShadowRequestOut,
            query={"text": text, "topic": topic, "mine": mine, "limit": at_once},
        )

    def ask(
        self, body: shapes.ShadowRequestIn, *, once: str | None = None
    ) -> shapes.ShadowRequestOut:
        """Ask one person, a team, or anyone to see how something is done; only they see it."""
        found: shapes.ShadowRequestOut = self._calls.send(
            "POST", at("shadowing", "requests"), shapes.ShadowRequestOut, body=body, once=once
        )
        return found

    def one_request(
        self, wish_id: UUID, *, known: shapes.ShadowRequestOut | None = None
    ) -> shapes.ShadowRequestOut:
        """Read a request of one's own, or one that is asked of oneself."""
        found: shapes.ShadowRequestOut = self._calls.get(
            at("shadowing", "requests", wish_id), shapes.ShadowRequestOut, known=known
        )
        return found

    def close_request(self, wish_id: UUID, *, once: str | None = None) -> shapes.ShadowRequestOut:
        """Take a request of one's own back."""
        found: shapes.ShadowRequestOut = self._calls.send(
            "POST",
            at("shadowing", "requests", wish_id, "close"),
            shapes.ShadowRequestOut,
            once=once,
        )
        return found

    def invite(
        self, wish_id: UUID, body: shapes.InviteIn, *, once: str | None = None
    ) -> shapes.VisitWithTimesOut:
        """Say “come along” to whoever asked: a visit begins, with times that suit both."""
        found: shapes.VisitWithTimesOut = self._calls.send(
            "POST",
            at("shadowing", "requests", wish_id, "visits"),
            shapes.VisitWithTimesOut,
            body=body,
            once=once,
        )
        return found

    def visits(
        self, *, running: bool | None = None, at_once: int | None = None
    ) -> Iterator[shapes.VisitOut]:
        """List the visits in which one watches, or is watched, newest first."""
        return self._calls.pages(
            at("shadowing", "visits"), shapes.VisitOut, query={"running": running, "limit": at_once}
        )

    def visit(
        self, visit_id: UUID, *, known: shapes.VisitWithTimesOut | None = None
    ) -> shapes.VisitWithTimesOut:
        """Read a visit with its times, its steps and what to look for; it is for its two alone."""
        found: shapes.VisitWithTimesOut = self._calls.get(
            at("shadowing", "visits", visit_id), shapes.VisitWithTimesOut, known=known
        )
        return found

    def find_times(self, visit_id: UUID, *, once: str | None = None) -> shapes.VisitWithTimesOut:
        """Seek times anew that suit both; there may be none. What one alone agreed to goes."""
        found: shapes.VisitWithTimesOut = self._calls.send(
            "POST",
            at("shadowing", "visits", visit_id, "times"),
            shapes.VisitWithTimesOut,
            once=once,
        )
        return found

    def suggest(
        self, visit_id: UUID, body: shapes.OwnTimeIn, *, once: str | None = None
    ) -> shapes.VisitWithTimesOut:
        """Propose a time of one's own, and agree to it; refused where it does not suit both."""
        found: shapes.VisitWithTimesOut = self._calls.send(
            "POST",
            at("shadowing", "visits", visit_id, "times", "own"),
            shapes.VisitWithTimesOut,
            body=body,
            once=once,
        )
        return found

    def agree(
        self, visit_id: UUID, slot_id: UUID, *, once: str | None = None
    ) -> shapes.VisitWithTimesOut:
        """Agree to a time; once both have, it is a meeting and stands in both calendars."""
        found: shapes.VisitWithTimesOut = self._calls.send(
            "POST",
            at("shadowing", "visits", visit_id, "times", slot_id, "agree"),
            shapes.VisitWithTimesOut,
            once=once,
        )
        return found

    def move(
        self, visit_id: UUID, check_in_id: UUID, *, once: str | None = None
    ) -> shapes.VisitWithTimesOut:
        """Seek another time for a meeting; it stays until both agree to a new one."""
        found: shapes.VisitWithTimesOut = self._calls.send(
            "POST",
            at("shadowing", "visits", visit_id, "meetings", check_in_id, "move"),
            shapes.VisitWithTimesOut,
            once=once,
        )
        return found

    def call_off(
        self, visit_id: UUID, check_in_id: UUID, *, once: str | None = None
    ) -> shapes.VisitWithTimesOut:
        """Call a meeting off; nobody is asked why, and the visit goes on."""
        found: shapes.VisitWithTimesOut = self._calls.send(
            "POST",
            at("shadowing", "visits", visit_id, "meetings", check_in_id, "call-off"),
            shapes.VisitWithTimesOut,
            once=once,
        )
        return found

    def ready(
        self, visit_id: UUID, body: shapes.ReadyIn, *, once: str | None = None
    ) -> shapes.VisitWithTimesOut:
        """Say that one is ready for the next step, or not yet; it is taken once both say so."""
        found: shapes.VisitWithTimesOut = self._calls.send(
            "PUT",
            at("shadowing", "visits", visit_id, "ready"),
            shapes.VisitWithTimesOut,
            body=body,
            once=once,
        )
        return found

    def step(
        self, visit_id: UUID, body: shapes.StepIn, *, once: str | None = None
    ) -> shapes.VisitWithTimesOut:
        """Take the next step once both are ready, or step back to any earlier one at any time."""
        found: shapes.VisitWithTimesOut = self._calls.send(
            "PUT",
            at("shadowing", "visits", visit_id, "step"),
            shapes.VisitWithTimesOut,
            body=body,
            once=once,
        )
        return found

    def notes(self, visit_id: UUID, *, at_once: int | None = None) -> Iterator[shapes.VisitNoteOut]:
        """List the identifiers of one's own notes that arrived; what they say no operation tells."""
        return self._calls.pages(
            at("shadowing", "visits", visit_id, "notes"),
            shapes.VisitNoteOut,
            query={"limit": at_once},
        )

    def note(
        self, visit_id: UUID, note_id: UUID, body: shapes.VisitNoteIn, *, once: str | None = None
    ) -> None:
        """Keep a note of one's own, once under its identifier; its author alone can read it, signed in.

        Sent again it is the same note, also with other words: what was kept first stays.
        """
        self._calls.send(
            "PUT",
            at("shadowing", "visits", visit_id, "notes", note_id),
            type(None),
            body=body,
            once=once,
        )
