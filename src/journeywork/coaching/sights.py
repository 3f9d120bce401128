"""What cues are made of, gathered for several leads together.

All of it each lead could see elsewhere, or is said of a team of at least five as a whole. This
file reads no reflection, pulse, journal, stance or answer of anybody: it imports no query that
could.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from journeywork.assignments import queries as assignments
from journeywork.debriefs import tallies as debriefs
from journeywork.engine.cues import (
    LESSON_FOR,
    NEW_FOR,
    NO_DEBRIEF_FOR,
    TODAY,
    Beginning,
    LessonSight,
    Sight,
    TeamSight,
)
from journeywork.engine.people import Person
from journeywork.engine.work import Episode
from journeywork.people import leading
from journeywork.people import queries as people
from journeywork.work import together

#: Pieces of work, and lessons, that are looked at for one lead.
MOST_WORK, MOST_LESSONS = 200, 50
#: Whoever came within this time of a team's first person came with the team: nobody is new.
SETTLING = timedelta(days=14)


def sights_of(leads: Sequence[Person], *, at: datetime) -> dict[UUID, Sight]:
    """Return what there is to see for each of some who lead teams: as many queries as for one."""
    led = leading.led_by(leads)
    groups = {
        _key(lead, team): [one.id for one in some]
        for lead, teams in led.items()
        for team, some in teams.items()
    }
    everybody = {id for some in groups.values() for id in some}
    facts = _Facts(
        work=together.in_hands(everybody, most=MOST_WORK),
        stretches=_stretches(everybody, at),
        joined=leading.joined(everybody, since=at - NEW_FOR),
        finished=together.finished(groups, since=at - NO_DEBRIEF_FOR),
        debriefs=debriefs.last_looked_back(everybody),
        lessons=_lessons(everybody | {lead.id for lead in leads}, len(leads), at),
        names={team.id: team.name for team in people.teams()} if groups else {},
    )
    return {lead.id: _sight(lead, led[lead.id], facts, at) for lead in leads}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Facts:
    """What was read for several leads together: by person, by lead and team, by owner."""

    work: Mapping[UUID, Sequence[Episode]]
    stretches: Sequence[Beginning]
    joined: Mapping[UUID, datetime]
    finished: Mapping[str, int]
    debriefs: Mapping[UUID, datetime]
    lessons: Mapping[UUID, Sequence[LessonSight]]
    names: Mapping[UUID, str]


def _sight(
    lead: Person, teams: Mapping[UUID, Sequence[Person]], facts: _Facts, at: datetime
) -> Sight:
    members = {one.id for some in teams.values() for one in some}
    in_hands = (one for id in members for one in facts.work.get(id, ()))
    lessons = (one for id in members | {lead.id} for one in facts.lessons.get(id, ()))
    return Sight(
        lead=lead.id,
        people=frozenset(members),
        work=sorted(in_hands, key=lambda one: one.last_at, reverse=True)[:MOST_WORK],
        stretches=[one for one in facts.stretches if one.person in members],
        newcomers=_newcomers(members, facts.joined, at),
        teams=[_team(lead.id, id, teams[id], facts) for id in sorted(teams)],
        lessons=sorted(lessons, key=lambda one: (one.at, one.lesson))[:MOST_LESSONS],
    )


def _key(lead: UUID, team: UUID) -> str:
    """Return what stands for a team as its lead sees it: without themselves."""
    return f"{lead} {team}"


def _stretches(members: set[UUID], at: datetime) -> list[Beginning]:
    """Return what was begun today: that it was, not what it is."""
    found = assignments.begun(members, since=at - TODAY, until=at + TODAY)
    return [Beginning(person=one.learner, thing=one.id, at=one.at) for one in found]


def _newcomers(
    members: set[UUID], joined: Mapping[UUID, datetime], at: datetime
) -> list[Beginning]:
    """Return who is new where others have been for a while: a new installation is new to all."""
    every = {person: when for person, when in joined.items() if person in members}
    first = min(every.values(), default=at)
    others_before = len(every) < len(members)
    return [
        Beginning(person=person, thing=person, at=when)
        for person, when in sorted(every.items())
        if others_before or when - first >= SETTLING
    ]


def _team(lead: UUID, id: UUID, members: Sequence[Person], facts: _Facts) -> TeamSight:
    last = max(
        (facts.debriefs[one.id] for one in members if one.id in facts.debriefs), default=None
    )
    return TeamSight(
        team=id,
        name=facts.names[id],
        people=len(members),
        finished=min(facts.finished.get(_key(lead, id), 0), MOST_WORK),
        last_debrief=last.date() if last else None,
    )


def _lessons(owners: set[UUID], leads: int, at: datetime) -> dict[UUID, list[LessonSight]]:
    found: dict[UUID, list[LessonSight]] = {}
    most = MOST_LESSONS * leads
    for one in debriefs.unapplied(owners, before=at - LESSON_FOR, most=most):
        found.setdefault(one.owner, []).append(
            LessonSight(
                lesson=one.lesson,
                title=one.title,
                at=one.at,
                shown=one.shown,
                said=one.said,
                applied=0 if one.said else None,
            )
        )
    return found
