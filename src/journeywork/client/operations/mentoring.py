"""The operations of `mentoring`."""

# Made by `make docs` from the API's description; change the API, not this file.
from collections.abc import Iterator
from uuid import UUID

from journeywork.client import shapes
from journeywork.client.calls import Room, at


class Mentoring(Room):
    """Operations `mentoring`."""

    def find(self, *, at_once: int | None = None) -> Iterator[shapes.OwnProgrammeOut]:
        """List what one takes part in, then what one could take part in, newest first."""
        return self._calls.pages(
            at("mentoring", "programmes"), shapes.OwnProgrammeOut, query={"limit": at_once}
        )

    def read(
        self, key: str, *, known: shapes.OwnProgrammeOut | None = None
    ) -> shapes.OwnProgrammeOut:
        """Read a programme that is for oneself, and how one takes part in it."""
        found: shapes.OwnProgrammeOut = self._calls.get(
            at("mentoring", "programmes", key), shapes.OwnProgrammeOut, known=known
        )
        return found

    def change(
        self, key: str, body: shapes.SaidChangeIn, *, once: str | None = None, if_match: str = ""
    ) -> shapes.OwnProgrammeOut:
        """Say something of oneself otherwise; what is left out stays. It counts from now on."""
        found: shapes.OwnProgrammeOut = self._calls.send(
            "PATCH",
            at("mentoring", "programmes", key),
            shapes.OwnProgrammeOut,
            body=body,
            once=once,
            if_match=if_match,
        )
        return found

    def enrol(
        self, key: str, body: shapes.SaidIn, *, once: str | None = None
    ) -> shapes.OwnProgrammeOut:
        """Take part from now on, or again; what one has said before is said anew as a whole."""
        found: shapes.OwnProgrammeOut = self._calls.send(
            "POST",
            at("mentoring", "programmes", key, "enrol"),
            shapes.OwnProgrammeOut,
            body=body,
            once=once,
        )
        return found

    def confirm(
        self, key: str, *, once: str | None = None, if_match: str = ""
    ) -> shapes.OwnProgrammeOut:
        """Say that all that one has said is still so."""
        found: shapes.OwnProgrammeOut = self._calls.send(
            "POST",
            at("mentoring", "programmes", key, "confirm"),
            shapes.OwnProgrammeOut,
            once=once,
            if_match=if_match,
        )
        return found

    def pause(
        self, key: str, body: shapes.PauseUntilIn, *, once: str | None = None, if_match: str = ""
    ) -> shapes.OwnProgrammeOut:
        """Be matched with nobody until a day, on which it goes on by itself; no reason is needed."""
        found: shapes.OwnProgrammeOut = self._calls.send(
            "POST",
            at("mentoring", "programmes", key, "pause"),
            shapes.OwnProgrammeOut,
            body=body,
            once=once,
            if_match=if_match,
        )
        return found

    def skip(
        self, key: str, *, once: str | None = None, if_match: str = ""
    ) -> shapes.OwnProgrammeOut:
        """Be left out of the next round, and of that alone."""
        found: shapes.OwnProgrammeOut = self._calls.send(
            "POST",
            at("mentoring", "programmes", key, "skip"),
            shapes.OwnProgrammeOut,
            once=once,
            if_match=if_match,
        )
        return found

    def resume(
        self, key: str, *, once: str | None = None, if_match: str = ""
    ) -> shapes.OwnProgrammeOut:
        """End a pause, or a skip, before its time."""
        found: shapes.OwnProgrammeOut = self._calls.send(
            "POST",
            at("mentoring", "programmes", key, "resume"),
            shapes.OwnProgrammeOut,
            once=once,
            if_match=if_match,
        )
        return found

    def leave(self, key: str, *, once: str | None = None) -> None:
        """Take part no more; no reason is needed, and one may come back at any time."""
        self._calls.send("POST", at("mentoring", "programmes", key, "leave"), type(None), once=once)

    def wish(
        self, key: str, body: shapes.WishesIn, *, once: str | None = None, if_match: str = ""
    ) -> shapes.OwnProgrammeOut:
        """Say with whom one would like to be, the first wish first; nobody is told of it."""
        found: shapes.OwnProgrammeOut = self._calls.send(
            "PUT",
            at("mentoring", "programmes", key, "wishes"),
            shapes.OwnProgrammeOut,
            body=body,
            once=once,
            if_match=if_match,
        )
        return found

    def mentors(
        self, key: str, *, text: str | None = None, at_once: int | None = None
    ) -> Iterator[shapes.MentorOut]:
        """Find the first mentors who are called so or offer it, to wish for; only who takes part can.

        Who wants to learn is no part of it.
        """
        return self._calls.pages(
            at("mentoring", "programmes", key, "mentors"),
            shapes.MentorOut,
            query={"text": text, "limit": at_once},
        )

    def possible(self, key: str, *, known: shapes.PossibleOut | None = None) -> shapes.PossibleOut:
        """Read whom the rules would leave one today; what one has just said counts."""
        found: shapes.PossibleOut = self._calls.get(
            at("mentoring", "programmes", key, "possible"), shapes.PossibleOut, known=known
        )
        return found

    def asked_pairs(self, *, at_once: int | None = None) -> Iterator[shapes.AskedPairOut]:
        """List the people one is proposed and has not answered, newest first."""
        return self._calls.pages(
            at("mentoring", "proposed"), shapes.AskedPairOut, query={"limit": at_once}
        )

    def answer(
        self, pair_id: UUID, body: shapes.AnswerPairIn, *, once: str | None = None
    ) -> shapes.PairAnswerOut:
        """Say yes or no, once; with the last yes it begins, and a no needs no reason."""
        found: shapes.PairAnswerOut = self._calls.send(
            "POST", at("mentoring", "proposed", pair_id), shapes.PairAnswerOut, body=body, once=once
        )
        return found
