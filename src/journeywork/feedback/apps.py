"""Registers the room with Django."""

from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    """The room of feedback."""

    name = "journeywork.feedback"
    label = "feedback"
