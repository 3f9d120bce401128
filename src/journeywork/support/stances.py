"""What people want of a piece of work: each says it for themselves, and nobody else reads it.

The worker decides for many people at once: it reads each one's own stances as that person.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from journeywork.engine.moments import Moment
from journeywork.engine.stances import Stance
from journeywork.kernel.reader import read_as, read_for, reading_as
from journeywork.kernel.tenancy import current_org
from journeywork.support.models import StanceRow

_OWN = """
    select person, episode, stance from support_stance
    where org = %(org)s and episode = any(%(episodes)s::uuid[])
"""
_LATELY = """
    select person, episode, stance from support_stance
    where org = %(org)s and at >= %(since)s order by at desc limit 500
"""

Chosen = dict[UUID, Stance]


def choose_stance(
    *, person_id: UUID, episode_id: UUID, stance: Stance | None, by: UUID, at: datetime
) -> None:
    """Say what one wants of a piece of work, or None: no longer anything of one's own.

    Nobody says it for another. It leaves no fact and no line in the audit log.
    """
    assert by == person_id, "a stance is one's own"
    with reading_as(person_id):
        mine = StanceRow.objects.filter(person=person_id, episode=episode_id)
        if stance is None:
            mine.delete()
        elif not mine.update(stance=stance.value, at=at):
            StanceRow.objects.create(
                person=person_id, episode=episode_id, stance=stance.value, at=at
            )


def own_stances(person_id: UUID, *, since: datetime) -> Chosen:
    """Return what a person said they want of which piece of work since a time."""
    rows = read_as(person_id, _LATELY, {"org": current_org(), "since": since})
    return {episode: Stance(stance) for _person, episode, stance in rows}


def own_stance(person_id: UUID, episode: UUID) -> Stance | None:
    """Return what a person said they want of one piece of work, None where they did not."""
    rows = read_as(person_id, _OWN, {"org": current_org(), "episodes": [episode]})
    return Stance(rows[0][2]) if rows else None


def stances_of(episodes: Mapping[UUID, Iterable[UUID]]) -> dict[tuple[UUID, UUID], Stance]:
    """Return the stances of people, each to some pieces of work: by (person, episode).

    For deciding and nothing else: each person's are read as that person.
    """
    given = {
        "org": current_org(),
        "episodes": sorted({e for some in episodes.values() for e in some}),
    }
    rows = read_for(sorted(episodes), _OWN, given) if given["episodes"] else []
    return {(person, episode): Stance(stance) for person, episode, stance in rows}


def with_stances(moments: Sequence[Moment]) -> list[Moment]:
    """Return moments, each with what its person wants of the work that is at hand there."""
    about: dict[UUID, set[UUID]] = {}
    for moment in moments:
        if moment.context.episode and moment.stance is None:
            about.setdefault(moment.person, set()).add(moment.context.episode)
    known = stances_of(about) if about else {}
    return [
        replace(moment, stance=known.get((moment.person, moment.context.episode), moment.stance))
        if moment.context.episode
        else moment
        for moment in moments
    ]
