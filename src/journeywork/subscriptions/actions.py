"""Hands of subscriptions: add one, change it, tell it what happened, decide about dead letters."""

import secrets
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from journeywork.engine.standard_webhooks import secret_of
from journeywork.engine.subscriptions import (
    Delivery,
    DeliveryState,
    Subscription,
    SubscriptionState,
)
from journeywork.kernel import audit
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.facts import Fact
from journeywork.kernel.ids import new_id
from journeywork.kernel.locks import one_at_a_time
from journeywork.subscriptions.checks import clean
from journeywork.subscriptions.line import work_through
from journeywork.subscriptions.models import DeliveryRow, SubscriptionRow
from journeywork.subscriptions.queries import subscription, subscription_row
from journeywork.subscriptions.shared import SHARED, TEST
from journeywork.subscriptions.values import delivery_of
from journeywork.subscriptions.writing import event_of, test_event

#: Deliveries are kept so long after they were last touched, dead letters too.
KEPT = timedelta(days=30)
#: How long an old secret signs beside a new one, at most.
LONGEST_OVERLAP = timedelta(days=30)
#: What should have gone out so long ago was forgotten on the way.
OVERDUE = timedelta(minutes=1)
_KEY = 32  # bytes
MOST_SUBSCRIPTIONS = 100


def add(
    *,
    name: str,
    address: str,
    kinds: Iterable[str],
    by: UUID | None,
    at: datetime,
    secret: str = "",
) -> tuple[Subscription, str]:
    """Let another system be told of some kinds of facts; return it with its secret.

    The secret is returned this once. Where the other system made one, it is `secret`. Raises
    Invalid that names the fields.
    """
    given = {"name": name, "address": address, "kinds": kinds}
    fitting = clean(given | {"secret": secret or _new_secret()})
    with transaction.atomic():
        _check_free(fitting["name"])
        _check_room()
        row = SubscriptionRow.objects.create(
            **fitting, state=SubscriptionState.ACTIVE, since=at, created_at=at
        )
        _record("webhook.added", row, by=by, at=at, detail=_told(row))
        return subscription(row.id), fitting["secret"]


def change(*, subscription_id: UUID, by: UUID | None, at: datetime, **changes: Any) -> Subscription:
    """Change `name`, `address` or `kinds`; what waits goes to a new address at once.

    Raises NotFound, or Invalid that names the fields.
    """
    if "secret" in changes:
        raise Invalid({"secret": "is not something that can be set"})
    fitting = clean(changes)
    with transaction.atomic():
        row = subscription_row(subscription_id, lock=True)
        if fitting.get("name", row.name) != row.name:
            _check_free(fitting["name"])
        moved = fitting.get("address", row.address) != row.address
        for column, value in fitting.items():
            setattr(row, column, value)
        row.save(update_fields=list(fitting))
        if moved:
            _go_on(row.id)
        _record("webhook.changed", row, by=by, at=at, detail=_told(row))
        return subscription(row.id)


def rotate(
    *,
    subscription_id: UUID,
    overlap: timedelta,
    by: UUID | None,
    at: datetime,
    secret: str = "",
) -> str:
    """Take a new secret and return it, this once; the old one signs beside it for `overlap`.

    It is made here unless the other system made one. Raises NotFound, or Invalid: an overlap is
    no time to 30 days.
    """
    secret = clean({"secret": secret or _new_secret()})["secret"]
    if not timedelta() <= overlap <= LONGEST_OVERLAP:
        raise Invalid({"overlap": f"must be from 0 to {LONGEST_OVERLAP.days} days"})
    with transaction.atomic():
        row = subscription_row(subscription_id, lock=True)
        row.old_secret = row.secret if overlap else ""
        row.old_until = at + overlap if overlap else None
        row.secret = secret
        row.save(update_fields=["secret", "old_secret", "old_until"])
        hours = int(overlap.total_seconds() // 3600)
        _record("webhook.secret_changed", row, by=by, at=at, detail={"overlap_hours": hours})
    return secret


def try_out(*, subscription_id: UUID, by: UUID | None, at: datetime) -> Delivery:
    """Send a test, once and at once, also to one that is paused; raises NotFound."""
    with transaction.atomic():
        row = subscription_row(subscription_id)
        event = new_id()
        body = test_event(row.id, id=event, at=at)
        made = _deliver(row, TEST, event=event, body=body, happened=at, at=at, test=True)
        _record("webhook.tested", row, by=by, at=at)
        work_through(row.id)
    return delivery_of(made)


def pause(*, subscription_id: UUID, by: UUID | None, at: datetime) -> Subscription:
    """Tell it nothing until somebody lets it go on; what happens meanwhile waits."""
    return _turn(subscription_id, SubscriptionState.PAUSED, "webhook.paused", by=by, at=at)


def resume(*, subscription_id: UUID, by: UUID | None, at: datetime) -> Subscription:
    """Let it go on, at once and from where it stood; raises NotFound, Invalid where it ended."""
    with transaction.atomic():
        made = _turn(subscription_id, SubscriptionState.ACTIVE, "webhook.resumed", by=by, at=at)
        _go_on(subscription_id)
    return made


def remove(*, subscription_id: UUID, by: UUID | None, at: datetime) -> None:
    """Take a subscription away, with its deliveries and dead letters; raises NotFound."""
    with transaction.atomic():
        row = subscription_row(subscription_id, lock=True)
        DeliveryRow.objects.filter(subscription=row.id).delete()
        _record("webhook.removed", row, by=by, at=at)
        row.delete()


def tell(fact: Fact, *, at: datetime) -> int:
    """Write down what a fact tells for everybody who wants it; return for how many.

    Runs in the caller's transaction. KeyError for a fact that may not leave.
    """
    kind = SHARED[type(fact)].kind
    wanted = SubscriptionRow.objects.filter(kinds__contains=[kind])
    rows = list(wanted.exclude(state=SubscriptionState.ENDED))
    if not rows:
        return 0
    event = new_id()
    body = event_of(fact, id=event, at=at)
    for row in rows:
        _deliver(row, kind, event=event, body=body, happened=fact.at, at=at)
        if row.state == SubscriptionState.ACTIVE:
            work_through(row.id)
    return len(rows)


def again(
    *,
    by: UUID | None,
    at: datetime,
    deliveries: Iterable[UUID] | None = None,
    subscription_id: UUID | None = None,
) -> int:
    """Put dead letters back into their lines, these or all; return how many.

    They go out under the ids they had, at once where the subscription is not paused. Raises
    NotFound for one that is no dead letter; then none is put back.
    """
    changes = {"state": DeliveryState.WAITING, "tries": 0, "touched_at": at}
    with transaction.atomic():
        counts = _decide(deliveries, subscription_id, changes)
        for line in counts:
            _go_on(line)
        _record_counts("webhook.tried_again", counts, by=by, at=at)
    return counts.total()


def drop(
    *,
    by: UUID | None,
    at: datetime,
    deliveries: Iterable[UUID] | None = None,
    subscription_id: UUID | None = None,
) -> int:
    """Give dead letters up, these or all; return how many. Raises NotFound as `again` does."""
    changes = {"state": DeliveryState.DROPPED, "touched_at": at}
    with transaction.atomic():
        counts = _decide(deliveries, subscription_id, changes)
        _record_counts("webhook.dropped", counts, by=by, at=at)
    return counts.total()


def rouse(*, at: datetime) -> int:
    """Work through lines in which something has been due for a while; return how many.

    Each wait asks to be woken from; this is for what was lost on the way, such as a job that
    somebody gave up.
    """
    due = Q(next_at=None) | Q(next_at__lte=at - OVERDUE)
    lines = SubscriptionRow.objects.filter(due, state=SubscriptionState.ACTIVE).values("id")
    waiting = DeliveryRow.objects.filter(due, state=DeliveryState.WAITING, subscription__in=lines)
    overdue = waiting.filter(touched_at__lte=at - OVERDUE).values_list("subscription", flat=True)
    found = set(overdue.distinct())
    for line in found:
        work_through(line)
    return len(found)


def sweep(*, at: datetime) -> int:
    """Forget deliveries that were last touched 30 days ago, and old secrets; return how many."""
    spent = SubscriptionRow.objects.filter(old_until__lte=at)
    spent.update(old_secret="", old_until=None)
    count, _ = DeliveryRow.objects.filter(touched_at__lt=at - KEPT).delete()
    return int(count)


def _turn(
    subscription_id: UUID, state: SubscriptionState, verb: str, *, by: UUID | None, at: datetime
) -> Subscription:
    with transaction.atomic():
        row = subscription_row(subscription_id, lock=True)
        if row.state == SubscriptionState.ENDED:
            raise Invalid({"state": "has ended, because the receiver is gone; add it anew"})
        row.state, row.since, row.reason = state, at, ""
        row.failures, row.failing_since, row.next_at = 0, None, None
        row.save()
        _record(verb, row, by=by, at=at)
        return subscription(row.id)


def _deliver(
    row: SubscriptionRow,
    kind: str,
    *,
    event: UUID,
    body: str,
    happened: datetime,
    at: datetime,
    test: bool = False,
) -> DeliveryRow:
    made: DeliveryRow = DeliveryRow.objects.create(
        event=event,
        subscription=row.id,
        kind=kind,
        body=body,
        at=happened,
        touched_at=at,
        state=DeliveryState.WAITING,
        test=test,
    )
    return made


def _go_on(line: UUID) -> None:
    """Let what waits in a line be tried at once, where it is told anything."""
    lines = SubscriptionRow.objects.filter(id=line)
    lines.update(failures=0, next_at=None)
    waiting = DeliveryRow.objects.filter(subscription=line, state=DeliveryState.WAITING)
    waiting.update(next_at=None)
    work_through(line)


def _decide(
    wanted: Iterable[UUID] | None, subscription_id: UUID | None, changes: dict[str, Any]
) -> Counter[UUID]:
    """Change dead letters, these or all (of one subscription); count them by subscription."""
    rows = DeliveryRow.objects.select_for_update().filter(state=DeliveryState.DEAD)
    if subscription_id is not None:
        rows = rows.filter(subscription=subscription_id)
    ids = None if wanted is None else set(wanted)
    if ids is not None:
        rows = rows.filter(id__in=ids)
    found = dict(rows.values_list("id", "subscription"))
    if ids is not None and len(found) != len(ids):
        raise NotFound("dead letter")
    DeliveryRow.objects.filter(id__in=found).update(**changes)
    return Counter(found.values())


def _record_counts(verb: str, counts: Counter[UUID], *, by: UUID | None, at: datetime) -> None:
    for line, count in counts.items():
        audit.record(verb=verb, object=f"webhook:{line}", by=by, at=at, detail={"count": count})


def _check_free(name: str) -> None:
    one_at_a_time("webhooks")
    if SubscriptionRow.objects.filter(name=name).exists():
        raise Invalid({"name": "is taken by another webhook"})


def _check_room() -> None:
    if SubscriptionRow.objects.count() >= MOST_SUBSCRIPTIONS:
        raise Invalid({"name": f"would be one more than {MOST_SUBSCRIPTIONS}"})


def _new_secret() -> str:
    return secret_of(secrets.token_bytes(_KEY))


def _told(row: SubscriptionRow) -> dict[str, Any]:
    """Return what the audit log says of a subscription: where it goes, without its path."""
    return {"name": row.name, "host": urlsplit(row.address).netloc, "kinds": list(row.kinds)}


def _record(
    verb: str,
    row: SubscriptionRow,
    *,
    by: UUID | None,
    at: datetime,
    detail: dict[str, Any] | None = None,
) -> None:
    audit.record(verb=verb, object=f"webhook:{row.id}", by=by, at=at, detail=detail)
