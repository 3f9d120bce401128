"""What happens to cards that other rooms may care about."""

from dataclasses import dataclass
from uuid import UUID

from journeywork.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class CardPublished(Fact):
    """Colleagues can read a card from now on."""

    card: UUID


@dataclass(frozen=True, kw_only=True)
class CardsChanged(Fact):
    """Published cards say something else than before: whoever worked by them should know."""

    cards: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class CardArchived(Fact):
    """A card is out of use."""

    card: UUID


@dataclass(frozen=True, kw_only=True)
class CardFlagged(Fact):
    """Somebody says that a card is outdated or wrong; its owner has a task."""

    card: UUID
    owner: UUID | None
    reason: str


@dataclass(frozen=True, kw_only=True)
class ReviewReminded(Fact):
    """The owner of a card whose review is due was reminded, once."""

    card: UUID
    owner: UUID


@dataclass(frozen=True, kw_only=True)
class CardsReassigned(Fact):
    """Cards of somebody who left have a new owner."""

    person: UUID
    cards: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class RequestAnswered(Fact):
    """A card answers what people had looked for in vain."""

    request: UUID
    card: UUID


@dataclass(frozen=True, kw_only=True)
class CardsImported(Fact):
    """Documents from elsewhere became cards."""

    source: str
    new: int
    changed: int
    archived: int


@dataclass(frozen=True, kw_only=True)
class PostWritten(Fact):
    """Somebody wrote a post or a reply, for whomever it is."""

    post: UUID


@dataclass(frozen=True, kw_only=True)
class PostOpened(Fact):
    """Everyone in the organisation can read a post from now on."""

    post: UUID
