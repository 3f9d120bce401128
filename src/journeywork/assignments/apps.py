"""Registers the room with Django."""

from django.apps import AppConfig


class AssignmentsConfig(AppConfig):
    """The room of stretch assignments."""

    name = "journeywork.assignments"
    label = "assignments"
