"""Registers the room with Django."""

from django.apps import AppConfig


class MentoringConfig(AppConfig):
    """The room of mentors, peers and circles."""

    name = "journeywork.mentoring"
    label = "mentoring"
