"""Cards as far as they were known at a moment.

Of an imported document we know when it was first seen and when it last changed. The replay
offers its card from the first day on, with today's words: the words it had in between are not
kept. Before its last change it counts as fresh, because somebody still looked after it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from journeywork.engine.context import Context
from journeywork.engine.knowledge import Card, Trust
from journeywork.engine.moments import CardChange
from journeywork.engine.options import Option
from journeywork.engine.past_work import CANDIDATES, areas_of, in_words
from journeywork.engine.ranking import Candidate, rank
from journeywork.engine.shelf import Reading, Shelf
from journeywork.engine.trust import trust

_WILD = frozenset("*?[")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelved:
    """A card and the time since which it was there."""

    card: Card
    since: datetime


class CardsThen:
    """The cards of an organisation, shown one by one as their time comes."""

    def __init__(
        self,
        cards: Iterable[Shelved],
        reading: Reading,
        candidate: Callable[[Card, float], Candidate],
    ) -> None:
        self._waiting = sorted(cards, key=lambda one: (one.since, one.card.key), reverse=True)
        self._changing = sorted(
            (one for one in self._waiting if one.card.changed_at > one.since),
            key=lambda one: (one.card.changed_at, one.card.key),
            reverse=True,
        )
        self._reading = reading
        self._candidate = candidate
        self._shelf: Shelf[UUID] = Shelf()
        self._cards: dict[UUID, Card] = {}
        self.changes: tuple[CardChange, ...] = ()

    def __len__(self) -> int:
        """Return how many cards are there now."""
        return len(self._cards)

    def until(self, at: datetime) -> None:
        """Let the time be `at`, which must not go back: what came up to then is there now."""
        while self._waiting and self._waiting[-1].since <= at:
            self._put(self._waiting.pop().card)
        while self._changing and self._changing[-1].card.changed_at <= at:
            self._change(self._changing.pop().card)

    def fitting(self, context: Context, *, limit: int) -> tuple[Option, ...]:
        """Return cards that fit `context`, best first, as the live search would."""
        found = self._shelf.search(
            self._reading.weigh(context.text), areas_of(context), limit=CANDIDATES
        )
        pool = [
            self._candidate(then(self._cards[uuid], context.at), words)
            for uuid, words in found.items()
        ]
        return rank(pool, context, limit=limit)

    def in_words(self, option: Option, context: Context) -> Option:
        """Return `option` with the rarest words named that it shares with the question."""
        card = self._cards[option.id]
        return in_words(option, f"{card.title} {card.body}", context, self._reading, self._shelf)

    def _put(self, card: Card) -> None:
        self._cards[card.id] = card
        title = self._reading.analyse(card.title)
        kinds = card.applies_to.kinds
        more = self._reading.analyse(" ".join((card.body, *card.topics, *kinds)))
        fixed = (fixed_part(glob).lower() for glob in card.applies_to.paths)
        labels = (f"#{label.lower()}" for label in (*kinds, *card.topics))
        areas = [*(area for area in fixed if area), *labels]
        self._shelf.put(card.id, title=title, words=[*title, *more], areas=areas)

    def _change(self, card: Card) -> None:
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


def fixed_part(glob: str) -> str:
    """Return the folder or file that a glob names before its first wildcard."""
    parts = glob.strip("/").split("/")
    plain = next((n for n, part in enumerate(parts) if set(part) & _WILD), len(parts))
    return "/".join(parts[:plain])
