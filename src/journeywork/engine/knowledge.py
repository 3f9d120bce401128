"""Cards, and which of them fit a context."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class CardKind(StrEnum):
    """What sort of job aid a card is."""

    HOW_TO = "how-to"
    CHECKLIST = "checklist"
    DECISION = "decision framework"
    REFERENCE = "reference"
    LESSON = "lesson"


class CardState(StrEnum):
    """Where a card is in its life."""

    DRAFT = "draft"
    PUBLISHED = "published"
    ARCHIVED = "archived"


class Trust(StrEnum):
    """Whether readers can rely on a card today."""

    FRESH = "fresh"
    DUE = "due"
    EXPIRED = "expired"
    FLAGGED = "flagged"


@dataclass(frozen=True, slots=True, kw_only=True)
class AppliesTo:
    """The work a card is for: places, path globs, and kinds of work (labels)."""

    places: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A job aid of at most five minutes. `minutes` is its reading time at 200 words a minute.

    `used` and `helped` count distinct people. `source` says where an imported card comes
    from (a path within a repository, a URL), "" for a card written here.
    """

    id: UUID
    key: str
    title: str
    kind: CardKind
    state: CardState
    trust: Trust
    body: str
    summary: str
    minutes: int
    owner: UUID | None
    author: UUID | None
    team: UUID | None
    topics: tuple[str, ...]
    applies_to: AppliesTo
    reviewed_on: date
    review_days: int
    changed_at: datetime
    source: str = ""
    url: str = ""
    used: int = 0
    helped: int = 0


class FlagReason(StrEnum):
    """What somebody reports about a card."""

    OUTDATED = "outdated"
    WRONG = "wrong"


class TaskKind(StrEnum):
    """What a card asks of its owner."""

    REPORTED = "reported"
    REVIEW_DUE = "review due"


@dataclass(frozen=True, slots=True, kw_only=True)
class CardTask:
    """Something for the owner of a card to do, in words: `says`.

    `by` is who reported it (None for a review that is due), `at` since when it waits.
    """

    card: UUID
    key: str
    title: str
    owner: UUID | None
    kind: TaskKind
    says: str
    at: datetime
    by: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CardVersion:
    """What a card said until `at`, when `by` changed it."""

    number: int
    title: str
    body: str
    by: UUID | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CardRequest:
    """Something people looked for and did not find. `asked` counts them; nobody is named."""

    id: UUID
    text: str
    asked: int
    first_at: datetime
    last_at: datetime
    card: UUID | None = None
    answered_by: UUID | None = None
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import did, in cards; `aside` says in a line each what was left out and why."""

    new: int = 0
    changed: int = 0
    same: int = 0
    archived: int = 0
    aside: tuple[str, ...] = ()
