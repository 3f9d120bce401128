"""Puts the demo's teams and people on the stage, and whoever loads it among them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from journeywork.connectors.demo import days
from journeywork.connectors.demo.content import Content, PersonEntry
from journeywork.engine.people import Person, Skill, Team
from journeywork.people import actions, queries


@dataclass(frozen=True, slots=True)
class Stage:
    """Teams and people of the demo, by key."""

    teams: dict[str, Team]
    people: dict[str, Person]

    def id(self, key: str) -> UUID:
        """Return the id of a person."""
        return self.people[key].id

    def zone(self, key: str) -> ZoneInfo:
        """Return where a person is, in time."""
        return ZoneInfo(self.people[key].zone_name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Whoever loads the demo: they get a seat in it as its administrator."""

    name: str
    email: str


def set_up(content: Content, *, at: datetime) -> Iterator[Stage]:
    """Add teams and people of the organisation in force; yields the stage after each person."""
    stage = Stage(teams={}, people={})
    for team in content.teams:
        stage.teams[team.key] = actions.add_team(
            key=team.key, name=team.name, setting=team.setting, by=None, at=at
        )
    for entry in _superiors_first(content.people):
        stage.people[entry.key] = _add(entry, stage, at)
        yield stage


def seat(visitor: Visitor, stage: Stage, *, at: datetime) -> Person:
    """Give the visitor a place in the first team, so that they see what a team sees.

    Where somebody of the demo has their address already, that is who they are there.
    """
    first = next(iter(stage.teams.values()))
    same = queries.person_by_email(visitor.email)
    if same:
        roles = (*same.roles, "administrator")
        return actions.change_person(person_id=same.id, roles=roles, by=None, at=at)
    return actions.add_person(
        name=visitor.name,
        email=visitor.email,
        roles=("member", "administrator"),
        teams=(first.id,),
        by=None,
        at=at,
    )


def _add(entry: PersonEntry, stage: Stage, at: datetime) -> Person:
    starts, ends = days.hours(entry.hours)
    today = at.astimezone(ZoneInfo(entry.timezone)).date()
    person = actions.add_person(
        key=entry.key,
        name=entry.name,
        email=entry.email,
        roles=tuple(dict.fromkeys(("member", entry.role))),
        teams=[stage.teams[key].id for key in entry.teams],
        reports_to=stage.id(entry.reports_to) if entry.reports_to else None,
        zone_name=entry.timezone,
        workdays=days.workdays(entry.workdays, today=today),
        starts=starts,
        ends=ends,
        languages=entry.languages,
        by=None,
        at=at,
    )
    for key in entry.teams if entry.role == "team_lead" else ():
        actions.lead_team(person_id=person.id, team_id=stage.teams[key].id, by=None, at=at)
    actions.set_skills(
        person_id=person.id,
        offered=[Skill(name=each.skill, level=each.level) for each in entry.offers],
        wanted=[Skill(name=each.skill, level=each.level) for each in entry.wants],
        by=None,
        at=at,
    )
    if entry.pause_days:
        until = today + timedelta(days=entry.pause_days)
        actions.pause(person_id=person.id, until=until, by=None, at=at)
    return person


def _superiors_first(people: tuple[PersonEntry, ...]) -> list[PersonEntry]:
    """Order people so that whoever they report to comes before them."""
    waiting, ordered = list(people), list[PersonEntry]()
    while waiting:
        there = {entry.key for entry in ordered}
        ready = [each for each in waiting if each.reports_to is None or each.reports_to in there]
        if not ready:
            raise ValueError(f"{waiting[0].key} reports to themselves in the end")
        ordered += ready
        waiting = [each for each in waiting if each not in ready]
    return ordered
