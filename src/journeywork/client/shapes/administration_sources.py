"""The shapes of `administration_sources`."""

# Made by `make docs` from the API's description; change the API, not this file.
from datetime import datetime
from uuid import UUID

from journeywork.client.shape import Answered, Given


class ConnectedOut(Answered, kw_only=True):
    """A source that is connected now: what to enter at its other end."""

    id: UUID
    kind: str
    key: str
    active: bool
    created_at: datetime
    heard_at: datetime | None
    address: str
    secret: str


class SetAsideOut(Answered, kw_only=True):
    """Something that came in and could not be used."""

    source: str
    id: str
    type: str
    at: datetime
    reason: str
    waiting: bool


class SourceIn(Given, kw_only=True):
    """A source to connect."""

    kind: str
    key: str


class SourceOut(Answered, kw_only=True):
    """A source of work events."""

    id: UUID
    kind: str
    key: str
    active: bool
    created_at: datetime
    heard_at: datetime | None
