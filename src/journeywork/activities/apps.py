"""Registers the room with Django."""

from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    """The room of activities."""

    name = "journeywork.activities"
    label = "activities"
