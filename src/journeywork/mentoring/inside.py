"""Who stands in a pair or a match: the one condition by which all statements find it."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q


def inside(persons: Iterable[UUID]) -> Q:
    """Return how rows are found in which any of `persons` stands, in whatever place."""
    some = list(persons)
    return Q(first__in=some) | Q(second__in=some) | Q(more__overlap=some)
