"""Eyes of subscriptions: who is told what, what was delivered, and what could not be."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Count

from journeywork.engine.subscriptions import (
    Delivery,
    DeliveryState,
    Subscription,
    SubscriptionState,
)
from journeywork.kernel.errors import NotFound
from journeywork.subscriptions.models import DeliveryRow, SubscriptionRow
from journeywork.subscriptions.shared import KINDS, TEST, WITHHELD, Shared, type_of
from journeywork.subscriptions.values import delivery_of, subscription_of

__all__ = [
    "KINDS", "TEST", "WITHHELD", "Shared", "deliveries", "names", "stopped", "subscription",
    "subscription_named", "subscriptions", "type_of",
]  # fmt: skip

_COUNTED = (DeliveryState.WAITING, DeliveryState.DEAD)


def subscriptions() -> tuple[Subscription, ...]:
    """Return every subscription, by name, with how many deliveries wait or are dead letters."""
    rows = list(SubscriptionRow.objects.order_by("name"))
    return _counted(rows)


def subscription(id: UUID) -> Subscription:
    """Return one subscription; raises NotFound."""
    return _counted([subscription_row(id)])[0]


def subscription_named(name: str) -> Subscription:
    """Return the subscription with this name; raises NotFound."""
    row = SubscriptionRow.objects.filter(name=name.strip()).first()
    if row is None:
        raise NotFound("webhook")
    return _counted([row])[0]


def names(ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the names of some subscriptions."""
    return dict(SubscriptionRow.objects.filter(id__in=set(ids)).values_list("id", "name"))


def stopped() -> int:
    """Return how many subscriptions were paused because nothing came through for long."""
    return int(SubscriptionRow.objects.filter(state=SubscriptionState.STOPPED).count())


def deliveries(
    *,
    subscription: UUID | None = None,
    state: DeliveryState | None = None,
    limit: int = 50,
    before: UUID | None = None,
) -> tuple[Delivery, ...]:
    """Return deliveries, newest first; go on `before` the id of the last one seen."""
    rows = DeliveryRow.objects.order_by("-id")
    wanted = {"subscription": subscription, "state": state, "id__lt": before}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value is not None})
    return tuple(delivery_of(row) for row in rows[:limit])


def subscription_row(id: UUID, *, lock: bool = False) -> SubscriptionRow:
    """Return the row of a subscription; raises NotFound."""
    rows = SubscriptionRow.objects.select_for_update() if lock else SubscriptionRow.objects.all()
    row: SubscriptionRow | None = rows.filter(id=id).first()
    if row is None:
        raise NotFound("webhook")
    return row


def _counted(rows: list[SubscriptionRow]) -> tuple[Subscription, ...]:
    counts = _counts([row.id for row in rows])
    return tuple(
        subscription_of(
            row,
            waiting=counts.get((row.id, DeliveryState.WAITING), 0),
            dead=counts.get((row.id, DeliveryState.DEAD), 0),
        )
        for row in rows
    )


def _counts(ids: list[UUID]) -> dict[tuple[UUID, str], int]:
    rows: Any = DeliveryRow.objects.filter(subscription__in=ids, state__in=_COUNTED)
    found = rows.values_list("subscription", "state").annotate(count=Count("id")).order_by()
    return {(subscription, state): count for subscription, state, count in found}
