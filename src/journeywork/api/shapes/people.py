"""People, teams, and oneself."""

from collections.abc import Collection
from datetime import date, datetime, time
from typing import Annotated, Any
from uuid import UUID

from ninja import Field, Schema
from pydantic import AfterValidator

from journeywork.api.shapes import Change, Flag, In, Name, Whole, Written
from journeywork.api.shapes.cards import TaskOut
from journeywork.engine.people import Person, Skill, Team, Token


def _local(value: time) -> time:
    if value.tzinfo is not None:
        raise ValueError("takes a time of day without a zone, such as 09:00")
    return value


LocalTime = Annotated[time, Written, AfterValidator(_local)]
Day = Annotated[Whole, Field(ge=1, le=7, description="1 is Monday.")]
_DAYS = "The days on which they work; 1 is Monday."


class SkillOut(Schema):
    """A skill with a level from 1 (starting) to 5 (others come to learn it)."""

    name: str = Field(description="What it is called.")
    level: int = Field(description="From 1 (starting) to 5 (others come to learn it).")


class SkillIn(In):
    """A skill with a level from 1 (starting) to 5 (others come to learn it)."""

    name: str = Field(min_length=1, max_length=80, description="What it is called.")
    level: Whole = Field(ge=1, le=5, description="1 (starting) to 5 (others come to learn it).")


class PersonOut(Schema):
    """A colleague."""

    id: UUID = Field(description="Identifies the person.")
    key: str = Field(description="Their name in addresses.")
    name: str = Field(description="What they are called.")
    teams: list[UUID] = Field(description="The teams they are in.")


class MemberOut(PersonOut):
    """Somebody in a team, with what they offer."""

    leads: bool = Field(description="Whether they lead the team.")
    offers: list[SkillOut] = Field(description="What they offer.")


class PersonWithSkillsOut(PersonOut):
    """A colleague with hours and what they offer; what they want to learn is their own."""

    offers: list[SkillOut] = Field(description="What they offer.")
    zone_name: str = Field(description="Their time zone.")
    workdays: list[int] = Field(description=_DAYS)
    starts: time = Field(description="When their work begins, where they are.")
    ends: time = Field(description="When it ends; earlier than its begin: on the next day.")
    at_work: bool = Field(description="Whether they are at work just now.")


class TeamOut(Schema):
    """A team."""

    id: UUID = Field(description="Identifies the team.")
    key: str = Field(description="Its name in addresses.")
    name: str = Field(description="What it is called.")
    setting: str = Field(description="What sort of work it does.")


class TeamWithMembersOut(TeamOut):
    """A team, who is in it, and which of its cards need looking over."""

    members: list[MemberOut] = Field(description="Who is in it.")
    due: list[TaskOut] = Field(description="Cards of the team that nobody has looked over in time.")


class TokenOut(Schema):
    """A token without its secret."""

    id: UUID = Field(description="Identifies the token.")
    name: str = Field(description="What it is for.")
    prefix: str = Field(description="A few of its letters, by which people recognise it.")
    scopes: list[str] = Field(description="What it may be used for.")
    created_at: datetime = Field(description="When it was made.")
    expires_at: datetime = Field(description="When it ends.")
    used_at: datetime | None = Field(description="When it was last used.")


class MeOut(PersonOut):
    """The person the token belongs to, and the token."""

    email: str = Field(description='Their e-mail address; "" for none.')
    roles: list[str] = Field(description="Their roles.")
    zone_name: str = Field(description="Their time zone.")
    workdays: list[int] = Field(description=_DAYS)
    starts: time = Field(description="When their work begins, where they are.")
    ends: time = Field(description="When it ends; earlier than its begin: on the next day.")
    languages: list[str] = Field(description="What they read; the pages come in the first.")
    findable: bool = Field(description="Whether others may be pointed to them.")
    paused_until: date | None = Field(description="Before which day nothing is offered.")
    offers: list[SkillOut] = Field(description="What they offer.")
    wants: list[SkillOut] = Field(description="What they want to learn; nobody else reads it.")
    channels: list[str] = Field(description="Where offers come to, beside Today.")
    token: TokenOut = Field(description="The token in use.")


class MeIn(Change):
    """What shall be different about oneself; what is left out stays."""

    name: str = Field("", min_length=1, max_length=200, description="What one is called.")
    zone_name: str = Field("", max_length=64, description="Such as Europe/Berlin.")
    workdays: list[Day] = Field(default_factory=list, max_length=7, description=_DAYS)
    starts: LocalTime = Field(time(9), description="When work begins, such as 09:00.")
    ends: LocalTime = Field(time(17), description="When it ends; before its begin: the next day.")
    languages: list[Name] = Field(
        default_factory=list, max_length=20, description="What one reads, such as en or de."
    )
    findable: Flag = Field(True, description="Whether others may be pointed to me.")


class SkillsIn(In):
    """All that one offers and wants to learn, in place of what was said before."""

    offers: list[SkillIn] = Field(max_length=100, description="All that one offers.")
    wants: list[SkillIn] = Field(max_length=100, description="All that one wants to learn.")


def me_out(
    person: Person,
    skills: tuple[tuple[Skill, ...], tuple[Skill, ...]],
    channels: Collection[str],
    token: Token,
) -> MeOut:
    """Return oneself with everything one may change through the API."""
    return MeOut(
        **person_fields(person),
        **hours_fields(person),
        email=person.email,
        roles=list(person.roles),
        languages=list(person.languages),
        findable=person.findable,
        paused_until=person.paused_until,
        offers=[skill_out(skill) for skill in skills[0]],
        wants=[skill_out(skill) for skill in skills[1]],
        channels=sorted(channels),
        token=token_out(token),
    )


def person_fields(person: Person) -> dict[str, Any]:
    """Return the fields of `PersonOut`."""
    return {
        "id": person.id,
        "key": person.key,
        "name": person.name,
        "teams": list(person.teams),
    }


def hours_fields(person: Person) -> dict[str, Any]:
    """Return when somebody works, as fields."""
    hours = person.working_time
    return {
        "zone_name": person.zone_name,
        "workdays": sorted(hours.days),
        "starts": hours.starts,
        "ends": hours.ends,
    }


def team_fields(team: Team) -> dict[str, Any]:
    """Return the fields of `TeamOut`."""
    return {"id": team.id, "key": team.key, "name": team.name, "setting": team.setting}


def skill_out(skill: Skill) -> SkillOut:
    """Return a skill."""
    return SkillOut(name=skill.name, level=skill.level)


def token_out(token: Token) -> TokenOut:
    """Return a token; its secret is known to nobody any more."""
    return TokenOut(
        id=token.id,
        name=token.name,
        prefix=token.prefix,
        scopes=list(token.scopes),
        created_at=token.created_at,
        expires_at=token.expires_at,
        used_at=token.used_at,
    )
