"""What happens to people that other rooms may care about."""

from dataclasses import dataclass
from uuid import UUID

from journeywork.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class PersonInvited(Fact):
    """Somebody may sign in from now on, and does not know it yet."""

    person: UUID


@dataclass(frozen=True, kw_only=True)
class PersonLeft(Fact):
    """Somebody no longer works here: what they owned needs another owner."""

    person: UUID


@dataclass(frozen=True, kw_only=True)
class PersonErased(Fact):
    """Everything that named a person was blanked, at their wish or by law."""

    person: UUID
