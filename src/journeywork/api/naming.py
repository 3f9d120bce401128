"""Puts names to the people in what the rooms return, one query for a whole answer."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from journeywork.api.shapes.cards import CardOut, CardWithBodyOut, card_out, card_with_body
from journeywork.api.shapes.work import EpisodeOut, WorkEventOut, episode_out, event_out
from journeywork.engine.knowledge import Card
from journeywork.engine.work import Episode, WorkEvent
from journeywork.people import queries as people


def cards(found: Sequence[Card]) -> list[CardOut]:
    """Return cards without their text, owners named."""
    names = _names(card.owner for card in found)
    return [card_out(card, names) for card in found]


def card(found: Card) -> CardWithBodyOut:
    """Return one card with its text, its owner named."""
    return card_with_body(found, _names([found.owner]))


def episodes(found: Sequence[Episode]) -> list[EpisodeOut]:
    """Return pieces of work with their people named."""
    names = _names(person for episode in found for person in (episode.owner, *episode.people))
    return [episode_out(episode, names) for episode in found]


def events(found: Sequence[WorkEvent]) -> list[WorkEventOut]:
    """Return events with their people named."""
    names = _names(person for event in found for person in (event.by, event.to))
    return [event_out(event, names) for event in found]


def _names(ids: Iterable[UUID | None]) -> dict[UUID, str]:
    wanted = {id for id in ids if id}
    return people.names(wanted) if wanted else {}
