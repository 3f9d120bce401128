"""The shapes of `people`."""

# Made by `make docs` from the API's description; change the API, not this file.
from datetime import time
from uuid import UUID

from journeywork.client.shape import Answered
from journeywork.client.shapes.shared import SkillOut, TaskOut


class MemberOut(Answered, kw_only=True):
    """Somebody in a team, with what they offer."""

    id: UUID
    key: str
    name: str
    teams: list[UUID]
    leads: bool
    offers: list[SkillOut]


class PersonOut(Answered, kw_only=True):
    """A colleague."""

    id: UUID
    key: str
    name: str
    teams: list[UUID]


class PersonWithSkillsOut(Answered, kw_only=True):
    """A colleague with hours and what they offer; what they want to learn is their own."""

    id: UUID
    key: str
    name: str
    teams: list[UUID]
    offers: list[SkillOut]
    zone_name: str
    workdays: list[int]
    starts: time
    ends: time
    at_work: bool


class TeamWithMembersOut(Answered, kw_only=True):
    """A team, who is in it, and which of its cards need looking over."""

    id: UUID
    key: str
    name: str
    setting: str
    members: list[MemberOut]
    due: list[TaskOut]
