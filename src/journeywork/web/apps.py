"""Registers the pages with Django."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The pages."""

    name = "journeywork.web"
    label = "web"
