"""How events enter the table: one statement for a batch, however large, and nothing twice.

The statement is kept apart from the connection that runs it, so that another door can send
it with another driver.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import chain, count, repeat
from operator import itemgetter
from secrets import token_hex
from typing import Any
from uuid import UUID

import msgspec

from journeywork.engine.work import WorkEvent
from journeywork.kernel.ids import new_ids

#: column -> type of what is in it
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
    "check_name": "text",
    "rating": "smallint",
    "url": "text",
    "lists": "jsonb",
}
#: Columns that travel as arrays. The others travel as one text each, cut apart by the database:
#: drivers look at every entry of an array several times.
ARRAYS = ("id", "at")
#: Columns that may be empty; in the others nothing said is a text without a letter.
OPTIONAL = ("by", "to", "rating")
#: Columns that travel together in `lists`, one document for each event: written and read once.
LISTS = ("paths", "labels", "part_of", "helpers", "helper_handles", "extra")

Row = tuple[Any, ...]

#: Whoever listens here hears, on commit, of the organisation in which something came in.
CHANNEL = "journeywork_work"


def statement(*, numbered: bool = False) -> str:
    """Return the statement that takes `arguments(...)`; it returns the ids that were new.

    Places are written `%s`, or `$1`, `$2` ... where they are `numbered`, as other drivers want.

    Where nothing is new nothing would be written, and so no standby waited for, which may lack
    the events all the same: sent again, it may be, because their first commit was not safe. So
    where there is to be a standby a word goes into the log: this commit waits until it has that,
    and with it all before it. Elsewhere it costs nothing.
    """
    place = (f"${n}" for n in count(1)) if numbered else repeat("%s")
    plain = [name for name in COLUMNS if name != "lists"]
    values = [*map(_value, plain), *(f"sent.lists->'{name}'" for name in LISTS)]
    org, at, by = (next(place) for _ in range(3))
    between = next(place)
    arrays = ", ".join(_array(name, next(place)) for name in COLUMNS)
    return (  # names and types of our own, no values
        f"with fresh as (insert into work_event (org, {_quoted([*plain, *LISTS])}, "  # noqa: S608
        f"received_at, sent_by) select {org}::uuid, {', '.join(values)}, "
        f"{at}::timestamptz, {by}::uuid "
        f"from (select {between}::text as mark) as between, "
        f"lateral unnest({arrays}) as sent({_quoted(COLUMNS)}) "
        "on conflict (org, source, event_id) do nothing returning org, id, at)"
        ", waits as (insert into work_waiting (org, id, at, attempts) "
        "select org, id, at, 0 from fresh returning org, id), "
        f"woken as (select pg_notify('{CHANNEL}', org::text) from waits limit 1), "
        "logged as (select pg_logical_emit_message(true, 'journeywork', '') as place "
        "where current_setting('synchronous_standby_names') <> '' "
        "and not exists (select from waits)) "
        "select waits.id from waits cross join woken "
        "union all select null from logged where place is null"
    )


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _value(name: str) -> str:
    # A column of one row that says nothing is cut into no row at all.
    said = COLUMNS[name] == "text"
    return f"coalesce(sent.\"{name}\", '')" if said else f'sent."{name}"'


def _array(name: str, place: str) -> str:
    if name in ARRAYS:
        return f"{place}::{COLUMNS[name]}[]"
    nothing = ", ''" if name in OPTIONAL else ""
    return f"string_to_array({place}::text, between.mark{nothing})::{COLUMNS[name]}[]"


STATEMENT = statement()


def arguments(rows: Iterable[Row], *, org: UUID, by: UUID | None, at: datetime) -> list[Any]:
    """Return what the statement takes: the organisation, when, by whom, and a value a column."""
    # In one order for everybody: two deliveries of the same events must not wait for each other.
    ordered = sorted(rows, key=_SOURCE_AND_ID)
    columns = dict(zip(COLUMNS, zip(*ordered, strict=True), strict=True))
    for name in OPTIONAL:
        columns[name] = tuple("" if value is None else str(value) for value in columns[name])
    mark, texts = _joined([columns[name] for name in COLUMNS if name not in ARRAYS])
    joined = iter(texts)
    sent = (list(columns[name]) if name in ARRAYS else next(joined) for name in COLUMNS)
    return [org, at, by, mark, *sent]


def _joined(columns: Sequence[Sequence[str]]) -> tuple[str, list[str]]:
    """Return a mark that stands in none of the texts, and each column with it between two."""
    for mark in chain((_SEPARATOR,), (token_hex(8) for _ in count())):
        # Looking for a mark is far faster than counting marks.
        if not any(mark in "".join(column) for column in columns):
            return mark, [mark.join(column) for column in columns]
    raise AssertionError("there is always another one")


#: What ASCII has for this: the unit separator, which hardly any text holds.
_SEPARATOR = "\x1f"
_SOURCE_AND_ID = itemgetter(1, 2)


def rows_of(events: Sequence[WorkEvent]) -> list[Row]:
    """Return the rows of events; the first value of each is a new id."""
    return [_row(id, event) for id, event in zip(new_ids(len(events)), events, strict=True)]


def _row(id: UUID, event: WorkEvent) -> Row:
    return (
        id,
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
        event.check,
        event.rating,
        event.url,
        _lists(event),
    )


def _lists(event: WorkEvent) -> str:
    found = {
        "paths": event.paths,
        "labels": event.labels,
        "part_of": event.part_of,
        "helpers": event.helpers and [(one.by, one.kind.value, one.to) for one in event.helpers],
        "helper_handles": event.helper_handles,
        "extra": event.extra,
    }
    return _encode(found).decode()


_encode = msgspec.json.Encoder().encode
