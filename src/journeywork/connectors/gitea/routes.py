"""Where Gitea or Forgejo delivers."""

from starlette.routing import Route

from journeywork.connectors.gitea.events import events
from journeywork.connectors.gitea.signature import signed
from journeywork.connectors.webhook import Sender, webhook
from journeywork.work.direct_intake import Intake

GITEA = Sender(
    kind="gitea",
    proves=signed,
    reads=events,
    named="X-Gitea-Event",
    numbered="X-Gitea-Delivery",
)


def routes(intake: Intake) -> list[Route]:
    """Return the doors of this connector."""
    return [webhook(GITEA, intake)]
