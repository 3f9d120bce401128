"""What happens in mentoring that other rooms may care about.

Nothing is told of goals, notes and ratings: those belong to the pair.
"""

from dataclasses import dataclass
from uuid import UUID

from journeywork.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class ProgrammeOpened(Fact):
    """A programme takes people in from now on."""

    programme: UUID


@dataclass(frozen=True, kw_only=True)
class Enrolled(Fact):
    """Somebody takes part in a programme from now on."""

    programme: UUID
    person: UUID


@dataclass(frozen=True, kw_only=True)
class Unenrolled(Fact):
    """Somebody takes part in a programme no more, or pauses in it."""

    programme: UUID
    person: UUID


@dataclass(frozen=True, kw_only=True)
class RoundAsked(Fact):
    """Somebody wants a round matched."""

    round: UUID


@dataclass(frozen=True, kw_only=True)
class RoundConfirmed(Fact):
    """Somebody has looked at a staged round, and wants its pairs told."""

    round: UUID


@dataclass(frozen=True, kw_only=True)
class RoundPublished(Fact):
    """The pairs of a round have begun."""

    round: UUID
    programme: UUID


@dataclass(frozen=True, kw_only=True)
class MatchBegan(Fact):
    """Some people are together from now on."""

    match: UUID
    people: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class MatchEnded(Fact):
    """Some people are together no more; `changes` are those who want somebody else."""

    match: UUID
    programme: UUID
    people: tuple[UUID, ...]
    changes: tuple[UUID, ...] = ()
