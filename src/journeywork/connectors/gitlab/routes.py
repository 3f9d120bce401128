"""Where GitLab delivers."""

from starlette.routing import Route

from journeywork.connectors.gitlab.events import events
from journeywork.connectors.gitlab.signature import signed
from journeywork.connectors.webhook import Sender, webhook
from journeywork.work.direct_intake import Intake

GITLAB = Sender(
    kind="gitlab",
    proves=signed,
    reads=events,
    named="X-Gitlab-Event",
    numbered="X-Gitlab-Event-UUID",
)


def routes(intake: Intake) -> list[Route]:
    """Return the doors of this connector."""
    return [webhook(GITLAB, intake)]
