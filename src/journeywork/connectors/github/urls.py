"""Where GitHub delivers."""

from django.urls import path

from journeywork.connectors.github.events import events
from journeywork.connectors.github.signature import signed
from journeywork.connectors.webhook import webhook

urlpatterns = [
    path(
        "ingest/github/<uuid:org>/<uuid:source>",
        webhook("github", signed, events),
        name="ingest-github",
    )
]
