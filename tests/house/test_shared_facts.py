"""What leaves: every fact is walked. A new one stays inside until somebody says what may leave.

Promises 3 and 4: who was offered what, answers, silences and what people wrote about themselves
never leave; nor does anybody's name, address or identifier.
"""

import dataclasses
import json
import types
import typing
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from journeywork import flow
from journeywork.engine.knowledge import FlagReason
from journeywork.engine.vocabulary import TYPES
from journeywork.flow import reactions
from journeywork.kernel.errors import Invalid
from journeywork.kernel.facts import Fact
from journeywork.knowledge import actions as knowledge
from journeywork.people import queries as people
from journeywork.subscriptions import actions, queries
from journeywork.subscriptions.shared import KINDS, SHARED, WITHHELD, Way
from journeywork.subscriptions.writing import event_of
from tests.conftest import Cast
from tools import reference

#: Rooms whose facts are about help, answers and people: none of theirs may ever be shared.
PRIVATE_ROOMS = {"support", "feedback", "people", "moments", "evidence", "activities"}
#: Names of fields that hold a person.
PEOPLE = {"by", "person", "owner", "author", "to", "offer", "response", "at"}
TYPES_OF: dict[Way, Any] = {
    Way.CARD: UUID,
    Way.CARDS: tuple[UUID, ...],
    Way.IDENTIFIER: UUID,
    Way.COUNT: int,
    Way.REASON: str,
}
MARK = "jabberwock"


def facts() -> list[type[Fact]]:
    """Return every fact of the product, by name."""
    return list(reference.known_facts().values())


@pytest.mark.parametrize("fact", facts(), ids=lambda fact: fact.__name__)
def test_somebody_has_thought_about_every_fact(fact: type[Fact]) -> None:
    told, withheld = fact in SHARED, bool(WITHHELD.get(fact))
    assert told != withheld, "say in subscriptions/shared.py what of it may leave, or why not"


def test_there_are_facts_to_walk() -> None:
    assert {"OfferAnswered", "CardPublished"} < {fact.__name__ for fact in facts()}


@pytest.mark.parametrize("fact", SHARED, ids=lambda fact: fact.__name__)
def test_what_leaves_are_fields_of_the_right_sort_and_never_people(fact: type[Fact]) -> None:
    shared, types_of = SHARED[fact], typing.get_type_hints(fact)
    assert fact.__module__.split(".")[1] not in PRIVATE_ROOMS
    assert not shared.fields.keys() & PEOPLE
    assert {name: types_of[name] for name in shared.fields} == {
        name: TYPES_OF[way] for name, way in shared.fields.items()
    }


def test_kinds_are_distinct_and_no_words_of_the_work() -> None:
    assert len(KINDS) == len(SHARED)
    assert not KINDS.keys() & TYPES.keys()
    assert queries.TEST not in KINDS


def test_the_flow_tells_of_these_facts_and_of_no_others() -> None:
    told = {fact for fact, each in flow.REACTIONS.items() if reactions.tell_other_systems in each}
    assert told == SHARED.keys()


@dataclass(frozen=True, kw_only=True)
class ReflectionWritten(Fact):
    """A fact that nobody has thought about."""

    words: str


def test_a_fact_that_nobody_declared_cannot_leave(cast: Cast, at: datetime) -> None:
    fact = ReflectionWritten(words=MARK, at=at)
    for leave in (
        lambda: actions.tell(fact, at=at),
        lambda: event_of(fact, id=cast.ana.id, at=at),
    ):
        with pytest.raises(KeyError):
            leave()
    for kind in ("reflection.written", "ReflectionWritten", "offer.answered", "*"):
        with pytest.raises(Invalid, match="cannot be told"):
            actions.add(name="x", address="https://x.example", kinds=[kind], by=None, at=at)


def planted(fact: type[Fact], cast: Cast, card: UUID, at: datetime) -> Fact:
    """Return a fact with a mark in every word and Ana in every identifier that is not a card."""
    values: dict[str, Any] = {"at": at, "by": cast.ana.id}
    shared = SHARED[fact]
    for name, kind in typing.get_type_hints(fact).items():
        way = shared.fields.get(name)
        if way is Way.CARD:
            values[name] = card
        elif way is Way.CARDS:
            values[name] = (card,)
        elif way is Way.REASON:
            values[name] = FlagReason.WRONG.value
        elif way is not None:
            values[name] = UUID(int=7) if kind is UUID else 7
        elif name not in ("at", "by", "known"):
            values[name] = _mark(kind, cast)
    return fact(**values)


def _mark(kind: Any, cast: Cast) -> Any:
    if isinstance(kind, types.UnionType):
        kind = next(one for one in typing.get_args(kind) if one is not types.NoneType)
    marks = {UUID: cast.ben.id, str: MARK, int: 123456789, tuple[UUID, ...]: (cast.ben.id,)}
    return marks[kind]


@pytest.mark.parametrize("fact", SHARED, ids=lambda fact: fact.__name__)
def test_nothing_else_leaves(cast: Cast, at: datetime, fact: type[Fact]) -> None:
    card = knowledge.draft(title="Charge a fee once", body="Ana knows.", by=cast.ben.id, at=at)
    knowledge.publish_card(card_id=card.id, by=cast.ben.id, at=at)
    body = event_of(planted(fact, cast, card.id, at), id=UUID(int=9), at=at)
    inside = [MARK, "123456789", "Ana knows"]
    for person in people.persons().values():
        inside += [str(person.id), person.email, f'"{person.name}"']
    assert [word for word in inside if word in body] == []
    fields = SHARED[fact].fields
    of_cards = {"key", "title", "kind", "url"} if Way.CARD in fields.values() else set()
    counted = {"count"} if Way.CARDS in fields.values() else set()
    assert json.loads(body)["data"].keys() == {*fields, *of_cards, *counted}


@pytest.mark.parametrize("fact", SHARED, ids=lambda fact: fact.__name__)
def test_the_words_of_a_draft_do_not_leave(cast: Cast, at: datetime, fact: type[Fact]) -> None:
    card = knowledge.draft(title=f"{MARK} of Ana", body="Not yet.", by=cast.ana.id, at=at)
    assert MARK not in event_of(planted(fact, cast, card.id, at), id=UUID(int=9), at=at)
    knowledge.archive(card_id=card.id, by=cast.ana.id, at=at)
    assert MARK not in event_of(planted(fact, cast, card.id, at), id=UUID(int=9), at=at)


def test_every_field_of_a_fact_would_be_seen(cast: Cast, at: datetime) -> None:
    """The control: what is planted is really in the facts."""
    for fact in SHARED:
        shown = str(dataclasses.asdict(planted(fact, cast, UUID(int=5), at)))
        assert str(cast.ana.id) in shown
