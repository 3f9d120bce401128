"""Work events and episodes: what happened, and the pieces of work it belongs to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from operator import attrgetter, gt
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct

from journeywork.engine.addresses import WEB_ADDRESS, is_web_address


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


class WorkEvent(Struct, frozen=True, kw_only=True):
    """Something that happened in the work (CloudEvents 1.0, mapped to our words).

    No dataclass, whose values are made in Python: of these there are thousands in a second.

    `(source, id)` is its identity within an organisation. `subject` names the piece of
    work it belongs to; `part_of` names other subjects that are the same piece of work.
    `place` is where the work lives: a repository, a ward, a matter, a production cell.
    `at` is in UTC. `extra` keeps whatever the source said beyond our words.

    Where the source names somebody whom nobody knows here yet, the name it uses stands in
    `by_handle`, `to_handle` and `helper_handles`: an e-mail address, or a login with its
    host (`github:octocat`). The room resolves handles to persons when it can, also later.
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
    extra: Mapping[str, Any] = msgspec.field(default_factory=dict)
    by_handle: str = ""
    to_handle: str = ""
    helper_handles: tuple[tuple[str, HelpKind], ...] = ()


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


class ContributionKind(StrEnum):
    """What a person did in a piece of work, as far as it tells what they know."""

    DID = "did"
    MERGED = "merged"
    REVIEWED = "reviewed"
    HELPED = "helped"
    ANSWERED = "answered"
    PAIRED = "paired"
    TOOK_PART = "took part"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """One person's part in one episode; `to` is who was helped, where somebody was.

    `TOOK_PART` is for people who appear in the work without having shown anything by it.
    """

    person: UUID
    episode: UUID
    at: datetime
    kind: ContributionKind
    to: UUID | None = None
    title: str = ""
    place: str = ""
    paths: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """How a delivery was taken: `new` events stored, `repeated` ones already known."""

    new: int
    repeated: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """Something that came in and could not be used, with the reason, for administrators.

    `uuid` identifies it here, `id` where it came from. `waiting` tells that the event itself
    is stored and can be taken up again.
    """

    uuid: UUID
    source: str
    id: str
    type: str
    at: datetime
    reason: str
    waiting: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class UnresolvedAuthor:
    """Somebody a source names, an e-mail or a login, whom nobody knows here yet."""

    handle: str
    events: int
    seen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A connected source of work events. `bookmark` is how far it has been read."""

    id: UUID
    kind: str
    key: str
    active: bool
    created_at: datetime
    bookmark: str = ""
    heard_at: datetime | None = None


#: An event older than this when it is taken up is history: it teaches, and moves nobody.
FRESH_FOR = timedelta(hours=48)
#: Clocks of sources may run ahead this much.
AHEAD = timedelta(hours=24)
#: Characters, or entries for the lists.
LIMITS: Mapping[str, int] = {
    "source": 300,
    "id": 300,
    "type": 120,
    "subject": 300,
    "title": 500,
    "text": 20_000,
    "place": 200,
    "check": 300,
    "url": 2_000,
    "by_handle": 254,
    "to_handle": 254,
    "paths": 300,
    "labels": 50,
    "part_of": 20,
    "helpers": 50,
    "helper_handles": 50,
}
_measured = attrgetter(*LIMITS)
LONGEST_ENTRY = 500
FURTHEST_RATING = 1000
_NEEDED = ("source", "id", "type", "subject")


def faults(event: WorkEvent, *, at: datetime) -> dict[str, str]:
    """Tell what keeps `event` from being taken at the time `at`: field -> what is expected."""
    found = {name: "is missing" for name in _NEEDED if not getattr(event, name).strip()}
    if any(map(gt, map(len, _measured(event)), LIMITS.values())):
        found |= {n: f"is longer than {m}" for n, m in LIMITS.items() if len(getattr(event, n)) > m}
    for name, entries in (
        ("paths", event.paths),
        ("labels", event.labels),
        ("part_of", event.part_of),
    ):
        if entries and ("" in entries or max(map(len, entries)) > LONGEST_ENTRY):
            found[name] = f"holds an empty entry or one longer than {LONGEST_ENTRY} characters"
    if event.url and not is_web_address(event.url):
        found["url"] = WEB_ADDRESS
    if event.at.tzinfo is None:
        found["at"] = "has no time zone"
    elif event.at > at + AHEAD:
        found["at"] = "lies more than a day in the future"
    if abs(event.rating or 0) > FURTHEST_RATING:
        found["rating"] = f"is not between -{FURTHEST_RATING} and {FURTHEST_RATING}"
    return found


def fresh(events: Iterable[WorkEvent], *, at: datetime) -> tuple[WorkEvent, ...]:
    """Keep the events that are news at the time `at`; the others are history."""
    return tuple(event for event in events if event.at >= at - FRESH_FOR)
