"""Cards, notes, tasks of owners, and questions without an answer."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Field, Schema

from journeywork.api.shapes import In, Name, PersonRef
from journeywork.api.shapes.work import Names, ref
from journeywork.engine.knowledge import Card, CardKind, CardState, TaskKind, Trust


class AppliesOut(Schema):
    """The work a card is for: places, path globs, kinds of work."""

    places: list[str]
    paths: list[str]
    kinds: list[str]


class AppliesIn(In):
    """The work a card is for: places, path globs, kinds of work."""

    places: list[Name] = Field(default_factory=list, max_length=20)
    paths: list[Name] = Field(default_factory=list, max_length=20)
    kinds: list[Name] = Field(default_factory=list, max_length=20)


class CardOut(Schema):
    """A card without its text. `used` and `helped` count distinct people."""

    id: UUID
    key: str
    title: str
    kind: CardKind
    state: CardState
    trust: Trust
    summary: str
    minutes: int = Field(description="Reading time.")
    owner: PersonRef | None
    team: UUID | None
    topics: list[str]
    applies_to: AppliesOut
    reviewed_on: date
    review_days: int
    changed_at: datetime
    source: str
    url: str
    used: int
    helped: int


class CardWithBodyOut(CardOut):
    """A card with its text, in Markdown."""

    body: str


class CardIn(In):
    """A card as its author writes it. It stays a draft until it is published."""

    title: str = Field(min_length=1, max_length=200)
    body: str = Field(min_length=1, max_length=40_000)
    kind: CardKind | None = Field(None, description="Told from the text when absent.")
    topics: list[Name] = Field(default_factory=list, max_length=20)
    applies_to: AppliesIn = Field(default_factory=AppliesIn)
    team: UUID | None = None
    review_days: int = Field(180, ge=1, le=3650)
    url: str = Field("", max_length=2000)


class CardChangeIn(In):
    """What shall be different; what is left out stays."""

    title: str = Field("", min_length=1, max_length=200)
    body: str = Field("", min_length=1, max_length=40_000)
    kind: CardKind = CardKind.HOW_TO
    topics: list[Name] = Field(default_factory=list, max_length=20)
    applies_to: AppliesIn = Field(default_factory=AppliesIn)
    team: UUID | None = None
    review_days: int = Field(180, ge=1, le=3650)
    url: str = Field("", max_length=2000)


class NoteIn(In):
    """One line worth keeping, and where it was learned."""

    text: str = Field(min_length=1, max_length=2000)
    place: str = Field("", max_length=200)
    paths: list[Name] = Field(default_factory=list, max_length=20)


class FlagIn(In):
    """What is outdated or wrong about a card; the words are optional."""

    note: str = Field("", max_length=1000)


class AdoptIn(In):
    """Who shall own a card from now on: a person's key; oneself when absent."""

    owner: Name | None = None


class TaskOut(Schema):
    """Something for the owner of a card to do."""

    card: UUID
    key: str
    title: str
    kind: TaskKind
    says: str
    at: datetime


class RequestOut(Schema):
    """A question that found no answer. `asked` counts people; nobody is named."""

    id: UUID
    text: str
    asked: int
    first_at: datetime
    last_at: datetime


class AnswerIn(In):
    """The card that answers a question."""

    card: Name = Field(description="The card's key.")


def card_out(card: Card, names: Names) -> CardOut:
    """Return a card without its text, its owner named."""
    return CardOut(**_fields(card, names))


def card_with_body(card: Card, names: Names) -> CardWithBodyOut:
    """Return a card with its text, its owner named."""
    return CardWithBodyOut(**_fields(card, names), body=card.body)


def _fields(card: Card, names: Names) -> dict[str, Any]:
    plain = {
        name: getattr(card, name)
        for name in CardOut.model_fields
        if name not in ("owner", "applies_to", "topics")
    }
    return plain | {
        "owner": ref(card.owner, names),
        "topics": list(card.topics),
        "applies_to": {
            "places": list(card.applies_to.places),
            "paths": list(card.applies_to.paths),
            "kinds": list(card.applies_to.kinds),
        },
    }
