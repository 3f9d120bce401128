"""From rows to the engine's values: the only place that knows both shapes."""

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet

from journeywork.engine.people import Organisation, Person, Skill, Team, Token, WorkingTime
from journeywork.people.models import (
    MembershipRow,
    PersonRow,
    SkillRow,
    TeamRow,
    TokenRow,
)
from journeywork.people.models import Organisation as OrganisationRow

NAMELESS = "Someone who left"


def person_rows() -> QuerySet[PersonRow]:
    """Return persons with `team_ids` and `led_ids` beside them, in one statement."""
    mine = MembershipRow.objects.filter(person=OuterRef("id")).order_by("id")
    people: QuerySet[PersonRow] = PersonRow.objects.all()
    return people.annotate(
        team_ids=ArraySubquery(mine.values("team")),
        led_ids=ArraySubquery(mine.filter(leads=True).values("team")),
    )


def person_of(row: Any) -> Person:
    """Return the value of a row that came from `person_rows`, or has the same columns."""
    return Person(
        id=row.id,
        org=row.org,
        key=row.key,
        name=row.name or NAMELESS,
        email=row.email,
        roles=tuple(row.roles),
        teams=tuple(row.team_ids),
        leads=tuple(row.led_ids),
        working_time=working_time(row),
        zone_name=row.zone_name,
        languages=tuple(row.languages) or ("en",),
        reports_to=row.reports_to,
        findable=row.findable,
        active=row.active,
        paused_until=row.paused_until,
        known_only=row.known_only,
    )


def working_time(row: Any) -> WorkingTime:
    """Return when the person of `row` works, in their own zone."""
    return WorkingTime(
        zone=ZoneInfo(row.zone_name),
        days=frozenset(row.workdays),
        starts=row.starts,
        ends=row.ends,
    )


def team_of(row: TeamRow) -> Team:
    """Return the value of a team's row."""
    return Team(id=row.id, key=row.key, name=row.name, setting=row.setting)


def skill_of(row: SkillRow) -> Skill:
    """Return the value of a skill's row; whether it is offered or wanted stays behind."""
    return Skill(name=row.name, level=row.level)


def organisation_of(row: OrganisationRow) -> Organisation:
    """Return the value of an organisation's row."""
    return Organisation(id=row.id, key=row.key, name=row.name, is_demo=row.is_demo)


def token_of(row: TokenRow) -> Token:
    """Return the value of a token's row; its digest stays behind."""
    return Token(
        id=row.id,
        person=row.person,
        name=row.name,
        prefix=row.prefix,
        scopes=tuple(row.scopes),
        created_at=row.created_at,
        expires_at=row.expires_at,
        used_at=row.used_at,
        revoked_at=row.revoked_at,
    )
