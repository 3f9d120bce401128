"""The shapes of `drafts`."""

# Made by `make docs` from the API's description; change the API, not this file.
from uuid import UUID

from journeywork.client.shape import UNSET, Answered, Given, UnsetType
from journeywork.client.shapes.shared import CardOut


class CheckOut(Answered, kw_only=True):
    """What there is to say of a text before it is kept."""

    minutes: int
    most: int
    fits: bool
    advice: str
    html: str
    similar: list[CardOut]


class TextIn(Given, kw_only=True):
    """A text that somebody is writing."""

    title: str | UnsetType = UNSET
    body: str
    card: UUID | UnsetType | None = UNSET
