"""What somebody has done before, beside a piece of work: the gap, from the record alone."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from journeywork.engine.people import Person
from journeywork.engine.stretch import Gap, Piece, gap, piece_of
from journeywork.engine.work import Episode, EpisodeState
from journeywork.people.queries import mates
from journeywork.work import queries as work

#: So many finished pieces of work of the same place are looked at, and so many of anywhere.
NEAR, ANYWHERE = 400, 200


def gap_of(episode: Episode, *, person: Person, until: datetime) -> Gap:
    """Compare a piece of work with what was finished before it began to be somebody's."""
    return compared(piece_of(episode), person=person, past=past_of(episode.place, until=until))


def compared(piece: Piece, *, person: Person, past: tuple[Episode, ...]) -> Gap:
    """Return the gap between a piece of work and what a person has carried."""
    return gap(piece, person=person.id, team=mates(person), past=past)


def past_of(place: str, *, until: datetime) -> tuple[Episode, ...]:
    """Return finished work to compare with: of the place first, then of anywhere."""
    done = (EpisodeState.FINISHED,)
    near = work.episodes(places=[place], states=done, until=until, limit=NEAR) if place else ()
    anywhere = work.episodes(states=done, until=until, limit=ANYWHERE)
    return tuple({each.uuid: each for each in (*near, *anywhere)}.values())


def kept_gap(found: Gap) -> dict[str, Any]:
    """Return a gap as a column keeps it."""
    return dict(msgspec.to_builtins(found))


def gap_kept(kept: Mapping[str, Any]) -> Gap:
    """Return the gap that a column keeps; an empty one for nothing."""
    return msgspec.convert(kept, Gap, strict=False) if kept else Gap()
