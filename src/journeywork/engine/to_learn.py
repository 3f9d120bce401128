"""What somebody wants to learn: a line, a skill, a why, perhaps a date; theirs until shared."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from journeywork.engine.sharing import ONLY_ME, Audience

#: A list is for what one wants to learn now. Longer ones are where wishes go to be forgotten.
MOST_OPEN = 50


class EntryState(StrEnum):
    """Where an entry stands. Dropping one is as good an end as any: no reason is asked."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that `author` wants to learn.

    `learned` is how they learned it: None while they were not asked, "" where they would rather
    not say. `place` orders the list, smaller ones first. `stretch` tells that they would like to
    do work that is a little ahead of them.
    """

    id: UUID
    author: UUID
    line: str
    at: datetime
    skill: str = ""
    why: str = ""
    by_when: date | None = None
    stretch: bool = False
    state: EntryState = EntryState.OPEN
    place: int = 0
    closed_at: datetime | None = None
    learned: str | None = None
    audience: Audience = ONLY_ME

    @property
    def is_private(self) -> bool:
        """Tell whether nobody but the author can read it."""
        return self.audience == ONLY_ME

    @property
    def asks_how(self) -> bool:
        """Tell whether its author is to be asked how they learned it: once, when it is done."""
        return self.state is EntryState.DONE and self.learned is None


def closed(entry: Entry, state: EntryState, at: datetime) -> Entry:
    """Return the entry as done or dropped; ValueError for one that is not open."""
    if entry.state is not EntryState.OPEN or state is EntryState.OPEN:
        raise ValueError("it has ended")
    return replace(entry, state=state, closed_at=at)


def opened_again(entry: Entry) -> Entry:
    """Return an entry that ended as open; what was said of how it was learned is forgotten."""
    return replace(entry, state=EntryState.OPEN, closed_at=None, learned=None)


def moved(entries: Sequence[Entry], id: UUID, by: int) -> tuple[Entry, ...]:
    """Return the open `entries` in their new order, one of them moved `by` so many places.

    Moving beyond an end leaves it at that end. KeyError for one that is not among them.
    """
    order = sorted(entries, key=lambda each: (each.place, each.at, each.id))
    ids = [each.id for each in order]
    if id not in ids:
        raise KeyError(id)
    now = ids.index(id)
    one = order.pop(now)
    order.insert(max(0, min(len(order), now + by)), one)
    return tuple(replace(each, place=number) for number, each in enumerate(order))
