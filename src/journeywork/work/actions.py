"""Hands of work: events are accepted, folded into episodes, put off or set aside."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from journeywork.engine.work import FRESH_FOR, Accepted, WorkEvent, faults
from journeywork.kernel import audit
from journeywork.kernel.durable import durable
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.locks import one_at_a_time
from journeywork.kernel.metrics import PUT_OFF, SET_ASIDE
from journeywork.kernel.tenancy import current_org
from journeywork.work import folding, intake
from journeywork.work.authors import (
    hand_over,
    link_author,
    link_authors,
    link_known_authors,
    meet,
    name_author,
)
from journeywork.work.models import (
    SetAsideRow,
    SourceRow,
    WaitingRow,
    WorkEventRow,
)
from journeywork.work.values import EVENT, event_of, events_of

__all__ = [
    "BATCH",
    "PATIENCE",
    "accept",
    "digest",
    "disconnect",
    "follow",
    "hand_over",
    "heard",
    "link_author",
    "link_authors",
    "link_known_authors",
    "mark",
    "name_author",
    "put_off",
    "set_aside",
    "take_up_again",
]

BATCH = 500
#: Minutes until an event that could not be taken up is tried again; after the last it is
#: set aside.
PATIENCE = (1, 5, 30)

# What is news goes first, so that a long history coming in makes nobody wait. Materialized: as
# a plain subquery the limit would hold for each of several runs of it.
_CLAIM = """
    with chosen as materialized (
        select id from work_waiting
        where org = %(org)s and (retry_at is null or retry_at <= %(at)s)
        and at >= %(since)s and at < %(until)s
        order by id limit %(limit)s for update skip locked
    )
    delete from work_waiting taken using chosen
    where taken.org = %(org)s and taken.id = chosen.id returning taken.id
"""


def accept(events: Sequence[WorkEvent], *, by: UUID | None, at: datetime) -> Accepted:
    """Store events, each (source, id) once; when this returns outside a transaction they last.

    `by` is whoever sent them. Whom they are about is found out when they are taken up. Raises
    NotDurable when they may not last, and Invalid, with nothing stored, where an event does not
    fit: fields are named `0.title` and so on, by the event's place in the batch.
    """
    wrong = {
        f"{n}.{field}": says
        for n, e in enumerate(events)
        for field, says in faults(e, at=at).items()
    }
    if wrong:
        raise Invalid(wrong)
    if not events:
        return Accepted(new=0, repeated=0)
    with durable(), connection.cursor() as cursor:
        rows = intake.rows_of(events)
        cursor.execute(intake.STATEMENT, intake.arguments(rows, org=current_org(), by=by, at=at))
        new = cursor.rowcount
    return Accepted(new=new, repeated=len(events) - new)


def digest(limit: int = BATCH, *, at: datetime) -> tuple[WorkEvent, ...]:
    """Take up to `limit` waiting events, fold them into episodes, return them in time order.

    News is taken before history. Runs in the caller's transaction, so that what follows from
    the events happens with it or not at all. Empty: nothing waits.
    """
    with transaction.atomic():
        one_at_a_time(folding.FOLDING)
        events = _claim(limit, at)
        if events:
            folding.fold_in(events, at=at)
    return events


def _claim(limit: int, at: datetime) -> tuple[WorkEvent, ...]:
    news = at - FRESH_FOR
    wanted: dict[str, Any] = {"org": current_org(), "at": at, "limit": limit}
    with connection.cursor() as cursor:
        for span in ({"since": news, "until": "infinity"}, {"since": "-infinity", "until": news}):
            cursor.execute(_CLAIM, wanted | span)
            if ids := [id for (id,) in cursor.fetchall()]:
                break
    rows = WorkEventRow.objects.filter(id__in=ids).order_by("at", "source", "event_id")
    return meet({id: event_of(tuple(row)) for id, *row in rows.values_list("id", *EVENT)}, at=at)


def put_off(event: UUID, *, reason: str, at: datetime) -> None:
    """Try a waiting event later; set it aside with `reason` when patience is at its end."""
    with transaction.atomic():
        row = WaitingRow.objects.select_for_update().filter(id=event).first()
        if row is None:
            return
        if row.attempts >= len(PATIENCE):
            _set_stored_aside(event, reason=reason, at=at)
            row.delete()
            SET_ASIDE.add(1)
            return
        row.retry_at = at + timedelta(minutes=PATIENCE[row.attempts])
        row.attempts += 1
        row.save(update_fields=["retry_at", "attempts"])
        PUT_OFF.add(1)


def _set_stored_aside(event: UUID, *, reason: str, at: datetime) -> None:
    rows = WorkEventRow.objects.filter(id=event)
    row = rows.get()
    SetAsideRow.objects.update_or_create(
        source=row.source,
        event_id=row.event_id,
        defaults={"type": row.type, "at": at, "reason": reason[:1000], "event": event},
    )
    # What follows from it broke; its piece of work may be told all the same.
    with suppress(Exception), transaction.atomic():
        one_at_a_time(folding.FOLDING)
        folding.fold_in(events_of(rows.values_list(*EVENT)), at=at)


def set_aside(*, source: str, id: str, type: str, reason: str, at: datetime) -> None:
    """Note that something came in which is not a work event here, and why; once for each id."""
    SetAsideRow.objects.get_or_create(
        source=source,
        event_id=id,
        defaults={"type": type, "at": at, "reason": reason[:1000]},
    )


def take_up_again(*, at: datetime) -> int:
    """Let every stored event that was set aside wait again; returns how many."""
    count = 0
    while many := _take_some_up_again(at):
        count += many
    return count


def _take_some_up_again(at: datetime) -> int:
    """Let a batch wait again. What is set aside meanwhile stays so: the next batch has it."""
    with transaction.atomic():
        rows = SetAsideRow.objects.filter(event__isnull=False).select_for_update()
        stored = dict(rows.order_by("id").values_list("id", "event")[:BATCH])
        events = WorkEventRow.objects.filter(id__in=stored.values()).values_list("id", "at")
        WaitingRow.objects.bulk_create(
            [WaitingRow(id=id, at=when, retry_at=at) for id, when in events],
            ignore_conflicts=True,
        )
        SetAsideRow.objects.filter(id__in=stored).delete()
    return len(stored)


def follow(*, kind: str, key: str, at: datetime, by: UUID | None = None) -> UUID:
    """Return the source `key` of `kind`, connected now if it was not.

    One that was disconnected is made anew, with another id and so another secret.
    """
    with transaction.atomic():
        SourceRow.objects.filter(kind=kind, key=key, active=False).delete()
        row, new = SourceRow.objects.get_or_create(kind=kind, key=key, defaults={"created_at": at})
        if new:
            _note_source("source.connected", row, by, at)
    return UUID(str(row.id))


def disconnect(*, source: UUID, at: datetime, by: UUID | None = None) -> None:
    """Take nothing more from a source; what it brought stays. Raises NotFound."""
    with transaction.atomic():
        rows = SourceRow.objects.select_for_update().filter(id=source, active=True)
        row = rows.first()
        if row is None:
            raise NotFound("source")
        rows.update(active=False)
        _note_source("source.disconnected", row, by, at)


def _note_source(verb: str, row: SourceRow, by: UUID | None, at: datetime) -> None:
    detail = {"kind": row.kind, "key": row.key}
    audit.record(verb=verb, object=f"source:{row.id}", by=by, at=at, detail=detail)


def mark(*, source: UUID, bookmark: str, at: datetime) -> None:
    """Remember how far a source has been read. Raises NotFound."""
    rows = SourceRow.objects.filter(id=source)
    if not rows.update(bookmark=bookmark, heard_at=at):
        raise NotFound("source")


def heard(*, source: UUID, at: datetime) -> None:
    """Note that a source has sent something. Raises NotFound."""
    if not SourceRow.objects.filter(id=source).update(heard_at=at):
        raise NotFound("source")
