"""What happens to offers that other rooms may care about. They carry ids, never contents."""

from dataclasses import dataclass
from uuid import UUID

from journeywork.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class OfferMade(Fact):
    """Something is offered to a person; channels may carry it to them."""

    offer: UUID


@dataclass(frozen=True, kw_only=True)
class OfferExpired(Fact):
    """An offer was not answered in the time that the policy gives."""

    offer: UUID
