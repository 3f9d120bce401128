"""The shapes of `administration_people`."""

# Made by `make docs` from the API's description; change the API, not this file.
from datetime import time
from uuid import UUID

from journeywork.client.shape import UNSET, Answered, Given, UnsetType


class AccountChangeIn(Given, kw_only=True):
    """What shall be different about somebody; what is left out stays."""

    name: str | UnsetType = UNSET
    email: str | UnsetType = UNSET
    other_emails: list[str] | UnsetType = UNSET
    roles: list[str] | UnsetType = UNSET
    teams: list[UUID] | UnsetType = UNSET
    reports_to: UUID | UnsetType | None = UNSET
    zone_name: str | UnsetType = UNSET
    workdays: list[int] | UnsetType = UNSET
    starts: time | UnsetType = UNSET
    ends: time | UnsetType = UNSET
    languages: list[str] | UnsetType = UNSET


class AccountIn(Given, kw_only=True):
    """Somebody who may sign in from now on; they are told by mail where mail works."""

    name: str
    email: str | UnsetType = UNSET
    other_emails: list[str] | UnsetType = UNSET
    roles: list[str] | UnsetType = UNSET
    teams: list[UUID] | UnsetType = UNSET
    reports_to: UUID | UnsetType | None = UNSET
    zone_name: str | UnsetType = UNSET
    workdays: list[int] | UnsetType = UNSET
    starts: time | UnsetType = UNSET
    ends: time | UnsetType = UNSET
    languages: list[str] | UnsetType = UNSET


class AccountOut(Answered, kw_only=True):
    """Somebody as an administrator sets them up; nothing about what they get help with."""

    id: UUID
    key: str
    name: str
    teams: list[UUID]
    email: str
    other_emails: list[str]
    roles: list[str]
    reports_to: UUID | None
    zone_name: str
    workdays: list[int]
    starts: time
    ends: time
    languages: list[str]
    active: bool
    known_only: bool
