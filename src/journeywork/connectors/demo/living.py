"""The demo's last days, lived through as they would have been: each event at its own time.

What is older is history, which teaches and moves nobody. Of the last days every event comes in
alone, with the clock at its time, so that moments are seen, offers made and answered, and
silences kept, as the worker would have done it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from journeywork.connectors.demo import days
from journeywork.connectors.demo.content import Content
from journeywork.connectors.demo.people import Stage
from journeywork.engine.feedback import ResponseKind
from journeywork.engine.moments import Moment
from journeywork.engine.support import Offer
from journeywork.engine.work import WorkEvent
from journeywork.feedback import actions as feedback
from journeywork.kernel import clock
from journeywork.knowledge import indexing
from journeywork.moments import actions as moments
from journeywork.support import actions as support
from journeywork.work import actions as work

#: So many days are lived through, counted from the first midnight (UTC) within them.
LIVED = timedelta(days=14)
#: The one whose offer of the day is left open, for whoever looks at the demo first.
HEROINE = "ana"
#: Of the moments of all others, every so many is held back by lot.
WITHHELD_EVERY = 5
#: So often somebody looks for work that does not move, as the worker does.
LOOKS_EVERY = timedelta(hours=4)
#: What others did with their offers, in turn; None has not answered yet.
ANSWERS = (
    ResponseKind.HELPED,
    ResponseKind.KNEW_IT,
    ResponseKind.HELPED,
    None,
    ResponseKind.TOO_LATE,
)
_DRAWN, _KEPT = 0.0, 0.99
ANSWERED_AFTER = timedelta(minutes=9)


@dataclass
class Life:
    """The last days of the demo, and what was planned for them."""

    content: Content
    stage: Stage
    cards: dict[str, UUID]
    now: datetime
    _moments: int = 0
    _offers: int = 0
    _done: set[tuple[UUID, UUID]] = field(default_factory=set)

    def remember(self, history: Sequence[WorkEvent]) -> None:
        """Take in what is history, as of the beginning of the last days."""
        began = self.began()
        work.accept(history, by=None, at=began)
        while taken := work.digest(at=began):
            # Seen from today it is old: it teaches, and makes no moments.
            moments.detect(taken, at=self.now)
        self._answer_rest(since=None)
        indexing.catch_up()

    def live(self, news: Sequence[WorkEvent]) -> Iterator[WorkEvent]:
        """Live through `news`, one by one in order of time; yields each when it is over."""
        looks = self.began() + LOOKS_EVERY
        for event in news:
            while looks <= event.at:
                self._consider(moments.scan(at=looks), at=looks)
                looks += LOOKS_EVERY
            with clock.fixed(event.at):
                self._live(event)
            yield event
        self._answer_rest(since=self.began())
        indexing.catch_up()

    def began(self) -> datetime:
        """Return when the last days began."""
        first = self.now - LIVED
        return first.replace(hour=0, minute=0, second=0, microsecond=0)

    def _live(self, event: WorkEvent) -> None:
        work.accept([event], by=None, at=event.at)
        seen = moments.detect(work.digest(at=event.at), at=event.at)
        self._consider(seen, at=event.at)

    def _consider(self, seen: Sequence[Moment], *, at: datetime) -> None:
        for moment in seen:
            for decision in support.consider([moment], at=at, draw=partial(self._draw, moment)):
                if isinstance(decision, Offer):
                    self._answer(decision)

    def _draw(self, moment: Moment) -> float:
        """Draw a lot that falls the same way at each loading, and never on the heroine."""
        if moment.person == self.stage.id(HEROINE):
            return _KEPT
        self._moments += 1
        return _DRAWN if self._moments % WITHHELD_EVERY == 0 else _KEPT

    def _answer(self, offer: Offer) -> None:
        """Answer an offer as the files say, else as the next of `ANSWERS`."""
        kind = self._planned(offer)
        if kind is None and offer.person != self.stage.id(HEROINE):
            kind = ANSWERS[self._offers % len(ANSWERS)]
            self._offers += 1
        at = offer.at + ANSWERED_AFTER
        if kind is not None and at <= self.now:
            feedback.respond(offer_id=offer.id, kind=kind, by=offer.person, at=at)

    def _planned(self, offer: Offer) -> ResponseKind | None:
        for person, card, at, kind in self._responses():
            if (person, card) == (offer.person, offer.option.id) and at >= self.began():
                self._done.add((person, card))
                return kind
        return None

    def _answer_rest(self, *, since: datetime | None) -> None:
        """Give the planned answers that no offer has taken: of the last days, or those before."""
        for person, card, at, kind in self._responses():
            mine = at >= since if since else at < self.began()
            if mine and at <= self.now and (person, card) not in self._done:
                feedback.respond(option_id=card, kind=kind, by=person, at=at)

    def _responses(self) -> list[tuple[UUID, UUID, datetime, ResponseKind]]:
        """Return what the files plan: who, which card, when, and what became of it."""
        found = []
        for answer in self.content.responses:
            at = days.when(answer.ago, now=self.now, zone=self.stage.zone(answer.person))
            person, card = self.stage.id(answer.person), self.cards[answer.card]
            found.append((person, card, at, answer.response))
        return sorted(found, key=lambda each: each[2])
