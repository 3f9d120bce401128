"""Registers the room with Django."""

from django.apps import AppConfig


class DebriefsConfig(AppConfig):
    """The room of debriefs."""

    name = "journeywork.debriefs"
    label = "debriefs"
