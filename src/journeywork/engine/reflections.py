"""Reflections: what somebody wrote for themselves, and for nobody else until they say for whom."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from journeywork.engine.sharing import ONLY_ME, Audience


@dataclass(frozen=True, slots=True, kw_only=True)
class Reflection:
    """An author's answer to a question of a guide, or to none ("").

    `engine.sharing.may_read` says who else may read it, by its audience.
    """

    id: UUID
    activity: UUID
    author: UUID
    stage: str
    question: str
    text: str
    at: datetime
    audience: Audience = ONLY_ME

    @property
    def is_private(self) -> bool:
        """Tell whether nobody but the author can read it."""
        return self.audience == ONLY_ME
