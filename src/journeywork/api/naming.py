"""Puts names to the people in what the rooms return, one query for a whole answer."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from journeywork.api.shapes.cards import (
    CardOut,
    CardWithBodyOut,
    VersionOut,
    card_out,
    card_with_body,
    version_out,
)
from journeywork.api.shapes.work import EpisodeOut, WorkEventOut, episode_out, event_out
from journeywork.engine.knowledge import Card, CardVersion
from journeywork.engine.work import Episode, WorkEvent
from journeywork.people import queries as people


def cards(found: Sequence[Card]) -> list[CardOut]:
    """Return cards without their text, owners named."""
    known = names(card.owner for card in found)
    return [card_out(card, known) for card in found]


def card(found: Card) -> CardWithBodyOut:
    """Return one card with its text, its owner named."""
    return card_with_body(found, names([found.owner]))


def versions(found: Sequence[CardVersion]) -> list[VersionOut]:
    """Return what a card said before, with who changed it."""
    known = names(version.by for version in found)
    return [version_out(version, known) for version in found]


def episodes(found: Sequence[Episode]) -> list[EpisodeOut]:
    """Return pieces of work with their people named."""
    known = names(
        person
        for one in found
        for person in (one.owner, *one.people, *(help.by for help in one.helpers))
    )
    return [episode_out(episode, known) for episode in found]


def events(found: Sequence[WorkEvent]) -> list[WorkEventOut]:
    """Return events with their people named."""
    known = names(person for event in found for person in (event.by, event.to))
    return [event_out(event, known) for event in found]


def names(ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Return what people are called; one query, and none for nobody."""
    wanted = {id for id in ids if id}
    return people.names(wanted) if wanted else {}
