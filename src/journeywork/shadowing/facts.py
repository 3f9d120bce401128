"""What happens to shadowing that other rooms may care about.

Nothing is told of what anybody notes, sees or thinks of a visit: there is nothing to tell, and
no field for it.
"""

from dataclasses import dataclass
from uuid import UUID

from journeywork.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class ShadowingOffered(Fact):
    """Somebody offers to be watched at work."""

    offer: UUID


@dataclass(frozen=True, kw_only=True)
class ShadowingOfferChanged(Fact):
    """Whoever offers to be watched says anew at what, or how far a visitor may go."""

    offer: UUID


@dataclass(frozen=True, kw_only=True)
class ShadowingRequested(Fact):
    """Somebody would like to see how something is done."""

    request: UUID


@dataclass(frozen=True, kw_only=True)
class VisitBegan(Fact):
    """Two people have agreed that one watches the other; when is still open."""

    visit: UUID


@dataclass(frozen=True, kw_only=True)
class VisitAgreed(Fact):
    """Both agreed to a time for a visit."""

    visit: UUID
    check_in: UUID
