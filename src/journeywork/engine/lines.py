"""Lines that people keep together: goals, what to talk about, notes, and thanks at the end."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class LineKind(StrEnum):
    """What a line is for."""

    GOAL = "goal"
    POINT = "point"
    NOTE = "note"
    THANKS = "thanks"


#: How many of a kind an activity may have that are not done; more is not read.
MOST: dict[LineKind, int] = {
    LineKind.GOAL: 5,
    LineKind.POINT: 30,
    LineKind.NOTE: 500,
    LineKind.THANKS: 20,
}
LONGEST: dict[LineKind, int] = {
    LineKind.GOAL: 300,
    LineKind.POINT: 500,
    LineKind.NOTE: 4000,
    LineKind.THANKS: 1000,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line, and when somebody said that it is done: a goal reached, a point talked about."""

    id: UUID
    activity: UUID
    author: UUID
    kind: LineKind
    text: str
    at: datetime
    done_at: datetime | None = None
    done_by: UUID | None = None


def fault(kind: LineKind, text: str, there: int) -> str:
    """Return why a line cannot be added to `there` that are not done; "" where it can."""
    if not 1 <= len(text.strip()) <= LONGEST[kind]:
        return f"must have from 1 to {LONGEST[kind]} characters"
    if there >= MOST[kind]:
        return f"there are {there} already: what is too much is not done"
    return ""


def of(kind: LineKind, lines: Iterable[Line], *, done: bool = False) -> tuple[Line, ...]:
    """Return the lines of a kind, those that are done or those that are not, in their order."""
    return tuple(one for one in lines if one.kind is kind and (one.done_at is not None) is done)
