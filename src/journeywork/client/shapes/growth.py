"""The shapes of `growth`."""

# Made by `make docs` from the API's description; change the API, not this file.
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from journeywork.client.shape import UNSET, Answered, Given, UnsetType
from journeywork.client.shapes.shared import AudienceOut, PersonRef

#: Where an entry stands. Dropping one is as good an end as any: no reason is asked.
EntryState = Literal["open", "done", "dropped"]
#: What became of a find.
FindState = Literal["new", "told", "taken", "not this"]


class FindIn(Given, kw_only=True):
    """What became of a find."""

    state: FindState


#: What an entry can meet, what passes by first and what waits last.
OpportunityKind = Literal["shadowing", "stretch", "work", "debrief", "lesson", "card", "mentor"]


class FindOut(Answered, kw_only=True):
    """Something that was found for an entry."""

    id: UUID
    kind: OpportunityKind
    thing: UUID
    title: str
    says: str
    state: FindState
    at: datetime
    until: datetime | None


class SharedWishOut(Answered, kw_only=True):
    """What a colleague wants to learn and shares; they can see that it was read."""

    id: UUID
    author: PersonRef
    line: str
    skill: str
    why: str
    by_when: date | None


#: What somebody wants of a piece of work.
Stance = Literal["completion", "performance", "development"]


class StanceIn(Given, kw_only=True):
    """What one wants of a piece of work."""

    stance: Stance | None


class WishChangeIn(Given, kw_only=True):
    """What shall be different of an entry of one's own."""

    line: str | UnsetType | None = UNSET
    skill: str | UnsetType | None = UNSET
    why: str | UnsetType | None = UNSET
    by_when: date | UnsetType | None = UNSET
    stretch: bool | UnsetType | None = UNSET
    state: EntryState | UnsetType | None = UNSET
    learned: str | UnsetType | None = UNSET


class WishIn(Given, kw_only=True):
    """Something to learn. A line is enough."""

    line: str
    skill: str | UnsetType = UNSET
    why: str | UnsetType = UNSET
    by_when: date | UnsetType | None = UNSET
    stretch: bool | UnsetType = UNSET


class WishOut(Answered, kw_only=True):
    """An entry of one's own list, with what was found for it."""

    id: UUID
    line: str
    skill: str
    why: str
    by_when: date | None
    stretch: bool
    state: EntryState
    learned: str | None
    at: datetime
    audience: AudienceOut
    found: list[FindOut]
