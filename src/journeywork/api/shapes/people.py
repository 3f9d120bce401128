"""People, teams, and oneself."""

from collections.abc import Collection
from datetime import date, datetime, time
from typing import Annotated, Any
from uuid import UUID

from ninja import Field, Schema
from pydantic import AfterValidator

from journeywork.api.shapes import In, Name
from journeywork.engine.people import Person, Skill, Team, Token


def _local(value: time) -> time:
    if value.tzinfo is not None:
        raise ValueError("takes a time of day without a zone, such as 09:00")
    return value


LocalTime = Annotated[time, AfterValidator(_local)]
Day = Annotated[int, Field(ge=1, le=7, description="1 is Monday.")]


class SkillOut(Schema):
    """A skill with a level from 1 (starting) to 5 (others come to learn it)."""

    name: str
    level: int


class SkillIn(In):
    """A skill with a level from 1 (starting) to 5 (others come to learn it)."""

    name: str = Field(min_length=1, max_length=80)
    level: int = Field(ge=1, le=5)


class PersonOut(Schema):
    """A colleague."""

    id: UUID
    key: str
    name: str
    teams: list[UUID]


class PersonWithSkillsOut(PersonOut):
    """A colleague with what they offer; what somebody wants to learn is their own business."""

    offers: list[SkillOut]


class TeamOut(Schema):
    """A team."""

    id: UUID
    key: str
    name: str
    setting: str


class TeamWithMembersOut(TeamOut):
    """A team and who is in it."""

    members: list[PersonOut]


class TokenOut(Schema):
    """The token in use, without its secret."""

    name: str
    scopes: list[str]
    created_at: datetime
    expires_at: datetime


class MeOut(PersonOut):
    """The person the token belongs to, and the token."""

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
    channels: list[str] = Field(description="Where offers come to, beside Today.")
    token: TokenOut


class MeIn(In):
    """What shall be different about oneself; what is left out stays."""

    zone_name: str = Field("", max_length=64, description="Such as Europe/Berlin.")
    workdays: list[Day] = Field(default_factory=list, max_length=7)
    starts: LocalTime = time(9)
    ends: LocalTime = time(17)
    languages: list[Name] = Field(default_factory=list, max_length=20)
    findable: bool = Field(True, description="Whether others may be pointed to me.")


class SkillsIn(In):
    """All that one offers and wants to learn, in place of what was said before."""

    offers: list[SkillIn] = Field(max_length=100)
    wants: list[SkillIn] = Field(max_length=100)


class ChannelsIn(In):
    """All channels, beside Today, by which one's offers shall come."""

    channels: list[Name] = Field(max_length=20)


def me_out(
    person: Person,
    skills: tuple[tuple[Skill, ...], tuple[Skill, ...]],
    channels: Collection[str],
    token: Token,
) -> MeOut:
    """Return oneself with everything one may change through the API."""
    hours = person.working_time
    return MeOut(
        **person_fields(person),
        email=person.email,
        roles=list(person.roles),
        zone_name=person.zone_name,
        workdays=sorted(hours.days),
        starts=hours.starts,
        ends=hours.ends,
        languages=list(person.languages),
        findable=person.findable,
        paused_until=person.paused_until,
        offers=[skill_out(skill) for skill in skills[0]],
        wants=[skill_out(skill) for skill in skills[1]],
        channels=sorted(channels),
        token=TokenOut(
            name=token.name,
            scopes=list(token.scopes),
            created_at=token.created_at,
            expires_at=token.expires_at,
        ),
    )


def person_fields(person: Person) -> dict[str, Any]:
    """Return the fields of `PersonOut`."""
    return {
        "id": person.id,
        "key": person.key,
        "name": person.name,
        "teams": list(person.teams),
    }


def team_fields(team: Team) -> dict[str, Any]:
    """Return the fields of `TeamOut`."""
    return {"id": team.id, "key": team.key, "name": team.name, "setting": team.setting}


def skill_out(skill: Skill) -> SkillOut:
    """Return a skill."""
    return SkillOut(name=skill.name, level=skill.level)
