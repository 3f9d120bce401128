"""Cards, notes, tasks of owners."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Field, Schema

from journeywork.api.shapes import Change, In, Name, Path, PersonRef, Whole
from journeywork.api.shapes.work import Names, ref
from journeywork.engine.knowledge import (
    Card,
    CardKind,
    CardState,
    CardTask,
    CardVersion,
    TaskKind,
    Trust,
)

_KIND = "What sort of card; told from the text when absent."
_APPLIES = "The work it is for: there it is offered."
_REVIEW = "After how many days its owner is asked whether it is still right."


class AppliesOut(Schema):
    """The work a card is for: places, path globs, kinds of work."""

    places: list[str] = Field(description="Where the work lives: repositories, wards, machines.")
    paths: list[str] = Field(description="Files and areas, such as ledger/migrations/*.")
    kinds: list[str] = Field(description="Labels that such work carries.")


class AppliesIn(In):
    """The work a card is for: places, path globs, kinds of work."""

    places: list[Name] = Field(
        default_factory=list,
        max_length=20,
        description="Where the work lives: repositories, wards, machines.",
    )
    paths: list[Path] = Field(
        default_factory=list,
        max_length=20,
        description="Files and areas, such as ledger/migrations/*.",
    )
    kinds: list[Name] = Field(
        default_factory=list, max_length=20, description="Labels that such work carries."
    )


class CardOut(Schema):
    """A card without its text. `used` and `helped` count distinct people."""

    id: UUID = Field(description="Identifies the card.")
    key: str = Field(description="Its name in addresses.")
    title: str = Field(description="What it is called.")
    kind: CardKind = Field(description="What sort of card.")
    state: CardState = Field(description="Whether it is a draft, published, or out of use.")
    trust: Trust = Field(description="How far it can be relied on today.")
    summary: str = Field(description="Its first words.")
    minutes: int = Field(description="How long it takes to read.")
    owner: PersonRef | None = Field(description="Who looks after it; null for nobody.")
    team: UUID | None = Field(description="The team it belongs to.")
    topics: list[str] = Field(description="What it is about, in a few words.")
    applies_to: AppliesOut = Field(description=_APPLIES)
    reviewed_on: date = Field(description="When somebody last said that it is right.")
    review_days: int = Field(description=_REVIEW)
    changed_at: datetime = Field(description="When what it says last changed.")
    source: str = Field(description='What it was imported from; "" for one written here.')
    url: str = Field(description='Where its original is; "" for unknown.')
    used: int = Field(description="How many people have opened it.")
    helped: int = Field(description="How many people said that it helped.")


class CardWithBodyOut(CardOut):
    """A card with its text, in Markdown."""

    body: str = Field(description="What it says, in Markdown.")


class CardIn(In):
    """A card as its author writes it. It stays a draft until it is published."""

    title: str = Field(min_length=1, max_length=200, description="What it is called.")
    body: str = Field(
        min_length=1,
        max_length=40_000,
        description="What it says, in Markdown; at most five minutes to read.",
    )
    kind: CardKind | None = Field(None, description=_KIND)
    topics: list[Name] = Field(
        default_factory=list, max_length=20, description="What it is about, in a few words."
    )
    applies_to: AppliesIn = Field(default_factory=AppliesIn, description=_APPLIES)
    team: UUID | None = Field(None, description="The team it belongs to.")
    review_days: Whole = Field(180, ge=1, le=3650, description=_REVIEW)
    url: str = Field("", max_length=2000, description="Where its original is.")


class CardChangeIn(Change):
    """What shall be different; what is left out stays."""

    title: str = Field("", min_length=1, max_length=200, description="What it is called.")
    body: str = Field(
        "",
        min_length=1,
        max_length=40_000,
        description="What it says, in Markdown; at most five minutes to read.",
    )
    kind: CardKind = Field(CardKind.HOW_TO, description="What sort of card.")
    topics: list[Name] = Field(
        default_factory=list, max_length=20, description="What it is about, in a few words."
    )
    applies_to: AppliesIn = Field(default_factory=AppliesIn, description=_APPLIES)
    team: UUID | None = Field(None, description="The team it belongs to.")
    review_days: Whole = Field(180, ge=1, le=3650, description=_REVIEW)
    url: str = Field("", max_length=2000, description="Where its original is.")


class NoteIn(In):
    """One line worth keeping, and where it was learned."""

    text: str = Field(min_length=1, max_length=2000, description="The line.")
    place: str = Field("", max_length=200, description="The repository, ward, matter or cell.")
    paths: list[Path] = Field(
        default_factory=list, max_length=20, description="Files or areas that it is about."
    )


class TextIn(In):
    """A text that somebody is writing."""

    title: str = Field("", max_length=200, description="What it will be called.")
    body: str = Field(max_length=40_000, description="What it says so far, in Markdown.")
    card: UUID | None = Field(None, description="The card it will replace the text of, if any.")


class CheckOut(Schema):
    """What there is to say of a text before it is kept."""

    minutes: int = Field(description="How long it takes to read.")
    most: int = Field(description="How long a card may take at most.")
    fits: bool = Field(description="Whether it is short enough.")
    advice: str = Field(description='What to do with one that is too long; "" for one that fits.')
    html: str = Field(description="How it looks, as sanitised HTML.")
    similar: list[CardOut] = Field(description="Up to three cards that say something like it.")


class VersionOut(Schema):
    """What a card said before it was changed."""

    number: int = Field(description="Counts from 1.")
    at: datetime = Field(description="Until when it said so.")
    by: PersonRef | None = Field(description="Who changed it then; null for an import.")
    title: str = Field(description="What it was called.")
    body: str = Field(description="What it said, in Markdown.")


class FlagIn(In):
    """What is outdated or wrong about a card; the words are optional."""

    note: str = Field("", max_length=1000, description="What is no longer right.")


class AdoptIn(In):
    """Who shall own a card from now on: a person's key; oneself when absent."""

    owner: Name | None = Field(None, description="A person's key; oneself when absent.")


class TaskOut(Schema):
    """Something for the owner of a card to do."""

    card: UUID = Field(description="The card it is about.")
    key: str = Field(description="The card's key.")
    title: str = Field(description="What the card is called.")
    kind: TaskKind = Field(description="Whether somebody reported it, or a review is due.")
    says: str = Field(description="What is asked, in words.")
    at: datetime = Field(description="Since when it waits.")


class HelpedOut(Schema):
    """How many colleagues one of one's cards helped lately."""

    card: UUID = Field(description="The card.")
    people: int = Field(description="How many colleagues said in 30 days that it helped.")


def card_out(card: Card, names: Names) -> CardOut:
    """Return a card without its text, its owner named."""
    return CardOut(**_fields(card, names))


def card_with_body(card: Card, names: Names) -> CardWithBodyOut:
    """Return a card with its text, its owner named."""
    return CardWithBodyOut(**_fields(card, names), body=card.body)


def task_out(task: CardTask) -> TaskOut:
    """Return a task; who reported a card is not said."""
    return TaskOut(
        card=task.card,
        key=task.key,
        title=task.title,
        kind=task.kind,
        says=task.says,
        at=task.at,
    )


def told_apart(task: CardTask) -> str:
    """Return what tells a task from all others of one list; not who reported it."""
    return f"{task.card} {task.kind} {task.at.isoformat()}"


def version_out(version: CardVersion, names: Names) -> VersionOut:
    """Return what a card said before, with who changed it."""
    return VersionOut(
        number=version.number,
        at=version.at,
        by=ref(version.by, names),
        title=version.title,
        body=version.body,
    )


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
