"""Where GitLab delivers."""

from django.urls import path

from journeywork.connectors.gitlab.events import events
from journeywork.connectors.gitlab.signature import signed
from journeywork.connectors.webhook import webhook

urlpatterns = [
    path(
        "ingest/gitlab/<uuid:org>/<uuid:source>",
        webhook("gitlab", signed, events),
        name="ingest-gitlab",
    )
]
