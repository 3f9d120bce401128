"""What a source of documents said in the past: which cards its texts would have been, and when.

The replay must not offer yesterday's reader today's words. So each text that a document ever
was is cut into cards as the import cuts it today; a card that kept its words from one text to
the next is one wording.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from journeywork.engine.documents import Document, Piece, pieces
from journeywork.engine.knowledge import AppliesTo, CardKind
from journeywork.engine.materiality import material


@dataclass(frozen=True, slots=True)
class Seen:
    """A document had `text` from `at` on (None: it was gone), most of it by `author_email`."""

    at: datetime
    text: str | None
    author_email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What one card said from `since` until `until` (None: it still does).

    `reviewed_at` is when it last changed in earnest, `news` tells that it did so at `since`.
    """

    key: str
    since: datetime
    title: str
    body: str
    kind: CardKind
    reviewed_at: datetime
    until: datetime | None = None
    news: bool = False
    author_email: str = ""
    topics: tuple[str, ...] = ()
    applies_to: AppliesTo = field(default_factory=AppliesTo)


def wordings(document: Document, texts: Iterable[Seen]) -> Iterator[Wording]:
    """Yield what the cards of `document` said, from its `texts` in order of time.

    `document` says where it lies; its own text is not looked at.
    """
    standing: dict[str, Wording] = {}
    for seen in texts:
        coming = _pieces(document, seen.text)
        for key, was in list(standing.items()):
            if key not in coming or not _same(was, coming[key]):
                del standing[key]
                if was.since < seen.at:
                    yield replace(was, until=seen.at)
                if key in coming:
                    standing[key] = _next(coming[key], seen, was)
        fresh = {key: piece for key, piece in coming.items() if key not in standing}
        standing |= {key: _next(piece, seen, None) for key, piece in fresh.items()}
    yield from standing.values()


def _pieces(document: Document, text: str | None) -> Mapping[str, Piece]:
    if text is None:
        return {}
    return {piece.key: piece for piece in pieces(replace(document, text=text))}


def _same(was: Wording, piece: Piece) -> bool:
    now = (piece.title, piece.body, piece.kind, piece.topics, piece.applies_to)
    return (was.title, was.body, was.kind, was.topics, was.applies_to) == now


def _next(piece: Piece, seen: Seen, was: Wording | None) -> Wording:
    news = was is not None and material(was.body, piece.body)
    return Wording(
        key=piece.key,
        since=seen.at,
        title=piece.title,
        body=piece.body,
        kind=piece.kind,
        reviewed_at=seen.at if was is None or news else was.reviewed_at,
        news=news,
        author_email=seen.author_email,
        topics=piece.topics,
        applies_to=piece.applies_to,
    )
