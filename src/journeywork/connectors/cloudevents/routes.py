"""Where work events are sent."""

from starlette.routing import Route

from journeywork.connectors.cloudevents.door import door
from journeywork.work.direct_intake import Intake


def routes(intake: Intake) -> list[Route]:
    """Return the doors of this connector."""
    return [Route("/ingest/events", door(intake), methods=["POST"], name="ingest-events")]
