"""Registers the room with Django."""

from django.apps import AppConfig


class CoachingConfig(AppConfig):
    """The room of coaching."""

    name = "journeywork.coaching"
    label = "coaching"
