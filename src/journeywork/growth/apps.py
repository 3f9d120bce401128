"""Registers the room with Django."""

from django.apps import AppConfig


class GrowthConfig(AppConfig):
    """The room of a person's own growth."""

    name = "journeywork.growth"
    label = "growth"
