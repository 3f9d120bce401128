"""Meanings beside words: with a model cards are compared, without one nothing changes."""

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from django.conf import settings

from journeywork.config.doctor import machine
from journeywork.engine.context import Context
from journeywork.engine.knowledge import Card
from journeywork.kernel.tenancy import within
from journeywork.knowledge import actions, embeddings, indexing, queries
from journeywork.knowledge.embedder import Embedder
from journeywork.knowledge.models import EmbeddingRow
from tests.conftest import Cast
from tools.model import Missing, bring

QUESTION = "my laptop will not start"


@pytest.fixture(autouse=True)
def folder() -> Iterator[None]:
    """An index of its own for each test."""
    shutil.rmtree(Path(settings.INDEX_FOLDER), ignore_errors=True)
    indexing.search_index().close()
    yield
    indexing.search_index().close()


@pytest.fixture(scope="session")
def model() -> Path:
    """The model of `make model`."""
    try:
        return bring()
    except Missing as fault:
        pytest.skip(f"the model is not to be had here: {fault}")


@pytest.fixture
def compares(model: Path, monkeypatch: pytest.MonkeyPatch) -> Embedder:
    """The product with the model in its settings."""
    monkeypatch.setattr(settings, "SEMANTIC_MODEL", model)
    found = embeddings.model()
    assert found
    return found


def card(cast: Cast, at: datetime, title: str, body: str) -> Card:
    made = actions.draft(title=title, body=body, by=cast.ana.id, at=at)
    return actions.publish_card(card_id=made.id, by=cast.ana.id, at=at)


def shelf(cast: Cast, at: datetime) -> tuple[Card, Card]:
    """One card says the words of the question, the other means it."""
    said = card(cast, at, "Start of the laptop lottery", "Laptop start: who gets one, and when.")
    meant = card(cast, at, "A computer does not boot", "Hold the power key; then it will start up.")
    indexing.catch_up()
    return said, meant


def found(cast: Cast, at: datetime) -> list[tuple[str, set[str]]]:
    options = queries.fitting(Context(text=QUESTION, at=at, person=cast.ben.id))
    return [(option.title, {part.name for part in option.parts}) for option in options]


def test_what_means_the_same_comes_before_what_shares_more_words(
    cast: Cast, at: datetime, compares: Embedder
) -> None:
    said, meant = shelf(cast, at)
    assert [title for title, _ in found(cast, at)] == [said.title, meant.title]
    assert embeddings.catch_up_everywhere() == 2
    assert [title for title, _ in found(cast, at)] == [meant.title, said.title]
    assert all("meaning" in parts for _, parts in found(cast, at))


@pytest.mark.usefixtures("db")
def test_without_a_model_nothing_is_made_and_nothing_compared(cast: Cast, at: datetime) -> None:
    said, meant = shelf(cast, at)
    assert (embeddings.catch_up_everywhere(), embeddings.lacking()) == (0, 0)
    assert [title for title, _ in found(cast, at)] == [said.title, meant.title]
    assert not any("meaning" in parts for _, parts in found(cast, at))


def test_a_card_that_was_changed_is_compared_anew(
    cast: Cast, at: datetime, compares: Embedder
) -> None:
    first = card(cast, at, "Refunds", "Shares are rounded one by one.")
    embeddings.catch_up()
    before = EmbeddingRow.objects.get(card=first.id).vector
    later = at + timedelta(minutes=5)
    actions.edit(card_id=first.id, body="Ships sail at noon.", by=cast.ana.id, at=later)
    assert embeddings.lacking() == 1
    assert (embeddings.catch_up(), embeddings.lacking()) == (1, 0)
    assert EmbeddingRow.objects.get(card=first.id).vector != before


def test_only_what_is_published_is_compared(cast: Cast, at: datetime, compares: Embedder) -> None:
    actions.draft(title="Half a thought", body="Words.", by=cast.ana.id, at=at)
    gone = card(cast, at, "Gone", "Words.")
    actions.archive(card_id=gone.id, by=cast.ana.id, at=at)
    assert embeddings.catch_up() == 0


def test_vectors_of_another_model_are_never_compared(
    cast: Cast, at: datetime, compares: Embedder
) -> None:
    shelf(cast, at)
    embeddings.catch_up()
    EmbeddingRow.objects.update(model="another")
    assert not any("meaning" in parts for _, parts in found(cast, at))
    assert (embeddings.lacking(), embeddings.catch_up()) == (2, 2)
    assert EmbeddingRow.objects.filter(model=compares.mark).count() == 2


def test_each_organisation_has_its_own(cast: Cast, at: datetime, compares: Embedder) -> None:
    shelf(cast, at)
    embeddings.catch_up_everywhere()
    with within(cast.outsider.org):
        assert EmbeddingRow.objects.count() == 0


def test_a_question_without_words_is_not_compared(
    cast: Cast, at: datetime, compares: Embedder
) -> None:
    one, _ = shelf(cast, at)
    embeddings.catch_up()
    assert embeddings.nearness([" ", QUESTION], [[one.id], []]) == [{}, {}]


def test_a_text_alone_and_among_others_means_the_same(compares: Embedder) -> None:
    texts = ["Refunds lose a cent", "", "x " * 5000, QUESTION, "Größe und Gewicht \0 \u202e"]
    together = compares.vectors(texts)
    assert np.linalg.norm(together, axis=1) == pytest.approx(np.ones(len(texts)), abs=1e-3)
    for text, vector in zip(texts, together, strict=True):
        assert float(compares.vectors([text])[0] @ vector) > 0.98


def test_a_model_that_cannot_be_read_is_told_by_the_doctor_and_stops_nobody(
    cast: Cast, at: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("model.onnx", "tokenizer.json"):
        (tmp_path / name).write_text("no model")
    monkeypatch.setattr(settings, "SEMANTIC_MODEL", tmp_path)
    said, meant = shelf(cast, at)
    assert embeddings.catch_up_everywhere() == 0
    assert [title for title, _ in found(cast, at)] == [said.title, meant.title]
    (finding,) = machine.model(tmp_path)
    assert finding.says == f"{tmp_path}/tokenizer.json cannot be read as a model: Exception"


def test_the_doctor_tries_the_model(model: Path) -> None:
    (finding,) = machine.model(model)
    assert finding.says == f"{model} turns a text into 384 numbers"
    assert list(machine.model(None)) == []
