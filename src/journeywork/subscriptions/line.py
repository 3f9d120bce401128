"""The line of a subscription in the job queue: it is worked through now, or after a wait.

Jobs of one subscription run one after another. One for later takes no lock: it only asks for
one that runs now, so that it holds up nothing meanwhile.
"""

from datetime import datetime
from uuid import UUID

from journeywork.kernel import jobs
from journeywork.kernel.tenancy import current_org

DELIVER, WAKE = "deliver_webhooks", "wake_webhooks"


def work_through(subscription: UUID) -> None:
    """Let the worker deliver what waits for a subscription, within the caller's transaction."""
    jobs.defer(
        DELIVER,
        lock=f"webhooks {subscription}",
        queue=jobs.OUTGOING,
        org=str(current_org()),
        subscription=str(subscription),
    )


def wake(subscription: UUID, *, at: datetime) -> None:
    """Let the worker look at the line again at a time, within the caller's transaction."""
    jobs.defer(
        WAKE,
        queue=jobs.OUTGOING,
        at=at,
        org=str(current_org()),
        subscription=str(subscription),
    )
