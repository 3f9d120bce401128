"""Where work events are sent."""

from django.urls import path

from journeywork.connectors.cloudevents.door import receive

urlpatterns = [path("ingest/events", receive, name="ingest-events")]
