"""How events enter the table: one statement for a batch, however large, and nothing twice.

The statement is kept apart from the connection that runs it, so that another door can send
it with another driver.
"""

from collections.abc import Sequence
from datetime import datetime
from itertools import count, repeat
from typing import Any
from uuid import UUID

import msgspec

from journeywork.engine.work import WorkEvent
from journeywork.kernel.ids import new_id

#: column -> type of the array that carries it; jsonb travels as text
COLUMNS = {
    "id": "uuid",
    "source": "text",
    "event_id": "text",
    "type": "text",
    "at": "timestamptz",
    "subject": "text",
    "by": "uuid",
    "to": "uuid",
    "by_handle": "text",
    "to_handle": "text",
    "title": "text",
    "text": "text",
    "place": "text",
    "paths": "jsonb",
    "labels": "jsonb",
    "part_of": "jsonb",
    "helpers": "jsonb",
    "helper_handles": "jsonb",
    "check_name": "text",
    "rating": "smallint",
    "url": "text",
    "extra": "jsonb",
}

CHANNEL = "journeywork_work"


def statement(*, numbered: bool = False) -> str:
    """Return the statement that takes `arguments(...)`; its row count is how many were new.

    Places are written `%s`, or `$1`, `$2` ... where they are `numbered`, as other drivers want.
    """
    place = (f"${n}" for n in count(1)) if numbered else repeat("%s")
    names = ", ".join(f'"{name}"' for name in COLUMNS)
    values = ", ".join(
        f'sent."{name}"::jsonb' if kind == "jsonb" else f'sent."{name}"'
        for name, kind in COLUMNS.items()
    )
    org, at, by = (next(place) for _ in range(3))
    arrays = ", ".join(
        f"{next(place)}::{'text' if kind == 'jsonb' else kind}[]" for kind in COLUMNS.values()
    )
    return (  # names and types of our own, no values
        f"with fresh as (insert into work_event (org, {names}, received_at, sent_by) "  # noqa: S608
        f"select {org}::uuid, {values}, {at}::timestamptz, {by}::uuid "
        f"from unnest({arrays}) as sent({names}) "
        "on conflict (org, source, event_id) do nothing returning org, id, at) "
        "insert into work_waiting (org, id, at, attempts) select org, id, at, 0 from fresh"
    )


STATEMENT = statement()
#: Wakes whoever takes events up; delivered on commit. Takes (CHANNEL, organisation).
WAKE = "select pg_notify(%s, %s)"

_encode = msgspec.json.Encoder().encode


def arguments(
    events: Sequence[WorkEvent], *, org: UUID, by: UUID | None, at: datetime
) -> list[Any]:
    """Return what the statement takes: the organisation, when, by whom, and one list a column."""
    # In one order for everybody: two deliveries of the same events must not wait for each other.
    rows = [_row(event) for event in sorted(events, key=lambda event: (event.source, event.id))]
    columns = [list(column) for column in zip(*rows, strict=True)]
    return [org, at, by, *columns]


def _row(event: WorkEvent) -> tuple[Any, ...]:
    return (
        new_id(),
        event.source,
        event.id,
        event.type,
        event.at,
        event.subject,
        event.by,
        event.to,
        event.by_handle,
        event.to_handle,
        event.title,
        event.text,
        event.place,
        _json(event.paths),
        _json(event.labels),
        _json(event.part_of),
        _json([(given.by, given.kind.value, given.to) for given in event.helpers]),
        _json([(handle, kind.value) for handle, kind in event.helper_handles]),
        event.check,
        event.rating,
        event.url,
        _json(event.extra),
    )


def _json(value: Any) -> str:
    return _encode(value).decode()
