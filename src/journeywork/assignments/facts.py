"""What happens to stretch assignments that other rooms may care about.

Nothing is told of the pulse, of checkpoints, or of how the help around somebody changes: that
is the learner's. `SupportWanted` says no more than the flag that the mentor sees.
"""

from dataclasses import dataclass
from uuid import UUID

from journeywork.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class AssignmentProposed(Fact):
    """A piece of work could be somebody's next step; `wish` is the one that it fits."""

    proposal: UUID
    person: UUID
    wish: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class AssignmentOpened(Fact):
    """Somebody wants to take on a stretch assignment."""

    assignment: UUID
    learner: UUID


@dataclass(frozen=True, kw_only=True)
class LenderAsked(Fact):
    """Somebody is asked to lend their time, or that of who works with them."""

    assignment: UUID
    lender: UUID


@dataclass(frozen=True, kw_only=True)
class LenderAnswered(Fact):
    """Whoever was asked to lend has said yes, on their terms, or no."""

    assignment: UUID
    given: bool


@dataclass(frozen=True, kw_only=True)
class AssignmentStarted(Fact):
    """A stretch assignment begins."""

    assignment: UUID
    learner: UUID


@dataclass(frozen=True, kw_only=True)
class SupportWanted(Fact):
    """A mentor may offer support now; nothing says why."""

    assignment: UUID


@dataclass(frozen=True, kw_only=True)
class AssignmentEnded(Fact):
    """A stretch assignment is over; `begun` tells whether it had started."""

    assignment: UUID
    learner: UUID
    begun: bool


@dataclass(frozen=True, kw_only=True)
class LenderThanked(Fact):
    """A learner thanks whoever lent the time."""

    assignment: UUID
    lender: UUID
