"""Documents from elsewhere become cards: new, changed, moved, gone; never twice."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from journeywork.engine.addresses import is_web_address
from journeywork.engine.documents import Document, Piece, kept, pieces, summary
from journeywork.engine.import_plan import Plan, plan
from journeywork.engine.knowledge import CardState, Imported
from journeywork.engine.materiality import material
from journeywork.engine.reading_time import minutes
from journeywork.engine.slugs import slug
from journeywork.engine.trust import due_on, expires_on
from journeywork.kernel.errors import Invalid
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
#: What a card takes from the text of its document: it stays as it was changed here until the
#: text changes.
_OF_THE_TEXT = ("title", "body", "summary", "minutes", "changed_at", "reminded_at")
#: What follows the document silently: it changes without anybody having changed the document.
_BESIDE = ("author", "url", "source_digest")
#: Begins the second half of a digest; one made before has a digit or a letter up to f here.
_MARK = "z"
_COLUMNS = (
    "title", "kind", "body", "summary", "minutes", "topics", "places", "paths", "kinds", "owner",
    "author", "team", "reviewed_on", "review_days", "due_on", "expires_on", "state", "changed_at",
    "reminded_at", "source_key", "source_digest", "url",
)  # fmt: skip

Progress = Callable[[int], None]


class WouldArchiveMost(Invalid):
    """These documents are probably not those that the cards of the source were made of."""


def import_documents(
    documents: Iterable[Document],
    *,
    source: str,
    by: UUID | None,
    at: datetime,
    progress: Progress | None = None,
    wholesale: bool = True,
) -> Imported:
    """Make the cards of `source` agree with `documents`, which must be all of them.

    A card whose document is gone is archived; one whose text moved keeps its history; one
    that was changed here stays so until its document changes, and so does its owner, unless
    they left or the document names another one. `progress` is told how many documents are
    read. All of it happens or nothing. With `wholesale` off it raises WouldArchiveMost instead
    of archiving more than half of the cards that the source has.
    """
    wanted, aside = kept(documents)
    coming: dict[str, Piece] = {}
    for place, document in enumerate(wanted, 1):
        if len(document.text) > LONGEST_DOCUMENT:
            aside.append(f"{document.path}: is longer than a million characters")
            continue
        coming |= {piece.key: piece for piece in pieces(storable(document))}
        if progress:
            progress(place)
    with transaction.atomic():
        one_at_a_time("card keys")
        done = _Import(source=source, by=by, at=at).run(coming, wholesale=wholesale)
    return replace(done, aside=tuple(aside))


class _Import:
    """One run: knows the source, the people and the keys that are taken."""

    def __init__(self, *, source: str, by: UUID | None, at: datetime) -> None:
        self._source, self._by, self._at = source[:200], by, at
        self._by_email = people.people_by_email()
        here = people.persons()
        self._here = here.keys()
        self._by_key = {one.key: one.id for one in here.values()}
        self._teams = {team.key: team.id for team in people.teams()}
        self._taken = set(CardRow.objects.values_list("key", flat=True))

    def run(self, coming: dict[str, Piece], *, wholesale: bool) -> Imported:
        """Bring the database in line with `coming`; see `import_documents`."""
        digests = {key: _digest(piece) for key, piece in coming.items()}
        rows = {row.source_key: row for row in CardRow.objects.filter(source=self._source)}
        there = {
            key: _known_digest(row, coming.get(key), digests.get(key, ""))
            for key, row in rows.items()
        }
        todo = plan(there, digests)
        gone = [rows[key] for key in todo.gone if rows[key].state != CardState.ARCHIVED]
        if not wholesale:
            self._refuse_most(gone, rows.values())
        self._create([coming[key] for key in todo.new], digests)
        self._change(todo, rows, coming, digests)
        self._follow([(coming[key], rows[key]) for key in todo.same], digests)
        self._archive(gone)
        done = Imported(
            new=len(todo.new),
            changed=len(todo.changed) + len(todo.moved),
            same=len(todo.same),
            archived=len(gone),
        )
        self._tell(done)
        return done

    def _refuse_most(self, gone: list[CardRow], rows: Iterable[CardRow]) -> None:
        standing = sum(row.state != CardState.ARCHIVED for row in rows)
        if 2 * len(gone) > standing:
            says = f"would archive {len(gone)} of its {standing} cards: no document is left of them"
            raise WouldArchiveMost({self._source: says})

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
        texts = [(row, coming[key].body) for key, row in pairs if not _same_text(row, digests[key])]
        touched = [row for row, body in texts if row.body != body]
        news = tuple(row.id for row, body in texts if material(row.body, body))
        CardVersionRow.objects.bulk_create(self._versions(touched), batch_size=_BATCH)
        for key, row in pairs:
            self._fill(row, coming[key], digests[key], known=row.source_digest)
        CardRow.objects.bulk_update([row for _, row in pairs], _COLUMNS, batch_size=_BATCH)
        changed(*(row.id for _, row in pairs))
        if news:
            publish(CardsChanged(cards=news, by=self._by, at=self._at))

    def _follow(self, pairs: list[tuple[Piece, CardRow]], digests: dict[str, str]) -> None:
        """Write who wrote a text and where it stands now; neither changes a card."""
        behind = []
        for piece, row in pairs:
            now = (self._author(piece), _url(piece), digests[piece.key])
            if now != tuple(getattr(row, name) for name in _BESIDE):
                row.author, row.url, row.source_digest = now
                behind.append(row)
        CardRow.objects.bulk_update(behind, _BESIDE, batch_size=_BATCH)

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

    def _fill(self, row: CardRow, piece: Piece, digest: str, *, known: str = "") -> None:
        """Write a document into its card; `known` is the digest it was filled with before."""
        columns = self._columns(piece)
        if known and _same_text(row, digest):
            for name in _OF_THE_TEXT:
                del columns[name]
            said = piece.front.reviewed_on or row.reviewed_on
            columns["reviewed_on"] = min(max(said, row.reviewed_on), self._at.date())
        renamed = self._named(piece) and _names_another(known, digest)
        if row.owner in self._here and not renamed:
            columns["owner"] = row.owner
        for name, value in columns.items():
            setattr(row, name, value)
        row.source_digest = digest
        row.due_on = due_on(row.reviewed_on, row.review_days)
        row.expires_on = expires_on(row.reviewed_on, row.review_days)

    def _columns(self, piece: Piece) -> dict[str, Any]:
        document, front = piece.document, piece.front
        author = self._author(piece)
        owners = (one for one in (self._named(piece), author, self._by) if one in self._here)
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
            "owner": next(owners, None),
            "team": self._teams.get(front.team),
            "reviewed_on": min(since, self._at.date()),
            "review_days": front.review_days or REVIEW_DAYS,
            "state": CardState.PUBLISHED,
            "changed_at": document.changed_at or self._at,
            "reminded_at": None,
            "source_key": piece.key[:700],
            "url": _url(piece),
        }

    def _named(self, piece: Piece) -> UUID | None:
        """Return the owner whom the document names, if they are here."""
        said = piece.front.owner
        found = self._by_key.get(said) or self._by_email.get(said.lower())
        return found if found in self._here else None

    def _author(self, piece: Piece) -> UUID | None:
        return self._by_email.get(piece.document.author_email.strip().lower())

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


def _known_digest(row: CardRow, piece: Piece | None, digest: str) -> str:
    """An archived card differs from every document: it comes back when its file does.

    A digest that is only of the form of before stands for the same document as `digest`.
    """
    if row.state == CardState.ARCHIVED:
        return ""
    known = str(row.source_digest)
    unchanged = piece and _MARK not in known and known == _former_digest(piece, row.url)
    return digest if unchanged else known


def _same_text(row: CardRow, digest: str) -> bool:
    """Tell whether a card that is in use was made of the same text."""
    half = len(digest) // 2
    return row.state != CardState.ARCHIVED and row.source_digest[:half] == digest[:half]


def _names_another(known: str, digest: str) -> bool:
    """Tell whether a document names another owner than when its digest was `known`."""
    owner = slice(len(digest) // 2, len(digest) // 2 + 8)
    return known[owner].startswith(_MARK) and known[owner] != digest[owner]


def _digest(piece: Piece) -> str:
    """Return 64 characters: half for the text, then for the owner it names, then for the rest.

    Who wrote it and where it can be read are left out: in a repository both change with
    commits that leave the text alone.
    """
    text = _hash(piece.title, piece.body)[:32]
    owner = _hash(piece.front.owner)[:7]
    more = (piece.kind.value, repr(piece.front), repr(piece.applies_to), repr(piece.topics))
    return f"{text}{_MARK}{owner}{_hash(*more)[:24]}"


def _former_digest(piece: Piece, url: str) -> str:
    """Return the digest as it was made before: with the author, and with the address."""
    more = (
        piece.kind.value, repr(piece.front), repr(piece.applies_to), repr(piece.topics),
        piece.document.author_email, url,
    )  # fmt: skip
    return _hash(piece.title, piece.body)[:32] + _hash(*more)[:32]


def _hash(*said: str) -> str:
    return hashlib.sha256("\0".join(said).encode()).hexdigest()


def _url(piece: Piece) -> str:
    url = piece.document.url
    return url[:2000] if is_web_address(url) else ""


def storable(document: Document) -> Document:
    """Take out what no database stores: NUL characters and halves of surrogate pairs.

    In a path the halves are spelled out: names that differ in them alone stay two documents.
    """
    said: dict[str, Any] = {
        name: value.replace("\0", "").encode(errors=_SPELLED.get(name, "replace")).decode()
        for name in _TEXTS
        if (value := str(getattr(document, name)))
    }
    said["text"] = said.get("text", "").replace("\r\n", "\n")
    return replace(document, **said)


_TEXTS = ("path", "text", "title", "source", "author_email", "place", "url")
_SPELLED = {"path": "backslashreplace"}
