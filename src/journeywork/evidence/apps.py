"""Registers the room with Django."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """The room of evidence."""

    name = "journeywork.evidence"
    label = "evidence"
