"""From rows to the engine's values: the only place that knows both shapes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple, cast
from uuid import UUID

from django.db.models import JSONField, QuerySet
from django.db.models.expressions import RawSQL

from journeywork.engine.feedback import VERDICTS, ResponseKind
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
    CardVersionRow,
)


class CardRead(NamedTuple):
    """The columns that make a card, in the order in which the statement names them."""

    id: UUID
    org: UUID
    key: str
    title: str
    kind: str
    state: str
    body: str
    summary: str
    minutes: int
    owner: UUID | None
    author: UUID | None
    team: UUID | None
    topics: list[str]
    places: list[str]
    paths: list[str]
    kinds: list[str]
    language: str
    reviewed_on: date
    review_days: int
    flags: int
    changed_at: datetime
    source: str
    source_key: str
    url: str


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
    """Distinct people who used a card, whom it helped, to whom it was no use; times taken.

    Of each person the last verdict counts; the author's own do not.
    """

    used: int = 0
    helped: int = 0
    not_useful: int = 0
    chosen: int = 0


NOBODY = Tally()
#: What a tally counts of the people of `EACH`, in the order of its fields.
COUNTED = {
    "used": "count(by) filter (where used)",
    "helped": "count(by) filter (where said = 'helped')",
    "not_useful": "count(by) filter (where said = 'not_useful_here')",
    "chosen": "coalesce(sum(chosen), 0)::bigint",
}
EACH = """from (
        select by,
            bool_or(kind = any(%s)) as used,
            (array_agg(kind order by at desc, id desc) filter (where kind = any(%s)))[1] as said,
            count(*) filter (where kind in ('opened', 'helped')) as chosen
        from knowledge_card_use
        where org = knowledge_card.org and card = knowledge_card.id
            and (by is null or by is distinct from knowledge_card.author)
        group by by
    ) as person"""
_PAIRS = ", ".join(f"'{name}', {counts}" for name, counts in COUNTED.items())
TOLD = f"(select jsonb_build_object({_PAIRS}) {EACH})"


def tallies(cards: Iterable[UUID]) -> dict[UUID, Tally]:
    """Return what came of each of `cards`, in one statement."""
    rows = tallied(CardRow.objects.filter(id__in=list(cards)).only("id"))
    return {row.id: tally for row, tally in rows}


def tallied(rows: QuerySet[CardRow]) -> list[tuple[CardRow, Tally]]:
    """Return rows of cards with what came of each, in one statement."""
    told = RawSQL(TOLD, kinds_told(), output_field=JSONField())  # noqa: S611 -- all of it stands above
    return [(row, Tally(**row.told)) for row in cast("QuerySet[Any]", rows.annotate(told=told))]


def kinds_told() -> tuple[list[str], list[str]]:
    """Return which answers count as uses and which as verdicts, for the places in `EACH`."""
    return [kind.value for kind in USES], sorted(kind.value for kind in VERDICTS)


def card_of(row: CardRow | CardRead, today: date, tally: Tally = NOBODY) -> Card:
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
