"""From rows to the engine's values, and back: the only place that knows both shapes."""

from datetime import datetime
from typing import Any

from journeywork.engine.subscriptions import (
    Attempt,
    Delivery,
    DeliveryState,
    Subscription,
    SubscriptionState,
)
from journeywork.subscriptions.models import DeliveryRow, SubscriptionRow

#: Attempts that are kept of one delivery: those of several rounds.
MOST_ATTEMPTS = 40


def subscription_of(row: SubscriptionRow, *, waiting: int = 0, dead: int = 0) -> Subscription:
    """Return the value of a row, with how many of its deliveries wait or are dead letters."""
    return Subscription(
        id=row.id,
        name=row.name,
        address=row.address,
        kinds=tuple(row.kinds),
        state=SubscriptionState(row.state),
        since=row.since,
        reason=row.reason,
        created_at=row.created_at,
        failing_since=row.failing_since,
        next_at=row.next_at,
        delivered_at=row.delivered_at,
        old_until=row.old_until,
        waiting=waiting,
        dead=dead,
    )


def delivery_of(row: DeliveryRow) -> Delivery:
    """Return the value of a row, its attempts oldest first."""
    return Delivery(
        id=row.id,
        event=row.event,
        subscription=row.subscription,
        kind=row.kind,
        body=row.body,
        at=row.at,
        state=DeliveryState(row.state),
        tries=row.tries,
        next_at=row.next_at,
        attempts=tuple(_attempt_of(stored) for stored in row.attempts),
        test=row.test,
    )


def stored(attempt: Attempt) -> dict[str, Any]:
    """Return an attempt as it is stored with its delivery."""
    return {
        "at": attempt.at.isoformat(),
        "status": attempt.status,
        "reason": attempt.reason,
        "took": attempt.took,
    }


def _attempt_of(stored: dict[str, Any]) -> Attempt:
    return Attempt(**stored | {"at": datetime.fromisoformat(stored["at"])})
