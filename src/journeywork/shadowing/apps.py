"""Registers the room with Django."""

from django.apps import AppConfig


class ShadowingConfig(AppConfig):
    """The room of shadowing."""

    name = "journeywork.shadowing"
    label = "shadowing"
