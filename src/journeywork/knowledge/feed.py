"""The change feed of the search index: noted in the transaction that makes the change."""

from collections.abc import Iterable
from uuid import UUID

from journeywork.knowledge.index import Shelf
from journeywork.knowledge.models import IndexChangeRow


def changed(*cards: UUID) -> None:
    """Note that cards changed. The index takes them in within seconds, and loses none."""
    note_changes(Shelf.CARD, cards)


def note_changes(shelf: Shelf, targets: Iterable[UUID]) -> None:
    """Note that things on a shelf changed."""
    rows = [IndexChangeRow(shelf=shelf.value, target=target) for target in targets]
    IndexChangeRow.objects.bulk_create(rows, batch_size=1000)
