"""Where anything else delivers."""

from starlette.routing import Route

from journeywork.connectors.standard.events import events
from journeywork.connectors.standard.signature import signed
from journeywork.connectors.webhook import Sender, webhook
from journeywork.work.direct_intake import Intake

STANDARD = Sender(
    kind="standard",
    proves=signed,
    reads=events,
    numbered="webhook-id",
)


def routes(intake: Intake) -> list[Route]:
    """Return the doors of this connector."""
    return [webhook(STANDARD, intake)]
