"""Registers the room with Django."""

from django.apps import AppConfig


class SubscriptionsConfig(AppConfig):
    """The room of subscriptions."""

    name = "journeywork.subscriptions"
    label = "subscriptions"
