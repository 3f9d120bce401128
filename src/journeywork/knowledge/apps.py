"""Registers the room with Django."""

from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    """The room of knowledge."""

    name = "journeywork.knowledge"
    label = "knowledge"
