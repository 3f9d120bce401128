"""What cards mean, as vectors: made by the worker, read to rank what the words have found.

Without a model folder in the settings nothing here does anything. A vector belongs to the
model that made it and to the wording it was made of; after a change of either it is made anew,
and until then the card is ranked by everything else. Made of a card's title and its beginning.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
from django.conf import settings
from django.db.models import Exists, F, OuterRef, QuerySet

from journeywork.engine.knowledge import CardState
from journeywork.kernel.telling import tell_fault
from journeywork.kernel.tenancy import within
from journeywork.knowledge.embedder import Embedder, Vector, embedder, near, text_of
from journeywork.knowledge.models import CardRow, EmbeddingRow
from journeywork.knowledge.reading import vectors
from journeywork.people import queries as people

#: So many cards are read, computed and kept together: about a second.
BATCH = 64
#: Vectors are kept with half precision: the order they give is the same, in half the space.
_KEPT = np.float16

log = logging.getLogger(__name__)


def model() -> Embedder | None:
    """Return the model in force, None where none is named or it cannot be used.

    That it cannot be used is logged once; `journeywork doctor` says what is wrong.
    """
    folder = settings.SEMANTIC_MODEL
    return _model(Path(folder)) if folder else None


@cache
def _model(folder: Path) -> Embedder | None:
    try:
        return embedder(folder)
    except (ImportError, OSError, ValueError) as fault:
        tell_fault(log, "the semantic model cannot be used", fault)
        return None


def nearness(texts: Sequence[str], cards: Sequence[Iterable[UUID]]) -> list[dict[UUID, float]]:
    """Return for each of `texts` how close the `cards` beside it are in meaning, -1 to 1.

    A card that has no vector yet is left out. One statement for all texts together; none, and
    nothing is found, where there is no model.
    """
    by = model()
    proposed = [list(each) for each in cards]
    wanted = {id for each in proposed for id in each}
    if by is None or not wanted:
        return [{} for _ in texts]
    kept = _kept(wanted, by.mark)
    asked = by.vectors(texts)
    return [
        near(asked[place], ids, kept) if text.strip() else {}
        for place, (text, ids) in enumerate(zip(texts, proposed, strict=True))
    ]


def _kept(cards: Iterable[UUID], mark: str) -> dict[UUID, Vector]:
    return {
        card: np.frombuffer(kept, _KEPT).astype(np.float32)
        for card, kept in vectors(cards, model=mark)
    }


def catch_up_everywhere(stopping: Callable[[], bool] = lambda: False) -> int:
    """Make what vectors are missing, in every organisation; return how many were made.

    The worker calls it over and over; where nothing is missing it costs one statement for each
    organisation. It ends early, between two batches, when `stopping` says so.
    """
    done = 0
    for organisation in people.organisations() if model() else ():
        with within(organisation.id):
            while not stopping() and (made := catch_up()):
                done += made
    return done


def catch_up(limit: int = BATCH) -> int:
    """Make the vectors of up to `limit` published cards here that lack them; return how many."""
    by = model()
    if by is None:
        return 0
    rows = list(_lacking(by.mark).values_list("id", "title", "body", "changed_at")[:limit])
    if not rows:
        return 0
    vectors = by.vectors([text_of(title, body) for _, title, body, _ in rows])
    made = [_row(row, by.mark, vector) for row, vector in zip(rows, vectors, strict=True)]
    EmbeddingRow.objects.bulk_create(
        made,
        update_conflicts=True,
        unique_fields=("org", "card"),
        update_fields=("model", "changed_at", "vector"),
    )
    return len(made)


def lacking() -> int:
    """Return how many published cards of the organisation in force wait for their vector."""
    by = model()
    return _lacking(by.mark).count() if by else 0


def _lacking(mark: str) -> QuerySet[CardRow]:
    fresh = EmbeddingRow.objects.filter(
        org=OuterRef("org"), card=OuterRef("id"), model=mark, changed_at=OuterRef("changed_at")
    )
    published: QuerySet[CardRow] = CardRow.objects.filter(state=CardState.PUBLISHED)
    return published.filter(~Exists(fresh)).order_by(F("changed_at").desc(), "id")


def _row(card: tuple[UUID, str, str, Any], mark: str, vector: Vector) -> EmbeddingRow:
    id, _, _, changed_at = card
    kept = vector.astype(_KEPT).tobytes()
    return EmbeddingRow(card=id, model=mark, changed_at=changed_at, vector=kept)
