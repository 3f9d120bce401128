"""The shapes of `posts`."""

# Made by `make docs` from the API's description; change the API, not this file.
from datetime import datetime
from uuid import UUID

from journeywork.client.shape import UNSET, Answered, Given, UnsetType
from journeywork.client.shapes.shared import AudienceIn, AudienceOut, PersonRef, PostOut


class MakeCardIn(Given, kw_only=True):
    """How much of a thread becomes a card."""

    whole: bool | UnsetType = UNSET


class PostChangeIn(Given, kw_only=True):
    """What shall be different about a post of one's own."""

    text: str | UnsetType = UNSET
    audience: AudienceIn | UnsetType | None = UNSET
    episode: UUID | UnsetType | None = UNSET


class PostIn(Given, kw_only=True):
    """What somebody says to colleagues."""

    text: str
    audience: AudienceIn | UnsetType | None = UNSET
    episode: UUID | UnsetType | None = UNSET


class ThreadOut(Answered, kw_only=True):
    """A post with the answers that its reader can read, oldest first."""

    id: UUID
    author: PersonRef
    text: str
    topics: list[str]
    audience: AudienceOut
    at: datetime
    changed_at: datetime | None
    episode: UUID | None
    thread: UUID | None
    reflection: bool
    thanked: list[PersonRef]
    answered: list[PersonRef]
    replies: list[PostOut]
