"""From rows to the engine's values: the only place that knows both shapes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q

from journeywork.engine.feedback import ResponseKind
from journeywork.engine.knowledge import (
    AppliesTo,
    Card,
    CardKind,
    CardRequest,
    CardState,
    CardVersion,
)
from journeywork.engine.trust import trust
from journeywork.knowledge.models import (
    CardRequestRow,
    CardRow,
    CardUseRow,
    CardVersionRow,
)

#: Answers that show that somebody opened the card and read.
USES = (
    ResponseKind.OPENED,
    ResponseKind.HELPED,
    ResponseKind.NOT_USEFUL_HERE,
    ResponseKind.KNEW_IT,
    ResponseKind.TOO_LATE,
    ResponseKind.WRONG,
)


@dataclass(frozen=True, slots=True)
class Tally:
    """Distinct people who used a card, whom it helped, to whom it was no use; times taken."""

    used: int = 0
    helped: int = 0
    not_useful: int = 0
    chosen: int = 0


NOBODY = Tally()


def tallies(cards: Iterable[UUID]) -> dict[UUID, Tally]:
    """Return what came of each of `cards`, in one statement; unused cards are left out."""
    people = {
        "used": Count("by", distinct=True, filter=Q(kind__in=USES)),
        "helped": Count("by", distinct=True, filter=Q(kind=ResponseKind.HELPED)),
        "not_useful": Count("by", distinct=True, filter=Q(kind=ResponseKind.NOT_USEFUL_HERE)),
        "chosen": Count("id", filter=Q(kind__in=(ResponseKind.OPENED, ResponseKind.HELPED))),
    }
    rows = CardUseRow.objects.filter(card__in=list(cards)).values("card").annotate(**people)
    return {
        row["card"]: Tally(row["used"], row["helped"], row["not_useful"], row["chosen"])
        for row in rows
    }


def card_of(row: CardRow, today: date, tally: Tally = NOBODY) -> Card:
    """Return the card as it stands on `today`."""
    return Card(
        id=row.id,
        key=row.key,
        title=row.title,
        kind=CardKind(row.kind),
        state=CardState(row.state),
        trust=trust(
            reviewed_on=row.reviewed_on,
            review_days=row.review_days,
            flags=row.flags,
            today=today,
        ),
        body=row.body,
        summary=row.summary,
        minutes=row.minutes,
        owner=row.owner,
        author=row.author,
        team=row.team,
        topics=tuple(row.topics),
        applies_to=AppliesTo(
            places=tuple(row.places), paths=tuple(row.paths), kinds=tuple(row.kinds)
        ),
        reviewed_on=row.reviewed_on,
        review_days=row.review_days,
        changed_at=row.changed_at,
        source=row.source_key or row.source,
        url=row.url,
        used=tally.used,
        helped=tally.helped,
    )


def version_of(row: CardVersionRow) -> CardVersion:
    """Return what a card once said."""
    return CardVersion(number=row.number, title=row.title, body=row.body, by=row.by, at=row.at)


def request_of(row: CardRequestRow, asked: Mapping[UUID, int]) -> CardRequest:
    """Return a request with the number of people who looked for it."""
    return CardRequest(
        id=row.id,
        text=row.text,
        asked=asked.get(row.id, 0),
        first_at=row.first_at,
        last_at=row.last_at,
        card=row.card,
        answered_by=row.answered_by,
        answered_at=row.answered_at,
    )
