"""The board of a live debrief: how its changes lie in the database, and who hears of them.

The caller holds the debrief's row, so numbers have no gap and no change comes before another
that is told of earlier.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from django.db import connection

from journeywork.debriefs.live_models import CardRow, ChangeRow
from journeywork.debriefs.models import DebriefRow
from journeywork.engine.live_boards import (
    MOST_CHANGES,
    Board,
    Card,
    Change,
    ChangeKind,
    folded,
)
from journeywork.kernel.errors import Invalid
from journeywork.kernel.tenancy import current_org

#: What web processes listen to; the payload is the organisation and the debrief.
CHANNEL = "journeywork_live"


def changes(debrief_id: UUID, *, after: int = 0) -> Iterator[tuple[int, Change]]:
    """Yield the changes of a board after a number, each with its own, in order."""
    rows = ChangeRow.objects.filter(debrief=debrief_id, number__gt=after).order_by("number")
    for row in rows:
        yield row.number, _read(row)


def board(debrief_id: UUID) -> Board:
    """Return a board as it stands; empty once its debrief has ended."""
    return folded(change for _, change in changes(debrief_id))


def add(row: DebriefRow, made: Sequence[Change], *, saving: Iterable[str] = ()) -> None:
    """Number changes, keep them and tell of them; save the columns of the row named, too."""
    if row.changes + len(made) > MOST_CHANGES:
        raise Invalid({"debrief": "has seen so many changes that it takes no more"})
    ChangeRow.objects.bulk_create(
        ChangeRow(
            debrief=row.id, number=row.changes + place, author=one.author, change=_written(one)
        )
        for place, one in enumerate(made, start=1)
    )
    row.changes += len(made)
    row.save(update_fields=("changes", *saving))
    tell(row.id)


def keep(debrief_id: UUID, cards: Iterable[tuple[Card, str]]) -> None:
    """Write down the cards that a board leaves, each with its heading, in the order given."""
    CardRow.objects.bulk_create(
        CardRow(
            debrief=debrief_id,
            author=card.author,
            question=card.question,
            text=card.text,
            heading=heading,
            votes=card.votes,
        )
        for card, heading in cards
    )


def forget(debriefs: Iterable[UUID]) -> None:
    """Leave nothing of how boards came about, and let those who look on know that it is over."""
    for debrief in debriefs:
        ChangeRow.objects.filter(debrief=debrief).delete()
        tell(debrief)


def tell(debrief_id: UUID) -> None:
    """Let every web process know, once this is committed, that a debrief is not as it was."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_notify(%s, %s)", [CHANNEL, f"{current_org()} {debrief_id}"])


def _written(change: Change) -> str:
    return json.dumps(
        {
            "kind": change.kind.value,
            "thing": str(change.thing),
            "question": change.question,
            "text": change.text,
            "group": str(change.group or ""),
            "votes": change.votes,
            "mark": change.mark,
        }
    )


def _read(row: ChangeRow) -> Change:
    found = json.loads(row.change)
    return Change(
        kind=ChangeKind(found["kind"]),
        thing=UUID(found["thing"]),
        question=found["question"],
        text=found["text"],
        group=UUID(found["group"]) if found["group"] else None,
        votes=found["votes"],
        author=row.author,
        mark=found["mark"],
    )
