"""Registers the room with Django."""

from django.apps import AppConfig


class MomentsConfig(AppConfig):
    """The room of moments."""

    name = "journeywork.moments"
    label = "moments"
