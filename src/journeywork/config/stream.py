"""Taking up work events: batch by batch, one organisation after another, and never stuck.

An event on which something breaks is isolated by halving the batch, tried again later, and
set aside with its reason when patience is at its end. The others go on meanwhile. Where somebody
else holds what a batch needs, no event is to blame: all of it waits for the next look.
"""

import logging
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from threading import Event
from time import perf_counter
from uuid import UUID

import psycopg
from django.db import Error, connection, transaction
from procrastinate.contrib.django.utils import connector_params
from psycopg import sql

from journeywork.engine.work import WorkEvent
from journeywork.kernel import clock, metrics
from journeywork.kernel.spans import span
from journeywork.kernel.telling import kind_of, reason_of, tell, tell_fault
from journeywork.kernel.tenancy import within
from journeywork.people import queries as people
from journeywork.work import actions, queries
from journeywork.work.intake import CHANNEL

Step = Callable[[Sequence[WorkEvent], datetime], None]
Clock = Callable[[], datetime]

#: Seconds: how long we wait for a call before we look by ourselves; and how many
#: organisations one look visits.
LOOK_EVERY, VISITS = 2.0, 50
#: What PostgreSQL says to who waited in vain for another, or was the victim of a deadlock.
HELD_UP = ("55P03", "40P01")
#: Events of one organisation before the next has its turn.
AT_ONCE, FOR_EVER = 4000, sys.maxsize

log = logging.getLogger(__name__)


def consume(steps: Sequence[Step], stop: Event) -> None:
    """Take up events as they come in, until `stop`. Raises when the database goes away."""
    rounds = _rounds()
    with _listening() as calls:
        due = {organisation.id for organisation in people.organisations()}
        while not stop.is_set():
            busy = {org for org in due if drain(org, steps, stop, most=AT_ONCE)}
            due = busy | _called(calls, stop, wait=not busy) or next(rounds)


def drain(
    org: UUID, steps: Sequence[Step], stop: Event, *, most: int = FOR_EVER, read: Clock = clock.now
) -> int:
    """Take up what waits in an organisation; return how many events went through.

    All of it, or about `most`, so that others have their turn; less where a lock is not free.
    """
    limit, done = actions.BATCH, 0
    with within(org):
        while done < most and not stop.is_set():
            first = queries.waiting(at=read())
            if first is None:
                break
            try:
                done += take_up(limit, steps, at=read())
            except Exception as fault:
                if not connection.is_usable():
                    raise
                if _held_up(fault):
                    tell(log, "a batch was held up", level=logging.WARNING, fault=kind_of(fault))
                    break
                if limit > 1:
                    limit //= 2
                else:
                    _put_off(first, fault, read())
            else:
                limit = min(actions.BATCH, limit * 2)
    return done


def take_up(limit: int, steps: Sequence[Step], *, at: datetime) -> int:
    """Fold up to `limit` events and do what follows, all of it or nothing; return how many."""
    began = perf_counter()
    with span("batch") as heard:
        with transaction.atomic():
            events = actions.digest(limit, at=at)
            for step in steps if events else ():
                step(events, at)
        heard.says(events=len(events))
    if events:
        _note(len(events), perf_counter() - began)
    return len(events)


def _held_up(fault: Exception) -> bool:
    return getattr(fault.__cause__, "sqlstate", None) in HELD_UP


def _note(events: int, seconds: float) -> None:
    metrics.TAKEN_UP.add(events)
    metrics.BATCH_SECONDS.observe(seconds)
    tell(log, "batch", events=events, ms=round(seconds * 1000, 1))


def _put_off(event: UUID, fault: Exception, at: datetime) -> None:
    tell_fault(log, "an event cannot be taken up", fault, event=str(event))
    actions.put_off(event, reason=reason_of(fault), at=at)


def _rounds() -> Iterator[set[UUID]]:
    """Yield the organisations a few at a time, over and over: what no call told of is found."""
    while True:
        every = [organisation.id for organisation in people.organisations()]
        for start in range(0, max(1, len(every)), VISITS):
            yield set(every[start : start + VISITS])


def _called(
    calls: "psycopg.Connection[tuple[object, ...]]", stop: Event, *, wait: bool
) -> set[UUID]:
    """Return the organisations in which something came in, waiting a while for the first."""
    until = time.monotonic() + (LOOK_EVERY if wait else 0.0)
    found: set[UUID] = set()
    while not found and not stop.is_set():
        left = until - time.monotonic()
        patience = min(0.25, max(0.0, left))
        found = {UUID(call.payload) for call in calls.notifies(timeout=patience, stop_after=1)}
        if left <= 0:
            break
    return found | {UUID(call.payload) for call in calls.notifies(timeout=0)}


@contextmanager
def _listening() -> "Iterator[psycopg.Connection[tuple[object, ...]]]":
    """Hold a connection of our own that hears of events as they are committed."""
    params = connector_params() | {"autocommit": True, "application_name": "journeywork stream"}
    try:
        calls = psycopg.connect(**params)
    except psycopg.Error as fault:
        raise Error(str(fault)) from fault
    with calls:
        calls.execute(sql.SQL("listen {}").format(sql.Identifier(CHANNEL)))
        yield calls
