"""What happens to debriefs that other rooms may care about.

Nothing is told of who writes, and of when: in a debrief without names that could be put beside
what was written.
"""

from dataclasses import dataclass
from uuid import UUID

from journeywork.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class DebriefOpened(Fact):
    """Some people begin to look back at a piece of work."""

    debrief: UUID


@dataclass(frozen=True, kw_only=True)
class DebriefRevealed(Fact):
    """What was written can be read by all who take part, from now on."""

    debrief: UUID


@dataclass(frozen=True, kw_only=True)
class LessonDrawn(Fact):
    """A lesson was learned: it becomes a draft of its owner, or a report about `card`."""

    lesson: UUID
    debrief: UUID
    owner: UUID
    card: UUID | None = None
