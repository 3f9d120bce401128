"""Work events and episodes: what happened, and the pieces of work it belongs to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID


class HelpKind(StrEnum):
    """How one person helped another with a piece of work."""

    REVIEWED = "reviewed"
    HELPED = "helped"
    ANSWERED = "answered"
    PAIRED = "paired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    """`by` helped `to` (unknown to the source: None) in the way of `kind`."""

    by: UUID
    to: UUID | None
    kind: HelpKind


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkEvent:
    """Something that happened in the work (CloudEvents 1.0, mapped to our words).

    `(source, id)` is its identity within an organisation. `subject` names the piece of
    work it belongs to; `part_of` names other subjects that are the same piece of work.
    `place` is where the work lives: a repository, a ward, a matter, a production cell.
    `at` is in UTC. `extra` keeps whatever the source said beyond our words.
    """

    source: str
    id: str
    type: str
    at: datetime
    subject: str
    by: UUID | None = None
    to: UUID | None = None
    title: str = ""
    text: str = ""
    place: str = ""
    paths: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    part_of: tuple[str, ...] = ()
    helpers: tuple[Help, ...] = ()
    check: str = ""
    rating: int | None = None
    url: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)


class EpisodeState(StrEnum):
    """Where a piece of work stands."""

    OPEN = "open"
    BLOCKED = "blocked"
    FINISHED = "finished"


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeCounts:
    """How often a thing happened within one episode."""

    events: int = 0
    reviews: int = 0
    reworks: int = 0
    failed_checks: int = 0
    reopens: int = 0
    handovers: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """The work events that belong to one piece of work, folded together.

    `key` is the subject under which people know it; `kind` is the family of its first
    event (`change`, `case`, `incident`, `work`, `question`). `owner` is who carries it
    now; `people` are all who acted in it, in order of first appearance.
    """

    uuid: UUID
    key: str
    kind: str
    title: str
    state: EpisodeState
    opened_at: datetime
    last_at: datetime
    closed_at: datetime | None
    owner: UUID | None
    people: tuple[UUID, ...]
    helpers: tuple[Help, ...]
    place: str
    paths: tuple[str, ...]
    labels: tuple[str, ...]
    text: str
    url: str
    counts: EpisodeCounts
