"""A question finds what answers it, in whatever language the reader's settings are."""

from datetime import datetime

import pytest

from journeywork.engine.context import Context
from journeywork.engine.knowledge import Card
from journeywork.knowledge import actions, indexing, queries
from journeywork.knowledge.analysis import question
from journeywork.people import actions as people
from tests.conftest import Cast
from tests.rooms.test_knowledge_finding import folder

__all__ = ["folder"]

KEYS = "Every ninety days the keys of the payment provider are rotated. Do it with two people."
MAHNUNG = (
    "Die Mahnungen werden nicht verschickt, wenn eine Rechnung schon bezahlt ist. "
    "Storniere sie und schreibe dem Kunden."
)


@pytest.fixture
def anna(cast: Cast, at: datetime) -> Cast:
    """Ana reads German first, Ben English."""
    people.change_person(person_id=cast.ana.id, languages=("de", "en"), by=None, at=at)
    return cast


def written(cast: Cast, at: datetime, title: str, body: str, *, by: str) -> Card:
    author = getattr(cast, by).id
    made = actions.draft(title=title, body=body, by=author, at=at)
    return actions.publish_card(card_id=made.id, by=author, at=at)


def found(cast: Cast, at: datetime, text: str, language: str) -> list[tuple[str, str]]:
    """Return titles with the words that they share with the question."""
    context = Context(text=text, at=at, person=cast.ana.id, teams=cast.ana.teams, language=language)
    return [
        (one.title, next(part.says for part in one.parts if part.name == "words"))
        for one in queries.fitting(context)
    ]


def test_an_english_question_of_a_german_reader_finds_what_an_english_one_finds(
    anna: Cast, at: datetime
) -> None:
    written(anna, at, "Provider keys", KEYS, by="ben")
    written(anna, at, "Mahnungen stornieren", MAHNUNG, by="ana")
    indexing.catch_up()
    for language in ("de", "en"):
        assert found(anna, at, "rotating the provider's key", language)[0] == (
            "Provider keys", "speaks of key, providers, rotating",
        )  # fmt: skip


def test_a_german_question_finds_german_cards_whoever_asks(anna: Cast, at: datetime) -> None:
    written(anna, at, "Provider keys", KEYS, by="ben")
    written(anna, at, "Mahnungen stornieren", MAHNUNG, by="ana")
    indexing.catch_up()
    for language in ("de", "en"):
        assert found(anna, at, "Wie storniert man bezahlte Rechnungen?", language) == [
            ("Mahnungen stornieren", "speaks of bezahlte, rechnungen")
        ]


def test_a_card_is_cut_back_as_what_it_is_written_in_not_as_its_author_is(
    anna: Cast, at: datetime
) -> None:
    written(anna, at, "Provider keys", KEYS, by="ana")  # English words of a German reader.
    indexing.catch_up()
    for language in ("de", "en"):
        assert [title for title, _ in found(anna, at, "rotation of keys", language)] == [
            "Provider keys"
        ]


def test_only_languages_of_what_is_there_are_asked(anna: Cast, at: datetime) -> None:
    assert set(question("rotating the keys", ("en",)).terms) == {"rotat", "key"}
    both = set(question("rotating the keys", ("de", "en")).terms)
    assert both == {"rotat", "rotating", "key", "keys"}
    assert "die" in question("die casting", ("en",)).terms
    assert set(question("die Rechnung und die Mahnung", ("de", "en")).terms) == {
        "rechnung", "mahnung",
    }  # fmt: skip
