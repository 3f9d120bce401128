"""What is sent: a fact as a CloudEvent 1.0, made of the fields that may leave and nothing else."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec
from django.conf import settings

from journeywork.engine.knowledge import Card, CardState, FlagReason
from journeywork.kernel.facts import Fact
from journeywork.kernel.tenancy import current_org
from journeywork.knowledge import queries as knowledge
from journeywork.subscriptions.shared import SHARED, TEST, Shared, Way, type_of

#: Cards that one event names; the others are counted.
MOST_CARDS = 50

Content = dict[str, Any]


def event_of(fact: Fact, *, id: UUID, at: datetime) -> str:
    """Return a fact as the JSON of a CloudEvent; KeyError for one that may not leave.

    Cards are told of as they stand at `at`: a draft, or one out of use, by its id alone.
    """
    shared = SHARED[type(fact)]
    subject = _subject(fact, shared)
    return _event(
        shared.kind, id=id, subject=subject, at=fact.at, content=_content(fact, shared, at)
    )


def test_event(subscription: UUID, *, id: UUID, at: datetime) -> str:
    """Return an event that tells nothing but that it arrived."""
    content = {"title": "A test, to see whether this arrives"}
    return _event(TEST, id=id, subject=f"webhook:{subscription}", at=at, content=content)


def _event(kind: str, *, id: UUID, subject: str, at: datetime, content: Content) -> str:
    event = {
        "specversion": "1.0",
        "id": str(id),
        "source": f"urn:uuid:{current_org()}",
        "type": type_of(kind),
        "subject": subject,
        "time": at.astimezone(UTC).isoformat(),
        "datacontenttype": "application/json",
        "data": content,
    }
    return msgspec.json.encode(event).decode()


def _subject(fact: Fact, shared: Shared) -> str:
    """Return what a fact is about: `card:` and its id, or the word alone for several things."""
    of = getattr(fact, shared.about, None)
    return f"{shared.about}:{of}" if isinstance(of, UUID) else shared.about


def _content(fact: Fact, shared: Shared, at: datetime) -> Content:
    found: Content = {}
    for name, way in shared.fields.items():
        found |= _WAYS[way](name, getattr(fact, name), at)
    return found


def _card(name: str, id: UUID, at: datetime) -> Content:
    return {name: str(id), **_published([id], at).get(id, {})}


def _cards(name: str, ids: tuple[UUID, ...], at: datetime) -> Content:
    told = _published(ids[:MOST_CARDS], at)
    each = [{"card": str(id), **told.get(id, {})} for id in ids[:MOST_CARDS]]
    return {name: each, "count": len(ids)}


def _published(ids: Iterable[UUID], at: datetime) -> Mapping[UUID, Content]:
    found = knowledge.cards_by_id(ids, at=at)
    return {id: _told(card) for id, card in found.items() if card.state is CardState.PUBLISHED}


def _told(card: Card) -> Content:
    return {
        "key": card.key,
        "title": card.title,
        "kind": card.kind.value,
        "url": f"{settings.ADDRESS}/cards/{card.key}/",
    }


def _identifier(name: str, id: UUID, at: datetime) -> Content:
    del at
    return {name: str(UUID(str(id)))}


def _count(name: str, number: int, at: datetime) -> Content:
    del at
    return {name: int(number)}


def _reason(name: str, word: str, at: datetime) -> Content:
    del at
    return {name: FlagReason(word).value}


_WAYS: Mapping[Way, Callable[[str, Any, datetime], Content]] = {
    Way.CARD: _card,
    Way.CARDS: _cards,
    Way.IDENTIFIER: _identifier,
    Way.COUNT: _count,
    Way.REASON: _reason,
}
