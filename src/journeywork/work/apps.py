"""Registers the room with Django."""

from django.apps import AppConfig


class WorkConfig(AppConfig):
    """The room of work."""

    name = "journeywork.work"
    label = "work"
