"""What the worker does for subscriptions, by name; each does no harm when it runs twice."""

from collections.abc import Callable, Mapping
from uuid import UUID

from journeywork.kernel import clock
from journeywork.kernel.tenancy import within
from journeywork.subscriptions import sending
from journeywork.subscriptions.line import DELIVER, WAKE, work_through


def deliver_webhooks(org: str, subscription: str) -> None:
    """Tell another system what happened here."""
    with within(UUID(org)):
        sending.run(UUID(subscription), now=clock.now)


def wake_webhooks(org: str, subscription: str) -> None:
    """Go on telling another system, after a wait."""
    with within(UUID(org)):
        work_through(UUID(subscription))


TASKS: Mapping[str, Callable[..., None]] = {DELIVER: deliver_webhooks, WAKE: wake_webhooks}
