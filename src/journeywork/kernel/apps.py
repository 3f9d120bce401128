"""Registers the room with Django."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """The room of kernel."""

    name = "journeywork.kernel"
    label = "kernel"
