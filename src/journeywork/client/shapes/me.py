"""The shapes of `me`."""

# Made by `make docs` from the API's description; change the API, not this file.
from datetime import date, datetime, time
from uuid import UUID

from journeywork.client.shape import UNSET, Answered, Given, UnsetType
from journeywork.client.shapes.shared import (
    SkillIn,
    SkillOut,
)


class AttentionOut(Answered, kw_only=True):
    """How much of one's attention was asked for, out of how much, and what one wishes."""

    spent_today: int
    per_day: int
    spent_this_week: int
    per_week: int
    paused_until: date | None
    snoozed_until: datetime | None
    channels: list[str]


class ChannelsIn(Given, kw_only=True):
    """All channels, beside Today, by which one's offers shall come."""

    channels: list[str]


class HelpedOut(Answered, kw_only=True):
    """How many colleagues one of one's cards helped lately."""

    card: UUID
    people: int


class MeIn(Given, kw_only=True):
    """What shall be different about oneself; what is left out stays."""

    name: str | UnsetType = UNSET
    zone_name: str | UnsetType = UNSET
    workdays: list[int] | UnsetType = UNSET
    starts: time | UnsetType = UNSET
    ends: time | UnsetType = UNSET
    languages: list[str] | UnsetType = UNSET
    findable: bool | UnsetType = UNSET


class TokenOut(Answered, kw_only=True):
    """A token without its secret."""

    id: UUID
    name: str
    prefix: str
    scopes: list[str]
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None


class MeOut(Answered, kw_only=True):
    """The person the token belongs to, and the token."""

    id: UUID
    key: str
    name: str
    teams: list[UUID]
    email: str
    roles: list[str]
    zone_name: str
    workdays: list[int]
    starts: time
    ends: time
    languages: list[str]
    findable: bool
    paused_until: date | None
    offers: list[SkillOut]
    wants: list[SkillOut]
    channels: list[str]
    token: TokenOut


class PauseIn(Given, kw_only=True):
    """No offers before this day; null takes the pause back."""

    until: date | None


class SkillsIn(Given, kw_only=True):
    """All that one offers and wants to learn, in place of what was said before."""

    offers: list[SkillIn]
    wants: list[SkillIn]


class SnoozeIn(Given, kw_only=True):
    """No offers before this time; null takes it back."""

    until: datetime | None
