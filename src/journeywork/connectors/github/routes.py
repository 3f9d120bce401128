"""Where GitHub delivers."""

from starlette.routing import Route

from journeywork.connectors.github.events import events
from journeywork.connectors.github.signature import signed
from journeywork.connectors.webhook import Sender, webhook
from journeywork.work.direct_intake import Intake

GITHUB = Sender(
    kind="github",
    proves=signed,
    reads=events,
    named="X-GitHub-Event",
    numbered="X-GitHub-Delivery",
)


def routes(intake: Intake) -> list[Route]:
    """Return the doors of this connector."""
    return [webhook(GITHUB, intake)]
