"""What happens to activities that other rooms may care about.

Nothing is told of reflections: that somebody has written one is theirs alone to know. Nobody
gives a reason for a pause or for leaving, and no fact has a place for one.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from journeywork.engine.activities import ActivityKind
from journeywork.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class ActivityOpened(Fact):
    """Some people begin a guided piece of learning together."""

    activity: UUID
    kind: ActivityKind


@dataclass(frozen=True, kw_only=True)
class ActivityJoined(Fact):
    """Somebody more takes part in an activity."""

    activity: UUID
    person: UUID


@dataclass(frozen=True, kw_only=True)
class ActivityLeft(Fact):
    """Somebody takes part in an activity no more."""

    activity: UUID
    person: UUID


@dataclass(frozen=True, kw_only=True)
class ActivityPaused(Fact):
    """An activity rests until a day, or until somebody resumes it (`until` None)."""

    activity: UUID
    until: date | None


@dataclass(frozen=True, kw_only=True)
class ActivityResumed(Fact):
    """An activity goes on after a rest."""

    activity: UUID


@dataclass(frozen=True, kw_only=True)
class ActivityMovedOn(Fact):
    """An activity came to another stage of its guide."""

    activity: UUID
    kind: ActivityKind
    stage: str


@dataclass(frozen=True, kw_only=True)
class ActivityChanged(Fact):
    """An activity ends on another day, or meets at other times."""

    activity: UUID


@dataclass(frozen=True, kw_only=True)
class ActivityEnded(Fact):
    """An activity is over."""

    activity: UUID
    kind: ActivityKind


@dataclass(frozen=True, kw_only=True)
class CheckInAnswered(Fact):
    """Somebody said that a check-in took place (`met` is when), or that it did not (None)."""

    activity: UUID
    kind: ActivityKind
    met: datetime | None


@dataclass(frozen=True, kw_only=True)
class CommitmentMade(Fact):
    """Somebody does something by a day, as an activity agreed."""

    commitment: UUID
    activity: UUID


@dataclass(frozen=True, kw_only=True)
class CommitmentAnswered(Fact):
    """The owner of a commitment said how it stands, or whether it helped."""

    commitment: UUID
    activity: UUID


@dataclass(frozen=True, kw_only=True)
class InvitationAsked(Fact):
    """Somebody wants a check-in in their calendar, by mail."""

    check_in: UUID
    person: UUID
