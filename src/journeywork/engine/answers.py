"""What people get to see: the answer to a question, the state of Today and of attention."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from journeywork.engine.context import QueryKind
from journeywork.engine.decisions import Offer
from journeywork.engine.knowledge import Card
from journeywork.engine.options import Option
from journeywork.engine.work import Episode

MOST_CARDS, MOST_EPISODES, MOST_PEOPLE = 3, 1, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one screen says to a question: at most three cards, one episode, two people.

    `kind` is how the question was read, `place` and `paths` what was read in it; `shelf` holds
    the cards themselves by id, for doors that show more of them. `listed` tells that nothing
    was found and the question stands on the list that anyone can answer.
    """

    kind: QueryKind
    cards: tuple[Option, ...] = ()
    episode: Option | None = None
    people: tuple[Option, ...] = ()
    place: str = ""
    paths: tuple[str, ...] = ()
    shelf: Mapping[UUID, Card] = field(default_factory=dict)
    listed: bool = False

    @property
    def empty(self) -> bool:
        """Tell whether nothing written and nothing done before was found."""
        return not self.cards and self.episode is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attention:
    """How much of a person's attention is spent, out of how much, and what they wished."""

    spent_today: int
    spent_this_week: int
    per_day: int
    per_week: int
    snoozed_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """What Today shows: at most one offer that stands, and the person's open work."""

    offer: Offer | None
    episodes: tuple[Episode, ...]
    spent_today: int
    spent_this_week: int
