"""Cards as far as they were known at a moment.

Of an imported document we know when it was first seen and when it last changed. The replay
offers its card from the first day on, with today's words: the words it had in between are not
kept. Before its last change it counts as fresh, because somebody still looked after it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from journeywork.engine.context import Context
from journeywork.engine.finder import Finder
from journeywork.engine.knowledge import Card, Trust
from journeywork.engine.moments import CardChange
from journeywork.engine.options import Option
from journeywork.engine.ranking import rank
from journeywork.engine.trust import trust


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelved:
    """A card and the time since which it was there."""

    card: Card
    since: datetime


class CardsThen:
    """The cards of an organisation, shown one by one as their time comes."""

    def __init__(self, cards: Iterable[Shelved], finder: Finder[Card]) -> None:
        self._waiting = sorted(cards, key=lambda one: (one.since, one.card.key), reverse=True)
        self._changing = sorted(
            (one.card for one in self._waiting if one.card.changed_at > one.since),
            key=lambda card: (card.changed_at, card.key),
            reverse=True,
        )
        self._finder = finder
        self._cards: dict[UUID, Card] = {}
        self.changes: tuple[CardChange, ...] = ()

    def __len__(self) -> int:
        """Return how many cards are there now."""
        return len(self._cards)

    def until(self, at: datetime) -> None:
        """Let the time be `at`, which must not go back: what came up to then is there now."""
        while self._waiting and self._waiting[-1].since <= at:
            card = self._waiting.pop().card
            self._cards[card.id] = card
            self._finder.put(card)
        while self._changing and self._changing[-1].changed_at <= at:
            self._note(self._changing.pop())

    def card(self, id: UUID, at: datetime) -> Card:
        """Return a card as it was at `at`; KeyError where it was not there yet."""
        return then(self._cards[id], at)

    def fitting(self, context: Context, *, limit: int) -> tuple[Option, ...]:
        """Return cards that fit `context`, best first, as the live search would."""
        pool = [
            self._finder.candidate(self.card(uuid, context.at), words)
            for uuid, words in self._finder.search(context).items()
        ]
        return rank(pool, context, limit=limit)

    def in_words(self, option: Option, context: Context) -> Option:
        """Return `option` with the words named that it shares with the question."""
        return self._finder.in_words(option, self._cards[option.id], context)

    def _note(self, card: Card) -> None:
        new = CardChange(
            card=card.id, title=card.title, at=card.changed_at, applies_to=card.applies_to
        )
        self.changes = (new, *self.changes)


def then(card: Card, at: datetime) -> Card:
    """Return `card` with the trust it had at `at`, and without what responses taught later."""
    state = Trust.FRESH
    if at.date() >= card.reviewed_on:
        state = trust(
            reviewed_on=card.reviewed_on, review_days=card.review_days, flags=0, today=at.date()
        )
    return replace(card, trust=state, used=0, helped=0, changed_at=min(card.changed_at, at))
