"""Pieces of work and what happened in them."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from ninja import Schema

from journeywork.api.shapes import PersonRef
from journeywork.engine.work import Episode, EpisodeState, WorkEvent

Names = Mapping[UUID, str]


class CountsOut(Schema):
    """How often a thing happened within a piece of work."""

    events: int
    reviews: int
    reworks: int
    failed_checks: int
    reopens: int
    handovers: int


class EpisodeOut(Schema):
    """A piece of work. `key` is the subject under which people know it."""

    uuid: UUID
    key: str
    kind: str
    title: str
    state: EpisodeState
    opened_at: datetime
    last_at: datetime
    closed_at: datetime | None
    owner: PersonRef | None
    people: list[PersonRef]
    place: str
    paths: list[str]
    labels: list[str]
    url: str
    counts: CountsOut


class WorkEventOut(Schema):
    """Something that happened in a piece of work."""

    source: str
    id: str
    type: str
    at: datetime
    by: PersonRef | None
    to: PersonRef | None
    title: str
    text: str
    paths: list[str]
    labels: list[str]
    check: str
    rating: int | None
    url: str


def episode_out(episode: Episode, names: Names) -> EpisodeOut:
    """Return a piece of work with its people named; who helped whom stays inside."""
    return EpisodeOut(
        uuid=episode.uuid,
        key=episode.key,
        kind=episode.kind,
        title=episode.title,
        state=episode.state,
        opened_at=episode.opened_at,
        last_at=episode.last_at,
        closed_at=episode.closed_at,
        owner=ref(episode.owner, names),
        people=[found for one in episode.people if (found := ref(one, names))],
        place=episode.place,
        paths=list(episode.paths),
        labels=list(episode.labels),
        url=episode.url,
        counts=CountsOut.model_validate(episode.counts),
    )


def event_out(event: WorkEvent, names: Names) -> WorkEventOut:
    """Return an event with its people named."""
    return WorkEventOut(
        source=event.source,
        id=event.id,
        type=event.type,
        at=event.at,
        by=ref(event.by, names),
        to=ref(event.to, names),
        title=event.title,
        text=event.text,
        paths=list(event.paths),
        labels=list(event.labels),
        check=event.check,
        rating=event.rating,
        url=event.url,
    )


def ref(person: UUID | None, names: Names) -> PersonRef | None:
    """Return a person with their name, None for nobody and for somebody not here."""
    return PersonRef(id=person, name=names[person]) if person and person in names else None
