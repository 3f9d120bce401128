"""What two could talk about first: made of what one wants and the other offers, and of real work.

Each suggestion is for one reader, from what that reader may see: their own wishes, goals and
work, and what the other offers to everybody. It becomes a point when the reader puts it there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

#: Of each source so many at most.
MOST = 2


class Source(StrEnum):
    """Where a suggestion comes from."""

    SKILL = "skill"
    GOAL = "goal"
    WORK = "work"
    SHOW = "show"
    AIM = "aim"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something to talk about: `about` is the skill, the goal or the piece of work."""

    source: Source
    about: str = ""


def suggestions(
    *,
    wants: Iterable[str],
    offered: Iterable[str],
    goals: Sequence[str],
    work: Sequence[str],
    gives: bool,
) -> tuple[Suggestion, ...]:
    """Return what the reader could put on the agenda; `gives`: the reader is the mentor.

    `wants`, `goals` and `work` (titles, the newest first) are the reader's, `offered` what the
    others offer. Whoever gives is asked what they want of it, and what of their work they show.
    """
    if gives:
        shown = tuple(Suggestion(Source.SHOW, title) for title in _some(work))
        return (Suggestion(Source.AIM), *shown)
    known = {name.casefold() for name in offered}
    both = [name for name in wants if name.casefold() in known]
    return (
        *(Suggestion(Source.SKILL, name) for name in _some(both)),
        *(Suggestion(Source.GOAL, goal) for goal in _some(goals)),
        *(Suggestion(Source.WORK, title) for title in _some(work)),
    )


def _some(found: Iterable[str]) -> list[str]:
    return [one for one in dict.fromkeys(found) if one.strip()][:MOST]
