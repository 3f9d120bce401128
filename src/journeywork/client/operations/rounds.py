"""The operations of `rounds`."""

# Made by `make docs` from the API's description; change the API, not this file.
from collections.abc import Iterator
from uuid import UUID

from journeywork.client import shapes
from journeywork.client.calls import Room, at


class Rounds(Room):
    """Operations `rounds`."""

    def find(self, key: str, *, at_once: int | None = None) -> Iterator[shapes.RoundOut]:
        """List the rounds of a programme, newest first; also those that put something right."""
        return self._calls.pages(
            at("programmes", key, "rounds"), shapes.RoundOut, query={"limit": at_once}
        )

    def ask(
        self, key: str, body: shapes.AskRoundIn, *, once: str | None = None
    ) -> shapes.WholeRoundOut:
        """Let the worker match a programme; the round waits to be looked at, and nobody is told."""
        found: shapes.WholeRoundOut = self._calls.send(
            "POST", at("programmes", key, "rounds"), shapes.WholeRoundOut, body=body, once=once
        )
        return found

    def read(
        self, round_id: UUID, *, known: shapes.WholeRoundOut | None = None
    ) -> shapes.WholeRoundOut:
        """Read how far a round is, what it found, and what is proven of it."""
        found: shapes.WholeRoundOut = self._calls.get(
            at("rounds", round_id), shapes.WholeRoundOut, known=known
        )
        return found

    def again(
        self, round_id: UUID, body: shapes.AgainIn, *, once: str | None = None, if_match: str = ""
    ) -> shapes.WholeRoundOut:
        """Let the worker match a round anew, as people and rules are now; what is locked stays."""
        found: shapes.WholeRoundOut = self._calls.send(
            "POST",
            at("rounds", round_id, "again"),
            shapes.WholeRoundOut,
            body=body,
            once=once,
            if_match=if_match,
        )
        return found

    def confirm(
        self, round_id: UUID, *, once: str | None = None, if_match: str = ""
    ) -> shapes.WholeRoundOut:
        """Let the worker begin what is staged; everybody is told by their role."""
        found: shapes.WholeRoundOut = self._calls.send(
            "POST",
            at("rounds", round_id, "confirm"),
            shapes.WholeRoundOut,
            once=once,
            if_match=if_match,
        )
        return found

    def drop(
        self, round_id: UUID, *, once: str | None = None, if_match: str = ""
    ) -> shapes.WholeRoundOut:
        """Let go of a round that was not published; nobody hears of it."""
        found: shapes.WholeRoundOut = self._calls.send(
            "POST",
            at("rounds", round_id, "drop"),
            shapes.WholeRoundOut,
            once=once,
            if_match=if_match,
        )
        return found

    def pairs(
        self, round_id: UUID, *, person: str | None = None, at_once: int | None = None
    ) -> Iterator[shapes.PairOut]:
        """List the pairs of a round with why; what was taken apart by hand is not among them."""
        return self._calls.pages(
            at("rounds", round_id, "pairs"),
            shapes.PairOut,
            query={"person": person, "limit": at_once},
        )

    def together(
        self, round_id: UUID, body: shapes.TogetherIn, *, once: str | None = None
    ) -> shapes.PairOut:
        """Put people together by hand; they stay so when the round is matched again."""
        found: shapes.PairOut = self._calls.send(
            "POST", at("rounds", round_id, "pairs"), shapes.PairOut, body=body, once=once
        )
        return found

    def lock(self, round_id: UUID, pair_id: UUID, *, once: str | None = None) -> shapes.PairOut:
        """Keep a pair as it is when the round is matched again."""
        found: shapes.PairOut = self._calls.send(
            "POST", at("rounds", round_id, "pairs", pair_id, "lock"), shapes.PairOut, once=once
        )
        return found

    def unlock(self, round_id: UUID, pair_id: UUID, *, once: str | None = None) -> shapes.PairOut:
        """Let a pair change when the round is matched again."""
        found: shapes.PairOut = self._calls.send(
            "POST", at("rounds", round_id, "pairs", pair_id, "unlock"), shapes.PairOut, once=once
        )
        return found

    def take_apart(
        self, round_id: UUID, pair_id: UUID, *, once: str | None = None
    ) -> shapes.PairOut:
        """Take a pair apart; it does not come back when the round is matched again."""
        found: shapes.PairOut = self._calls.send(
            "POST", at("rounds", round_id, "pairs", pair_id, "drop"), shapes.PairOut, once=once
        )
        return found

    def left(self, round_id: UUID, *, at_once: int | None = None) -> Iterator[shapes.LeftOut]:
        """List whom a round leaves with nobody, why, and what would have to change."""
        return self._calls.pages(
            at("rounds", round_id, "left"), shapes.LeftOut, query={"limit": at_once}
        )

    def ask_why_not(
        self, round_id: UUID, body: shapes.WhyNotIn, *, once: str | None = None
    ) -> shapes.WhyNotOut:
        """Ask why two are not together; the worker finds out, and asked again it tells."""
        found: shapes.WhyNotOut = self._calls.send(
            "POST", at("rounds", round_id, "why-not"), shapes.WhyNotOut, body=body, once=once
        )
        return found
