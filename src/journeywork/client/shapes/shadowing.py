"""The shapes of `shadowing`."""

# Made by `make docs` from the API's description; change the API, not this file.
from datetime import datetime
from uuid import UUID

from journeywork.client.shape import UNSET, Answered, Given, UnsetType
from journeywork.client.shapes.shared import Mode, PersonRef


class ComeIn(Given, kw_only=True):
    """How one would like to come."""

    aims: str | UnsetType = UNSET
    minutes: int | UnsetType = UNSET


class InviteIn(Given, kw_only=True):
    """How whoever asked may come."""

    minutes: int | UnsetType = UNSET
    modes: list[Mode] | UnsetType = UNSET


class OwnTimeIn(Given, kw_only=True):
    """A time that one proposes."""

    starts: datetime


class ReadyIn(Given, kw_only=True):
    """Whether one is ready for the next step."""

    ready: bool


class ShadowOfferIn(Given, kw_only=True):
    """What one can be watched at."""

    title: str
    about: str | UnsetType = UNSET
    kind: str | UnsetType = UNSET
    topics: list[str] | UnsetType = UNSET
    visitors: int | UnsetType = UNSET
    modes: list[Mode] | UnsetType = UNSET
    reverse: bool | UnsetType = UNSET


class ShadowOfferOut(Answered, kw_only=True):
    """Somebody shows their work: come and watch."""

    id: UUID
    host: PersonRef
    title: str
    about: str
    kind: str
    topics: list[str]
    visitors: int
    modes: list[Mode]
    reverse: bool
    open: bool
    at: datetime
    closed_at: datetime | None


class ShadowRequestIn(Given, kw_only=True):
    """What one would like to see, and of whom it is asked; of nobody in particular: anyone here."""

    title: str
    aims: str | UnsetType = UNSET
    kind: str | UnsetType = UNSET
    topics: list[str] | UnsetType = UNSET
    reverse: bool | UnsetType = UNSET
    to_person: str | UnsetType | None = UNSET
    to_team: str | UnsetType | None = UNSET


class ShadowRequestOut(Answered, kw_only=True):
    """Somebody would like to see how something is done."""

    id: UUID
    visitor: PersonRef
    title: str
    aims: str
    kind: str
    topics: list[str]
    reverse: bool
    to_person: PersonRef | None
    to_team: UUID | None
    at: datetime
    closed_at: datetime | None


class StepIn(Given, kw_only=True):
    """The step from which it goes on."""

    mode: Mode


class VisitNoteIn(Given, kw_only=True):
    """A note of one's own."""

    text: str
    written_at: datetime | UnsetType | None = UNSET


class VisitNoteOut(Answered, kw_only=True):
    """That a note was kept; what it says its author reads signed in."""

    id: UUID


class VisitOut(Answered, kw_only=True):
    """A visit as its two see it; nobody else does."""

    id: UUID
    host: PersonRef
    visitor: PersonRef
    title: str
    kind: str
    aims: str
    reverse: bool
    minutes: int
    modes: list[Mode]
    mode: Mode
    ready: list[UUID]
    next_mode: Mode | None
    runs: bool
    offer: UUID | None
    request: UUID | None
    at: datetime
