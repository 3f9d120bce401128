"""What happens to the record of work that other rooms may care about."""

from dataclasses import dataclass
from uuid import UUID

from journeywork.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class HistoryHandedOver(Fact):
    """Events of somebody unknown turned out to be somebody's here, and are theirs now."""

    events: int


@dataclass(frozen=True, kw_only=True)
class AuthorNamed(Fact):
    """Somebody said who is meant by a name in the work; their history is to become theirs."""

    author: UUID
