"""What people answered. Facts carry the response's id; what was said stays in this room."""

from dataclasses import dataclass
from uuid import UUID

from journeywork.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class OfferAnswered(Fact):
    """Somebody answered an offer, or let it pass."""

    response: UUID
    offer: UUID


@dataclass(frozen=True, kw_only=True)
class OptionAnswered(Fact):
    """Somebody said what came of something they had found by themselves."""

    response: UUID
