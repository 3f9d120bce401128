"""Registers the room with Django."""

from django.apps import AppConfig


class SupportConfig(AppConfig):
    """The room of support."""

    name = "journeywork.support"
    label = "support"
