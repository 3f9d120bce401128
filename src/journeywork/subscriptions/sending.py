"""Delivering: one attempt after another, each written down before the next.

No transaction is open while another system answers. A worker that dies between an answer and
its note delivers again, under the same id.
"""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from time import monotonic
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from journeywork.engine.standard_webhooks import headers
from journeywork.engine.subscriptions import (
    Attempt,
    DeliveryState,
    Judgement,
    Outcome,
    SubscriptionState,
    failed_for_long,
    judged,
    wait_after,
)
from journeywork.kernel import audit
from journeywork.kernel.outgoing import Allowance, Answer, Unreachable, send
from journeywork.subscriptions.line import wake, work_through
from journeywork.subscriptions.models import DeliveryRow, SubscriptionRow
from journeywork.subscriptions.values import MOST_ATTEMPTS, stored

#: A receiver has so long to answer; what it says beyond its status is not kept.
ALLOWANCE = Allowance(seconds=15, size=64 * 1024)
#: Seconds after which a run gives way to other subscriptions; the attempt at hand is finished.
SLICE = 5.0
LONGEST_REASON = 300
TYPE = "application/cloudevents+json; charset=utf-8"
#: The database's clock, which wakes lines, may be ahead of ours by so much.
EARLY = timedelta(seconds=2)
STOPPED_BECAUSE = "nothing has arrived there for three days"


def run(subscription: UUID, *, now: Callable[[], datetime]) -> int:
    """Deliver what is due to a subscription, in order; return how many attempts were made.

    Ends when nothing is due, the line has to wait, or it is the turn of others.
    """
    until, made = monotonic() + SLICE, 0
    # One lot for the whole run: what failed together is due together, in its order. By it
    # nothing is decided but how long people wait.
    draw = random.random()  # noqa: S311
    while True:
        line: SubscriptionRow | None = SubscriptionRow.objects.filter(id=subscription).first()
        row = _next(line, at=now()) if line else None
        if line is None or row is None:
            return made
        if made and monotonic() >= until:
            work_through(subscription)
            return made
        at, began = now(), monotonic()
        outcome = _attempt(line, row, at=at)
        took = round((monotonic() - began) * 1000)
        made += 1
        _note(line.id, row.id, outcome, at=now(), took=took, draw=draw)


def _next(line: SubscriptionRow, *, at: datetime) -> DeliveryRow | None:
    """Return what is to be delivered next: tests first, then in the order of what happened."""
    rows = DeliveryRow.objects.filter(subscription=line.id, state=DeliveryState.WAITING)
    due = at + EARLY
    rows = rows.filter(Q(next_at=None) | Q(next_at__lte=due))
    if line.state != SubscriptionState.ACTIVE or (line.next_at and line.next_at > due):
        rows = rows.filter(test=True)
    found: DeliveryRow | None = rows.order_by("-test", "at", "id").first()
    return found


def _attempt(line: SubscriptionRow, row: DeliveryRow, *, at: datetime) -> Outcome:
    body = row.body.encode()
    proof = headers(_secrets(line, at), id=str(row.event), at=at, body=body)
    try:
        answer = send(
            line.address,
            method="POST",
            headers={"content-type": TYPE, **proof},
            body=body,
            allowance=ALLOWANCE,
        )
    except Unreachable as fault:
        return Outcome(status=None, fault=str(fault)[:LONGEST_REASON])
    return Outcome(status=answer.status, asked=_asked(answer, at))


def _secrets(line: SubscriptionRow, at: datetime) -> list[str]:
    """Return the secrets that sign now, the newest first."""
    old = line.old_secret and line.old_until and line.old_until > at
    return [line.secret, line.old_secret] if old else [line.secret]


def _asked(answer: Answer, at: datetime) -> timedelta | None:
    """Return how long the receiver asks to be left alone (Retry-After), None for nothing."""
    said = answer.headers.get("retry-after", "").strip()
    try:
        if said.isascii() and said.isdigit():
            return timedelta(seconds=min(int(said), 10**6))
        until = parsedate_to_datetime(said) if said else at
        return max(until - at, timedelta()) or None
    except (ValueError, TypeError, OverflowError):
        return None


def _note(
    subscription: UUID, delivery: UUID, outcome: Outcome, *, at: datetime, took: int, draw: float
) -> None:
    """Write down what came of an attempt, and what follows from it."""
    with transaction.atomic():
        lines = SubscriptionRow.objects.select_for_update()
        line: SubscriptionRow | None = lines.filter(id=subscription).first()
        rows = DeliveryRow.objects.select_for_update()
        row: DeliveryRow | None = rows.filter(id=delivery, state=DeliveryState.WAITING).first()
        if line is None or row is None:
            return  # Removed, or dropped, while it was under way.
        row.tries += 1
        found = judged(outcome, tries=row.tries, draw=draw)
        said = Attempt(at=at, status=outcome.status, reason=found.reason, took=took)
        row.attempts = [*row.attempts, stored(said)][-MOST_ATTEMPTS:]
        _move(row, found, at=at)
        if found.state is DeliveryState.DELIVERED:
            _came_through(line, at=at)
        elif found.gone:
            _end(line, found.reason, at=at)
        elif not row.test and line.state == SubscriptionState.ACTIVE:
            _fell_through(line, outcome, found, at=at, draw=draw)
        columns = ("state", "since", "reason", "failures", "failing_since", "next_at")
        line.save(update_fields=[*columns, "delivered_at"])


def _move(row: DeliveryRow, found: Judgement, *, at: datetime) -> None:
    failed = found.state is not DeliveryState.DELIVERED
    # A test is tried once: whoever asked for it looks at it now.
    row.state = DeliveryState.DROPPED if row.test and failed else found.state
    row.next_at = at + found.wait if row.state == DeliveryState.WAITING and found.wait else None
    row.touched_at = at
    row.save()
    if row.next_at:
        wake(row.subscription, at=row.next_at)


def _came_through(line: SubscriptionRow, *, at: datetime) -> None:
    line.failures, line.failing_since, line.next_at = 0, None, None
    line.delivered_at = at


def _fell_through(
    line: SubscriptionRow, outcome: Outcome, found: Judgement, *, at: datetime, draw: float
) -> None:
    """A dead letter while nothing else came through stops the line; what waits in it stays."""
    line.failing_since = line.failing_since or at
    if found.state is DeliveryState.DEAD and failed_for_long(line.failing_since, at=at):
        line.state, line.since, line.reason = SubscriptionState.STOPPED, at, STOPPED_BECAUSE
        _record(line, "webhook.stopped", at)
    elif found.holds:
        line.failures += 1
        line.next_at = at + wait_after(line.failures, asked=outcome.asked, draw=draw)
        wake(line.id, at=line.next_at)


def _end(line: SubscriptionRow, reason: str, *, at: datetime) -> None:
    """The receiver is gone: what waits for it is not wanted any more."""
    line.state, line.since, line.reason, line.next_at = SubscriptionState.ENDED, at, reason, None
    waiting = DeliveryRow.objects.filter(subscription=line.id, state=DeliveryState.WAITING)
    waiting.update(state=DeliveryState.DROPPED, next_at=None, touched_at=at)
    _record(line, "webhook.ended", at)


def _record(line: SubscriptionRow, verb: str, at: datetime) -> None:
    detail = {"name": line.name, "reason": line.reason}
    audit.record(verb=verb, object=f"webhook:{line.id}", by=None, at=at, detail=detail)
