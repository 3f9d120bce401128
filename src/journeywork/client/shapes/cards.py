"""The shapes of `cards`."""

# Made by `make docs` from the API's description; change the API, not this file.
from uuid import UUID

from journeywork.client.shape import UNSET, Given, UnsetType
from journeywork.client.shapes.shared import CardKind


class AdoptIn(Given, kw_only=True):
    """Who shall own a card from now on: a person's key; oneself when absent."""

    owner: str | UnsetType | None = UNSET


class AppliesIn(Given, kw_only=True):
    """The work a card is for: places, path globs, kinds of work."""

    places: list[str] | UnsetType = UNSET
    paths: list[str] | UnsetType = UNSET
    kinds: list[str] | UnsetType = UNSET


class CardChangeIn(Given, kw_only=True):
    """What shall be different; what is left out stays."""

    title: str | UnsetType = UNSET
    body: str | UnsetType = UNSET
    kind: CardKind | UnsetType = UNSET
    topics: list[str] | UnsetType = UNSET
    applies_to: AppliesIn | UnsetType = UNSET
    team: UUID | UnsetType | None = UNSET
    review_days: int | UnsetType = UNSET
    url: str | UnsetType = UNSET


class CardIn(Given, kw_only=True):
    """A card as its author writes it. It stays a draft until it is published."""

    title: str
    body: str
    kind: CardKind | UnsetType | None = UNSET
    topics: list[str] | UnsetType = UNSET
    applies_to: AppliesIn | UnsetType = UNSET
    team: UUID | UnsetType | None = UNSET
    review_days: int | UnsetType = UNSET
    url: str | UnsetType = UNSET


class FlagIn(Given, kw_only=True):
    """What is outdated or wrong about a card; the words are optional."""

    note: str | UnsetType = UNSET


class NoteIn(Given, kw_only=True):
    """One line worth keeping, and where it was learned."""

    text: str
    place: str | UnsetType = UNSET
    paths: list[str] | UnsetType = UNSET
