"""The search index as the room sees it: what goes in, what is asked, what comes out.

The index is derived and may be thrown away at any time: `indexing.rebuild` makes it anew from
the database. It filters by organisation and audience, and yet every hit is checked again in
the database before anybody sees it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID


class Shelf(StrEnum):
    """What is looked for together; each shelf has its own word statistics."""

    CARD = "card"
    EPISODE = "episode"


#: In an entry's audience: everybody in the organisation.
EVERYONE = "everyone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What the index keeps of one thing.

    `words` are terms as `analysis` makes them of `language`, in order; `areas` are paths and
    folders, labels as `#label`. `audience` holds ids of persons and teams, or EVERYONE.
    """

    id: UUID
    org: UUID
    audience: tuple[str, ...]
    words: list[str]
    areas: list[str] = field(default_factory=list)
    language: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """A question: what it says, with weights, and areas, and on whose behalf it is asked."""

    shelf: Shelf
    org: UUID
    audience: tuple[str, ...]
    terms: Mapping[str, float]
    pairs: Mapping[str, float] = field(default_factory=dict)
    beginnings: Mapping[str, float] = field(default_factory=dict)
    areas: tuple[str, ...] = ()
    limit: int = 100


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing found, with the BM25 score of its words (0 for one found by its area alone)."""

    id: UUID
    score: float


@dataclass(frozen=True, slots=True)
class Bookmark:
    """The last episode taken in, in the order in which episodes change."""

    at: datetime
    episode: UUID


class IndexUnavailable(RuntimeError):
    """There is no index to ask yet; the message says what to do."""


class SearchIndex(Protocol):
    """What an index can do. tantivy on a local disk is one; a search cluster could be another."""

    def search(self, asked: Search) -> tuple[Hit, ...]:
        """Return hits, best first; raises IndexUnavailable."""

    def rarity(self, shelf: Shelf, terms: Iterable[str]) -> dict[str, int]:
        """Return in how many entries each term occurs."""

    def size(self, shelf: Shelf) -> int:
        """Return how many entries the whole shelf has."""

    def languages(self, shelf: Shelf, org: UUID) -> dict[str, int]:
        """Return how many entries an organisation has on a shelf in each language."""

    def write(self, shelf: Shelf, entries: Iterable[Entry], gone: Iterable[UUID] = ()) -> None:
        """Put entries in, in place of those with the same id, and take others out; durable.

        Of an index made by `renew` it is so with `settle`.
        """

    def forget(self, org: UUID) -> None:
        """Take out everything of an organisation, on every shelf; durable."""

    def organisations(self) -> frozenset[UUID]:
        """Return the organisations of which something was ever put in, and not forgotten."""

    def bookmark(self, org: UUID) -> "Bookmark | None":
        """Return how far the episodes of an organisation were taken in, None: not at all."""

    def set_bookmark(self, org: UUID, mark: "Bookmark") -> None:
        """Remember how far the episodes were taken in; call it after `write`."""

    def renew(self, expected: Mapping[Shelf, int] | None = None) -> "SearchIndex":
        """Return an empty index beside this one, which takes its place with `settle`.

        So many entries are `expected`; it may be laid out for that, and takes any number.
        """

    def settle(self) -> None:
        """Let an index made by `renew` take the place of the one before it."""

    def ready(self) -> bool:
        """Tell whether the index is there and was made by this version of the code."""
