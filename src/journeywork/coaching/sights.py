"""What cues are made of, gathered for one lead.

All of it the lead could see elsewhere, or is said of a team of at least five as a whole. This
file reads no reflection, pulse, journal, stance or answer of anybody: it imports no query that
could.
"""

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
from journeywork.engine.work import EpisodeState
from journeywork.people import leading
from journeywork.people import queries as people
from journeywork.work import queries as work

#: Pieces of work that are looked at for one lead.
MOST_WORK = 200
#: Whoever came within this time of a team's first person came with the team: nobody is new.
SETTLING = timedelta(days=14)


def sight_of(lead: Person, *, at: datetime) -> Sight:
    """Return what there is to see for somebody who leads teams."""
    teams = leading.led_by(lead)
    members = {one.id for some in teams.values() for one in some}
    going_on = (EpisodeState.OPEN, EpisodeState.BLOCKED)
    return Sight(
        lead=lead.id,
        people=frozenset(members),
        work=work.episodes(people=members, states=going_on, limit=MOST_WORK),
        stretches=_stretches(members, at),
        newcomers=_newcomers(members, at),
        teams=[_team(id, [one.id for one in some], at) for id, some in sorted(teams.items())],
        lessons=_lessons(members | {lead.id}, at),
    )


def _stretches(members: set[UUID], at: datetime) -> list[Beginning]:
    """Return what was begun today: that it was, not what it is."""
    found = assignments.begun(members, since=at - TODAY, until=at + TODAY)
    return [Beginning(person=one.learner, thing=one.id, at=one.at) for one in found]


def _newcomers(members: set[UUID], at: datetime) -> list[Beginning]:
    """Return who is new where others have been for a while: a new installation is new to all."""
    every = leading.joined(members, since=at - NEW_FOR)
    first = min(every.values(), default=at)
    others_before = len(every) < len(members)
    return [
        Beginning(person=person, thing=person, at=when)
        for person, when in sorted(every.items())
        if others_before or when - first >= SETTLING
    ]


def _team(id: UUID, members: list[UUID], at: datetime) -> TeamSight:
    last = debriefs.last_looked_back(members) if members else None
    done = (EpisodeState.FINISHED,)
    finished = work.episodes(
        people=members, states=done, since=at - NO_DEBRIEF_FOR, limit=MOST_WORK
    )
    return TeamSight(
        team=id,
        name=people.team(id).name,
        people=len(members),
        finished=len(finished),
        last_debrief=last.date() if last else None,
    )


def _lessons(owners: set[UUID], at: datetime) -> list[LessonSight]:
    return [
        LessonSight(
            lesson=one.lesson,
            title=one.title,
            at=one.at,
            shown=one.shown,
            said=one.said,
            applied=0 if one.said else None,
        )
        for one in debriefs.unapplied(owners, before=at - LESSON_FOR)
    ]
