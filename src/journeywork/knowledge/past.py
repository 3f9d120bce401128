"""What cards said in the past: kept at an import, and read by the replay.

The replay must not show yesterday's reader today's words. A source with a history (git) tells
every wording its documents ever had. Elsewhere a card is there from the day on which its words
were: what it said before is known only where somebody changed it here.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import groupby
from uuid import UUID, uuid5

from django.db import transaction

from journeywork.engine.cards_then import Shelved
from journeywork.engine.documents import Document
from journeywork.engine.knowledge import AppliesTo, Card, CardKind, CardState, Trust
from journeywork.engine.materiality import material
from journeywork.engine.past_texts import Seen, Wording, wordings
from journeywork.kernel import clock
from journeywork.kernel.locks import one_at_a_time
from journeywork.kernel.tenancy import current_org
from journeywork.knowledge.importing import LONGEST_DOCUMENT, REVIEW_DAYS, storable
from journeywork.knowledge.models import CardRow, CardVersionRow, PastCardRow
from journeywork.knowledge.values import card_of
from journeywork.people import queries as people

_BATCH = 200

Progress = Callable[[int], None]


def reading(source: str) -> str:
    """Return from which state of a source its past was read, "" for never."""
    row = PastCardRow.objects.filter(source=source[:200]).values_list("reading", flat=True).first()
    return row or ""


def keep_past(
    pasts: Iterable[tuple[Document, Iterable[Seen]]],
    *,
    source: str,
    reading: str,
    progress: Progress | None = None,
) -> int:
    """Keep what the documents of `source` said when, in place of what was known of it.

    `reading` names the state of the source, so that the same one need not be read again;
    `progress` is told how many documents are done. Returns how many wordings there are.
    """
    kept, who = 0, people.people_by_email()
    with transaction.atomic():
        one_at_a_time(f"past of {source}")
        PastCardRow.objects.filter(source=source[:200]).delete()
        for done, (document, texts) in enumerate(pasts, 1):
            found = [_row(one, source, reading, who) for one in wordings(document, _plain(texts))]
            PastCardRow.objects.bulk_create(found, batch_size=_BATCH)
            kept += len(found)
            if progress:
                progress(done)
    return kept


def shelved() -> Iterator[Shelved]:
    """Yield what every card that colleagues could read said when, in no order."""
    today = clock.now().date()
    rows = CardRow.objects.exclude(state=CardState.DRAFT)
    known = {(row.source, row.source_key): row for row in rows.exclude(source="").iterator()}
    told = set(PastCardRow.objects.values_list("source", flat=True).distinct())
    for past in PastCardRow.objects.order_by("id").iterator(chunk_size=_BATCH):
        yield _past(past, known.get((past.source, past.source_key)))
    published = rows.filter(state=CardState.PUBLISHED).exclude(source__in=told)
    versions = _versions()
    for row in published.order_by("id").iterator(chunk_size=_BATCH):
        yield from _own(row, card_of(row, today), versions.get(row.id, ()))


def _plain(texts: Iterable[Seen]) -> Iterator[Seen]:
    """Bring texts into the form in which the import keeps them; one too long was never a card."""
    for seen in texts:
        fits = seen.text is not None and len(seen.text) <= LONGEST_DOCUMENT
        text = storable(Document(path="", text=seen.text or "")).text if fits else None
        yield replace(seen, text=text)


def _row(one: Wording, source: str, reading: str, who: Mapping[str, UUID]) -> PastCardRow:
    return PastCardRow(
        source=source[:200],
        source_key=one.key[:700],
        since=one.since,
        until=one.until,
        reviewed_at=one.reviewed_at,
        is_news=one.news,
        title=one.title,
        body=one.body,
        kind=one.kind.value,
        topics=list(one.topics),
        places=list(one.applies_to.places),
        paths=[path[:500] for path in one.applies_to.paths],
        kinds=list(one.applies_to.kinds),
        author=who.get(one.author_email.strip().lower()),
        reading=reading,
    )


def _past(past: PastCardRow, row: CardRow | None) -> Shelved:
    """Return a wording; `row` is the card of today, None where it is gone."""
    until = past.until
    if row is not None and row.state == CardState.ARCHIVED:
        until = until or max(row.changed_at, past.since)
    card = Card(
        id=row.id if row else _gone(past),
        key=row.key if row else "",
        title=past.title,
        kind=CardKind(past.kind),
        state=CardState.PUBLISHED,
        trust=Trust.FRESH,
        body=past.body,
        summary="",
        minutes=1,
        owner=row.owner if row else None,
        author=past.author,
        team=row.team if row else None,
        topics=tuple(past.topics),
        applies_to=AppliesTo(
            places=tuple(past.places), paths=tuple(past.paths), kinds=tuple(past.kinds)
        ),
        reviewed_on=past.reviewed_at.date(),
        review_days=row.review_days if row else REVIEW_DAYS,
        changed_at=past.reviewed_at,
        source=past.source_key,
    )
    language = row.language if row else "en"
    return Shelved(card=card, since=past.since, until=until, news=past.is_news, language=language)


def _gone(past: PastCardRow) -> UUID:
    return uuid5(current_org(), f"{past.source} {past.source_key}")


def _versions() -> dict[UUID, list[CardVersionRow]]:
    rows = CardVersionRow.objects.order_by("card", "number")
    return {card: list(group) for card, group in groupby(rows, key=lambda row: row.card)}


def _own(row: CardRow, card: Card, versions: Iterable[CardVersionRow]) -> Iterator[Shelved]:
    """Yield what a card said that was written or brought here, as far as that is known.

    Of an imported document without a history only today's words are, since its last change.
    """
    if row.source:
        yield Shelved(card=card, since=row.changed_at, language=row.language)
        return
    told = [(version.title, version.body, version.at) for version in versions]
    since, before = row.created_at, ""
    for title, body, until in (*told, (card.title, card.body, None)):
        if until is None or since < until:
            yield Shelved(
                card=replace(card, title=title, body=body),
                since=since,
                until=until,
                news=bool(before) and material(before, body),
                language=row.language,
            )
            before = body
        since = until or since
