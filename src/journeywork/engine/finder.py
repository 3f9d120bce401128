"""What the replay asks of a search: the same as the live product asks of its index.

The replay does not care how words are cut and weighed; that belongs to the index. It only
insists that nothing is found before it was put there.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeVar
from uuid import UUID

from journeywork.engine.chances import Worth
from journeywork.engine.context import Context
from journeywork.engine.options import Option
from journeywork.engine.ranking import Candidate


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a search found: id to the score of its words; and what the question was worth."""

    words: Mapping[UUID, float]
    worth: Worth = field(default_factory=Worth)


Thing_contra = TypeVar("Thing_contra", contravariant=True)


class Finder(Protocol[Thing_contra]):
    """Things of one kind that can be found, as many as were put so far."""

    def put(self, thing: Thing_contra) -> None:
        """Let a thing be found, in place of what was known under its id."""

    def remove(self, id: UUID) -> None:
        """Let a thing no longer be found; nothing happens where it was not there."""

    def search(self, context: Context) -> Proposal:
        """Return what fits and what `context.person` may see."""

    def candidate(self, thing: Thing_contra, words: float) -> Candidate:
        """Return what the ranking needs to know of a thing."""

    def in_words(self, option: Option, thing: Thing_contra, context: Context) -> Option:
        """Return `option` with the words named that it shares with the question."""
