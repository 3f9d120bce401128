"""What somebody has done before, beside a piece of work: the gap, from the record alone."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from journeywork.engine.people import Person
from journeywork.engine.stretch import Gap, Piece, gap, names_of, piece_of
from journeywork.engine.work import Episode
from journeywork.people.queries import mates
from journeywork.work import queries as work


def gap_of(episode: Episode, *, person: Person, until: datetime) -> Gap:
    """Compare a piece of work with what was finished before it began to be somebody's."""
    past = past_of(episode.place, until=until)
    return compared(piece_of(episode), person=person, past=past, team=mates(person))


def compared(
    piece: Piece, *, person: Person, past: tuple[Episode, ...], team: Collection[UUID]
) -> Gap:
    """Return the gap between a piece of work and what a person of a team has carried."""
    return gap(piece, person=person.id, team=team, past=past)


def past_of(place: str, *, until: datetime) -> tuple[Episode, ...]:
    """Return finished work to compare with: of the place, and of anywhere."""
    return work.finished(place, until=until)


def kept_gap(found: Gap) -> dict[str, Any]:
    """Return a gap as a column keeps it."""
    return dict(msgspec.to_builtins(found))


def gap_kept(kept: Mapping[str, Any]) -> Gap:
    """Return the gap that a column keeps; an empty one for nothing."""
    return msgspec.convert(kept, Gap, strict=False) if kept else Gap()


def who_has(found: Gap, past: tuple[Episode, ...]) -> frozenset[UUID]:
    """Return who carried work of the parts that are new to somebody: they could stand by."""
    new = {(part.scope, part.name) for part in found.new}
    return frozenset(
        each.owner for each in past if each.owner and not new.isdisjoint(names_of(each))
    )
