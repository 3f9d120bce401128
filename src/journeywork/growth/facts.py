"""What happens in this room that others must follow. Ids alone: what is wished stays here.

There is no fact about the journal and none about stances: that somebody wrote is theirs too.
"""

from dataclasses import dataclass
from uuid import UUID

from journeywork.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class WishWritten(Fact):
    """Somebody wrote down, or changed, what they want to learn."""

    entry: UUID


@dataclass(frozen=True, kw_only=True)
class WishEnded(Fact):
    """What somebody wanted to learn is learned, or no longer wanted."""

    entry: UUID
