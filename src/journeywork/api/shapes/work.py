"""Pieces of work and what happened in them."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from ninja import Field, Schema

from journeywork.api.shapes import PersonRef
from journeywork.engine.episodes import HELPS
from journeywork.engine.work import Episode, EpisodeState, HelpKind, WorkEvent

Names = Mapping[UUID, str]


class CountsOut(Schema):
    """How often a thing happened within a piece of work."""

    events: int = Field(description="Work events in all.")
    reviews: int = Field(description="Reviews of a change.")
    reworks: int = Field(description="Times a change was reworked.")
    failed_checks: int = Field(description="Checks that failed.")
    reopens: int = Field(description="Times it was opened again.")
    handovers: int = Field(description="Times it was handed over.")


class HelperOut(Schema):
    """Somebody who helped. Helping is visible; whom they helped is not said."""

    by: PersonRef = Field(description="Who helped.")
    ways: list[HelpKind] = Field(description="How they helped.")


class EpisodeOut(Schema):
    """A piece of work. `key` is the subject under which people know it."""

    uuid: UUID = Field(description="Identifies the piece of work.")
    key: str = Field(description="Under which people know it, such as change:payments/431.")
    kind: str = Field(description="What sort of work: change, case, incident, work, question.")
    title: str = Field(description="What it is called.")
    state: EpisodeState = Field(description="Where it stands.")
    opened_at: datetime = Field(description="When its first event happened.")
    last_at: datetime = Field(description="When its newest event happened.")
    closed_at: datetime | None = Field(description="When it was finished; null while it is not.")
    owner: PersonRef | None = Field(description="Who carries it now; null for nobody here.")
    people: list[PersonRef] = Field(description="All who took part, the first first.")
    helpers: list[HelperOut] = Field(description="Who helped, and how.")
    place: str = Field(description="Where it lives: a repository, a ward, a matter, a cell.")
    paths: list[str] = Field(description="What it touched.")
    labels: list[str] = Field(description="The labels that it carries.")
    url: str = Field(description='Where it is in the tool it came from; "" for unknown.')
    counts: CountsOut = Field(description="How often what happened in it.")


class WorkEventOut(Schema):
    """Something that happened in a piece of work."""

    source: str = Field(description="Where it came from.")
    id: str = Field(description="How the source identifies it.")
    type: str = Field(description="What happened, from the vocabulary of work events.")
    at: datetime = Field(description="When it happened.")
    by: PersonRef | None = Field(description="Who did it; null for nobody known here.")
    to: PersonRef | None = Field(description="To whom, such as a review or a handover.")
    title: str = Field(description="What it is about.")
    text: str = Field(description="What was said.")
    paths: list[str] = Field(description="What it touched.")
    labels: list[str] = Field(description="The labels that it carries.")
    check: str = Field(description='The name of the check, for checks; "" else.')
    rating: int | None = Field(description="The rating, for rated cases.")
    url: str = Field(description='Where it is in the tool it came from; "" for unknown.')


def episode_out(episode: Episode, names: Names) -> EpisodeOut:
    """Return a piece of work with its people named; who was helped stays inside."""
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
        helpers=_helpers(episode, names),
        place=episode.place,
        paths=list(episode.paths),
        labels=list(episode.labels),
        url=episode.url,
        counts=CountsOut.model_validate(episode.counts),
    )


def _helpers(episode: Episode, names: Names) -> list[HelperOut]:
    ways: dict[UUID, dict[HelpKind, None]] = {}
    for help in episode.helpers:
        ways.setdefault(help.by, {})[help.kind] = None
    return [
        HelperOut(by=found, ways=list(kinds))
        for by, kinds in ways.items()
        if (found := ref(by, names))
    ]


def event_out(event: WorkEvent, names: Names) -> WorkEventOut:
    """Return an event with its people named, but for who was helped: that is theirs to tell."""
    return WorkEventOut(
        source=event.source,
        id=event.id,
        type=event.type,
        at=event.at,
        by=ref(event.by, names),
        to=None if event.type in HELPS else ref(event.to, names),
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
