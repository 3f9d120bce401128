"""The operations of `asking`."""

# Made by `make docs` from the API's description; change the API, not this file.
from collections.abc import Iterator
from uuid import UUID

from journeywork.client import shapes
from journeywork.client.calls import Room, at


class Asking(Room):
    """Operations `asking`."""

    def ask(self, body: shapes.AskIn, *, once: str | None = None) -> shapes.AnswerOut:
        """Find at most three cards, one past piece of work and two people, with reasons."""
        found: shapes.AnswerOut = self._calls.send(
            "POST", at("ask"), shapes.AnswerOut, body=body, once=once
        )
        return found

    def today(self, *, known: shapes.TodayOut | None = None) -> shapes.TodayOut:
        """Read what the page Today shows."""
        found: shapes.TodayOut = self._calls.get(at("today"), shapes.TodayOut, known=known)
        return found

    def offers(self, *, at_once: int | None = None) -> Iterator[shapes.OfferOut]:
        """Read one's own offers, newest first, whatever became of them."""
        return self._calls.pages(at("offers"), shapes.OfferOut, query={"limit": at_once})

    def offer(self, offer_id: UUID, *, known: shapes.OfferOut | None = None) -> shapes.OfferOut:
        """Read one of one's own offers."""
        found: shapes.OfferOut = self._calls.get(
            at("offers", offer_id), shapes.OfferOut, known=known
        )
        return found

    def respond(
        self, offer_id: UUID, body: shapes.ResponseIn, *, once: str | None = None
    ) -> shapes.ResponseOut:
        """Say what became of an offer; it counts from the next question on."""
        found: shapes.ResponseOut = self._calls.send(
            "POST", at("offers", offer_id, "response"), shapes.ResponseOut, body=body, once=once
        )
        return found

    def silences(self, *, at_once: int | None = None) -> Iterator[shapes.SilenceOut]:
        """Read one's own silence log, newest first."""
        return self._calls.pages(at("silences"), shapes.SilenceOut, query={"limit": at_once})

    def silence(
        self, silence_id: UUID, *, known: shapes.SilenceOut | None = None
    ) -> shapes.SilenceOut:
        """Read one of one's own silences, with all that was looked at."""
        found: shapes.SilenceOut = self._calls.get(
            at("silences", silence_id), shapes.SilenceOut, known=known
        )
        return found

    def responses(self, *, at_once: int | None = None) -> Iterator[shapes.ResponseOut]:
        """Read one's own answers, newest first; nobody else can."""
        return self._calls.pages(at("responses"), shapes.ResponseOut, query={"limit": at_once})

    def policy(self, *, known: shapes.PolicyOut | None = None) -> shapes.PolicyOut:
        """Read the organisation's promise about attention, which holds for everybody."""
        found: shapes.PolicyOut = self._calls.get(at("policy"), shapes.PolicyOut, known=known)
        return found
