"""Documents from elsewhere become cards: new, changed, moved, gone; never twice."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from journeywork.engine.documents import Document, Piece, kept, pieces, summary
from journeywork.engine.import_plan import Plan, plan
from journeywork.engine.knowledge import CardState, Imported
from journeywork.engine.materiality import material
from journeywork.engine.reading_time import minutes
from journeywork.engine.slugs import slug
from journeywork.engine.trust import due_on, expires_on
from journeywork.kernel.facts import publish
from journeywork.kernel.ids import new_id
from journeywork.kernel.locks import one_at_a_time
from journeywork.knowledge.facts import CardsChanged, CardsImported
from journeywork.knowledge.feed import changed
from journeywork.knowledge.models import CardRow, CardVersionRow
from journeywork.people import queries as people

#: A document that nobody touched for two years is asked about.
REVIEW_DAYS = 730
LONGEST_DOCUMENT = 1_000_000
_BATCH = 500
_COLUMNS = (
    "title", "kind", "body", "summary", "minutes", "topics", "places", "paths", "kinds", "owner",
    "author", "team", "reviewed_on", "review_days", "due_on", "expires_on", "state", "changed_at",
    "reminded_at", "source_key", "source_digest", "url",
)  # fmt: skip

Progress = Callable[[int], None]


def import_documents(
    documents: Iterable[Document],
    *,
    source: str,
    by: UUID | None,
    at: datetime,
    progress: Progress | None = None,
) -> Imported:
    """Make the cards of `source` agree with `documents`, which must be all of them.

    A card whose document is gone is archived; one whose text moved keeps its history; one
    that was changed here stays so until its document changes. `progress` is told how many
    documents are read. All of it happens or nothing.
    """
    wanted, aside = kept(documents)
    coming: dict[str, Piece] = {}
    for place, document in enumerate(wanted, 1):
        if len(document.text) > LONGEST_DOCUMENT:
            aside.append(f"{document.path}: is longer than a million characters")
            continue
        coming |= {piece.key: piece for piece in pieces(_storable(document))}
        if progress:
            progress(place)
    with transaction.atomic():
        one_at_a_time("card keys")
        done = _Import(source=source, by=by, at=at).run(coming)
    return replace(done, aside=tuple(aside))


class _Import:
    """One run: knows the source, the people and the keys that are taken."""

    def __init__(self, *, source: str, by: UUID | None, at: datetime) -> None:
        self._source, self._by, self._at = source[:200], by, at
        self._by_email = people.people_by_email()
        self._by_key = {one.key: one.id for one in people.persons().values()}
        self._teams = {team.key: team.id for team in people.teams()}
        self._taken = set(CardRow.objects.values_list("key", flat=True))

    def run(self, coming: dict[str, Piece]) -> Imported:
        """Bring the database in line with `coming`."""
        digests = {key: _digest(piece) for key, piece in coming.items()}
        rows = {row.source_key: row for row in CardRow.objects.filter(source=self._source)}
        todo = plan({key: _known_digest(row) for key, row in rows.items()}, digests)
        self._create([coming[key] for key in todo.new], digests)
        self._change(todo, rows, coming, digests)
        gone = [rows[key] for key in todo.gone if rows[key].state != CardState.ARCHIVED]
        self._archive(gone)
        done = Imported(
            new=len(todo.new),
            changed=len(todo.changed) + len(todo.moved),
            same=len(todo.same),
            archived=len(gone),
        )
        self._tell(done)
        return done

    def _create(self, made: list[Piece], digests: dict[str, str]) -> None:
        rows = []
        for piece in made:
            row = CardRow(
                id=new_id(), key=self._free_key(piece.title), created_at=piece.document.first_seen or self._at,
                source=self._source,
            )  # fmt: skip
            self._fill(row, piece, digests[piece.key])
            rows.append(row)
        CardRow.objects.bulk_create(rows, batch_size=_BATCH)
        changed(*(row.id for row in rows))

    def _change(
        self,
        todo: Plan,
        rows: dict[str, CardRow],
        coming: dict[str, Piece],
        digests: dict[str, str],
    ) -> None:
        pairs = [(key, rows[key]) for key in todo.changed]
        pairs += [(key, rows[old]) for key, old in todo.moved.items()]
        touched = [row for key, row in pairs if row.body != coming[key].body]
        news = tuple(row.id for key, row in pairs if material(row.body, coming[key].body))
        CardVersionRow.objects.bulk_create(self._versions(touched), batch_size=_BATCH)
        for key, row in pairs:
            self._fill(row, coming[key], digests[key])
        CardRow.objects.bulk_update([row for _, row in pairs], _COLUMNS, batch_size=_BATCH)
        changed(*(row.id for _, row in pairs))
        if news:
            publish(CardsChanged(cards=news, by=self._by, at=self._at))

    def _archive(self, rows: list[CardRow]) -> None:
        for row in rows:
            row.state, row.changed_at = CardState.ARCHIVED, self._at
        CardRow.objects.bulk_update(rows, ("state", "changed_at"), batch_size=_BATCH)
        changed(*(row.id for row in rows))

    def _versions(self, rows: list[CardRow]) -> Iterator[CardVersionRow]:
        known = CardVersionRow.objects.filter(card__in=[row.id for row in rows])
        counts = dict(known.order_by("number").values_list("card", "number"))
        for row in rows:
            yield CardVersionRow(
                card=row.id, number=counts.get(row.id, 0) + 1, title=row.title, body=row.body,
                by=self._by, at=self._at,
            )  # fmt: skip

    def _fill(self, row: CardRow, piece: Piece, digest: str) -> None:
        for name, value in self._columns(piece).items():
            setattr(row, name, value)
        row.source_digest = digest
        row.due_on = due_on(row.reviewed_on, row.review_days)
        row.expires_on = expires_on(row.reviewed_on, row.review_days)

    def _columns(self, piece: Piece) -> dict[str, Any]:
        document, front = piece.document, piece.front
        author = self._by_email.get(document.author_email.strip().lower())
        owner = self._by_key.get(front.owner) or self._by_email.get(front.owner.lower())
        since = front.reviewed_on or (document.changed_at or self._at).date()
        return {
            "title": piece.title,
            "kind": piece.kind.value,
            "body": piece.body,
            "summary": summary(piece.body),
            "minutes": minutes(piece.body),
            "topics": list(piece.topics),
            "places": list(piece.applies_to.places),
            "paths": [path[:500] for path in piece.applies_to.paths],
            "kinds": list(piece.applies_to.kinds),
            "author": author,
            "owner": owner or author or self._by,
            "team": self._teams.get(front.team),
            "reviewed_on": min(since, self._at.date()),
            "review_days": front.review_days or REVIEW_DAYS,
            "state": CardState.PUBLISHED,
            "changed_at": document.changed_at or self._at,
            "reminded_at": None,
            "source_key": piece.key[:700],
            "url": document.url[:2000],
        }

    def _free_key(self, title: str) -> str:
        base = slug(title) or "card"
        key, number = base, 2
        while key in self._taken:
            key, number = f"{base}-{number}", number + 1
        self._taken.add(key)
        return key

    def _tell(self, done: Imported) -> None:
        if done.new or done.changed or done.archived:
            fact = CardsImported(
                source=self._source,
                new=done.new,
                changed=done.changed,
                archived=done.archived,
                by=self._by,
                at=self._at,
            )
            publish(fact)


def _known_digest(row: CardRow) -> str:
    """An archived card differs from every document: it comes back when its file does."""
    return "" if row.state == CardState.ARCHIVED else row.source_digest


def _digest(piece: Piece) -> str:
    """Return 64 characters: half for the text, half for all else that a card takes from it."""
    document = piece.document
    text = (piece.title, piece.body)
    more = (
        piece.kind.value, repr(piece.front), repr(piece.applies_to), repr(piece.topics),
        document.author_email, document.url,
    )  # fmt: skip
    return "".join(
        hashlib.sha256("\0".join(said).encode()).hexdigest()[:32] for said in (text, more)
    )


def _storable(document: Document) -> Document:
    """Take out what no database stores: NUL characters and halves of surrogate pairs."""
    text = document.text.replace("\r\n", "\n").replace("\0", "")
    text = text.encode(errors="replace").decode()
    return replace(document, text=text, path=document.path.replace("\0", ""))
