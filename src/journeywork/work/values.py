"""From rows to the engine's values: the only place that knows both shapes."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from journeywork.engine.work import (
    Episode,
    EpisodeCounts,
    EpisodeState,
    Help,
    HelpKind,
    WorkEvent,
)
from journeywork.work.models import EpisodeRow

#: The columns of an event that make its value, in the order `event_of` takes them.
EVENT = (
    "source",
    "event_id",
    "type",
    "at",
    "subject",
    "by",
    "to",
    "title",
    "text",
    "place",
    "paths",
    "labels",
    "part_of",
    "helpers",
    "helper_handles",
    "check_name",
    "rating",
    "url",
    "extra",
    "by_handle",
    "to_handle",
)


def event_of(row: tuple[Any, ...]) -> WorkEvent:
    """Return the value of an event read as `values_list(*EVENT)`, or by a statement of our own."""
    (source, id, type, at, subject, by, to, title, text, place, *more) = row
    (paths, labels, part_of, helpers, named, check, rating, url, extra, by_handle, to_handle) = more
    return WorkEvent(
        source=source,
        id=id,
        type=type,
        at=at,
        subject=subject,
        by=by,
        to=to,
        title=title,
        text=text,
        place=place,
        paths=tuple(_read(paths)),
        labels=tuple(_read(labels)),
        part_of=tuple(_read(part_of)),
        helpers=tuple(help_of(given) for given in _read(helpers)),
        check=check,
        rating=rating,
        url=url,
        extra=_read(extra),
        by_handle=by_handle,
        to_handle=to_handle,
        helper_handles=tuple((handle, HelpKind(kind)) for handle, kind in _read(named)),
    )


def who_columns(event: WorkEvent) -> tuple[Any, ...]:
    """Return whom an event is about: by, to, their handles, helpers and handles of helpers."""
    helpers = tuple((given.by, given.kind.value, given.to) for given in event.helpers)
    named = tuple((handle, kind.value) for handle, kind in event.helper_handles)
    return event.by, event.to, event.by_handle, event.to_handle, _json(helpers), _json(named)


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _read(column: Any) -> Any:
    """Return what a JSON column holds; it comes as text from a statement of our own."""
    return msgspec.json.decode(column) if isinstance(column, str) else column


def help_of(given: Any) -> Help:
    """Return the value of [person, kind, helped person or nothing]."""
    by, kind, to = given
    return Help(by=UUID(by), kind=HelpKind(kind), to=UUID(to) if to else None)


class EpisodeRead(NamedTuple):
    """The columns that make an episode, in the order in which the statement names them."""

    id: UUID
    key: str
    kind: str
    title: str
    state: str
    opened_at: datetime
    last_at: datetime
    closed_at: datetime | None
    owner: UUID | None
    people: list[UUID]
    helpers: list[Any] | str
    place: str
    paths: list[str]
    labels: list[str]
    text: str
    url: str
    counts: dict[str, Any] | str
    joined_to: UUID | None


def episode_of(row: EpisodeRow | EpisodeRead) -> Episode:
    """Return the value of an episode's row."""
    return Episode(
        uuid=row.id,
        key=row.key,
        kind=row.kind,
        title=row.title,
        state=EpisodeState(row.state),
        opened_at=row.opened_at,
        last_at=row.last_at,
        closed_at=row.closed_at,
        owner=row.owner,
        people=tuple(row.people),
        helpers=tuple(help_of(given) for given in _read(row.helpers)),
        place=row.place,
        paths=tuple(row.paths),
        labels=tuple(row.labels),
        text=row.text,
        url=row.url,
        counts=EpisodeCounts(**_read(row.counts)),
    )


def episode_columns(episode: Episode) -> dict[str, Any]:
    """Return an episode as the columns of its row."""
    return {
        "id": episode.uuid,
        "key": episode.key,
        "kind": episode.kind,
        "title": episode.title,
        "state": episode.state.value,
        "opened_at": episode.opened_at,
        "last_at": episode.last_at,
        "closed_at": episode.closed_at,
        "owner": episode.owner,
        "people": list(episode.people),
        "helpers": [_given(given) for given in episode.helpers],
        "place": episode.place,
        "paths": list(episode.paths),
        "labels": list(episode.labels),
        "text": episode.text,
        "url": episode.url,
        "counts": _counts(episode.counts),
        "joined_to": None,
    }


def events_of(rows: Iterable[tuple[Any, ...]]) -> tuple[WorkEvent, ...]:
    """Return the values of events read as `values_list(*EVENT)`."""
    return tuple(event_of(row) for row in rows)


def _given(given: Help) -> list[str | None]:
    return [str(given.by), given.kind.value, str(given.to) if given.to else None]


def _counts(counts: EpisodeCounts) -> dict[str, int]:
    return {name: getattr(counts, name) for name in EpisodeCounts.__dataclass_fields__}
