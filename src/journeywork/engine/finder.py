"""What the replay asks of a search: the same as the live product asks of its index.

The replay does not care how words are cut and weighed; that belongs to the index. It only
insists that nothing is found before it was put there.
"""

from collections.abc import Mapping
from typing import Protocol, TypeVar
from uuid import UUID

from journeywork.engine.context import Context
from journeywork.engine.options import Option
from journeywork.engine.ranking import Candidate

Thing_contra = TypeVar("Thing_contra", contravariant=True)


class Finder(Protocol[Thing_contra]):
    """Things of one kind that can be found, as many as were put so far."""

    def put(self, thing: Thing_contra) -> None:
        """Let a thing be found, in place of what was known under its id."""

    def remove(self, id: UUID) -> None:
        """Let a thing no longer be found; nothing happens where it was not there."""

    def search(self, context: Context) -> Mapping[UUID, float]:
        """Return what fits and what `context.person` may see: id to the score of its words."""

    def candidate(self, thing: Thing_contra, words: float) -> Candidate:
        """Return what the ranking needs to know of a thing."""

    def in_words(self, option: Option, thing: Thing_contra, context: Context) -> Option:
        """Return `option` with the words named that it shares with the question."""
