"""Cards as they were at a moment: the words they had then, and none that came later.

What a card says is shelved with the time from which and until which it said so. Cards whose
document is gone today were there as long as it was; a wording that nobody kept was never
there.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from journeywork.engine.context import Context
from journeywork.engine.finder import Finder
from journeywork.engine.knowledge import Card
from journeywork.engine.moments import CardChange
from journeywork.engine.options import Option
from journeywork.engine.ranking import rank
from journeywork.engine.trust import trust


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelved:
    """What a card said from `since` until `until` (None: it still says so).

    `news` tells that it began to say something else at `since`. `card.reviewed_on` is the
    last review that is known; before it, `since` counts as one.
    """

    card: Card
    since: datetime
    until: datetime | None = None
    news: bool = False
    language: str = "en"


class CardsThen:
    """The cards of an organisation, put on the shelf and taken from it as time goes by."""

    def __init__(
        self, cards: Iterable[Shelved], finder: Finder[Card], *, news_for: timedelta
    ) -> None:
        """`news_for` is how long a change is news to those who worked there before it."""
        found = list(cards)
        self._coming = sorted(found, key=lambda one: (one.since, one.card.key, one.card.id))
        self._coming.reverse()
        ending = [(one.until, one) for one in found if one.until]
        self._ending = sorted(ending, key=lambda pair: (pair[0], pair[1].card.id), reverse=True)
        self._finder = finder
        self._news_for = news_for
        self._there: dict[UUID, Shelved] = {}
        # What the finder has not heard of: most wordings come and go before anybody asks.
        self._unheard: dict[UUID, None] = {}
        self._news: dict[UUID, CardChange] = {}
        self.changes: tuple[CardChange, ...] = ()

    def __len__(self) -> int:
        """Return how many cards are there now."""
        return len(self._there)

    def until(self, at: datetime) -> None:
        """Let the time be `at`, which must not go back: what came up to then is there now."""
        while self._coming and self._coming[-1].since <= at:
            self._put(self._coming.pop())
        while self._ending and self._ending[-1][0] <= at:
            self._take(self._ending.pop()[1])
        while self.changes and self.changes[-1].at < at - self._news_for:
            self._tell(self.changes[-1].card, None)

    def card(self, id: UUID, at: datetime) -> Card:
        """Return a card as it was at `at`; KeyError where it was not there."""
        return then(self._there[id], at)

    def fitting(self, context: Context, *, limit: int) -> tuple[Option, ...]:
        """Return cards that fit `context`, best first, as the live search would."""
        self._let_be_found()
        proposed = self._finder.search(context)
        pool = [
            self._finder.candidate(self.card(uuid, context.at), words)
            for uuid, words in proposed.words.items()
        ]
        return rank(pool, context, limit=limit, worth=proposed.worth)

    def in_words(self, option: Option, context: Context) -> Option:
        """Return `option` with the words named that it shares with the question."""
        self._let_be_found()
        return self._finder.in_words(option, self._there[option.id].card, context)

    def _put(self, one: Shelved) -> None:
        card = one.card
        self._there[card.id] = one
        self._unheard[card.id] = None
        if one.news:
            new = CardChange(
                card=card.id, title=card.title, at=one.since, applies_to=card.applies_to
            )
            self._tell(card.id, new)

    def _take(self, one: Shelved) -> None:
        """Take a wording away, unless another one has come in its place."""
        if self._there.get(one.card.id) is one:
            del self._there[one.card.id]
            self._unheard[one.card.id] = None
            self._tell(one.card.id, None)

    def _let_be_found(self) -> None:
        for id in self._unheard:
            one = self._there.get(id)
            if one:
                self._finder.put(one.card)
            else:
                self._finder.remove(id)
        self._unheard.clear()

    def _tell(self, card: UUID, new: CardChange | None) -> None:
        """Keep the last change of each card as news, the latest first; None: it is none."""
        known = self._news.pop(card, None)
        if new:
            self._news[card] = new
        if known or new:
            self.changes = tuple(reversed(self._news.values()))


def then(one: Shelved, at: datetime) -> Card:
    """Return a card with the trust it had at `at`, and without what responses taught later."""
    card = one.card
    known = at.date() >= card.reviewed_on
    state = trust(
        reviewed_on=card.reviewed_on if known else one.since.date(),
        review_days=card.review_days,
        flags=0,
        today=at.date(),
    )
    return replace(
        card,
        trust=state,
        used=0,
        helped=0,
        changed_at=min(card.changed_at, at),
    )
