"""Debriefs as values: what is asked, when what was written is revealed, and the sealed box.

In a debrief without names nothing ties a text to who wrote it. Until the reveal all that was
written lies in one box: a mapping from the hash of a random key, which only the writer's
browser has, to what they wrote. Whoever passes puts an empty entry in, so that nobody sees who
wrote. The box has no times and no order; at the reveal each answer becomes a row of its own, in
an order that is drawn, so that not even two answers of one writer hang together.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from journeywork.engine.activities import UNGUIDED, GuideName
from journeywork.engine.boxes import by_lot
from journeywork.engine.debrief_triggers import Trigger

#: The four questions of a debrief, by the key under which answers are kept.
QUESTIONS = ("intended", "happened", "worked", "differently")
#: What one answer may be long, in characters.
LONGEST = 4000
#: Without names, fewer than so many would each know who the others are.
FEWEST_WITHOUT_NAMES = 3
#: Nobody waits longer for what others wrote.
LONGEST_TIME = timedelta(days=365)


class DebriefState(StrEnum):
    """Where a debrief stands."""

    WRITING = "writing"
    REVEALED = "revealed"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Debrief:
    """A look back at one piece of work. Its `id` is that of its activity.

    `named` says whether names stand beside what was written. `people` are who takes part now,
    `done` how many of them have written or passed, or are here in a `live` one without names:
    there all write at one time, on one board. `why` is what proposed it, in words.
    """

    id: UUID
    title: str
    state: DebriefState
    named: bool
    trigger: Trigger
    why: str
    episode: UUID | None
    facilitator: UUID | None
    people: frozenset[UUID]
    done: int
    at: datetime
    ends_at: datetime
    revealed_at: datetime | None = None
    live: bool = False
    guide: GuideName = UNGUIDED


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One revealed answer to one question; `author` None: without names.

    A card of a live debrief has the `heading` of its group, and the `votes` it was given.
    """

    id: UUID
    question: str
    text: str
    author: UUID | None = None
    heading: str = ""
    votes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """What was learned: drawn from a debrief, kept as a card or proposed to one that failed.

    `card` is the card it became, None while it is being drafted; `revises` the card whose
    owner was asked to change it.
    """

    id: UUID
    debrief: UUID
    title: str
    text: str
    owner: UUID
    by: UUID
    at: datetime
    card: UUID | None = None
    revises: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """What was written without names: answers by the hash of the writer's key, and who is done.

    `done` is a set: it says that somebody has written or passed, not when, and not what.
    """

    entries: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    done: frozenset[UUID] = frozenset()


class Closed(ValueError):
    """A key that opens nothing in the box, of somebody who has put something in already."""


def hashed(key: str, person: UUID) -> str:
    """Return under which name the box keeps what somebody wrote with `key`.

    Of both, so that whoever shares a browser with the writer opens nothing; and of the key, so
    that whoever knows the person alone finds nothing.
    """
    return sha256(f"journeywork debrief {key} {person}".encode()).hexdigest()


def put(box: Box, *, person: UUID, key: str, answers: Mapping[str, str]) -> Box:
    """Return the box with what the bearer of `key` wrote, in place of what it held of theirs.

    No answers: they pass. Raises Closed for somebody who is done under another key: one voice
    each, and the box cannot tell which entry is theirs.
    """
    name = hashed(key, person)
    if person in box.done and name not in box.entries:
        raise Closed("what you wrote can be changed only in the browser in which you wrote it")
    kept = {question: text for question, text in answers.items() if text.strip()}
    entries = {**box.entries, name: kept}
    # In the order of the hashes, which is the order of chance: not of who came when.
    return Box(entries=dict(sorted(entries.items())), done=box.done | {person})


def mine(box: Box, *, person: UUID, key: str) -> Mapping[str, str] | None:
    """Return what somebody put into the box with `key`; None where it opens nothing."""
    return box.entries.get(hashed(key, person))


def poured_out(box: Box, draw: Callable[[int], int]) -> tuple[tuple[str, str], ...]:
    """Return every (question, text) of a box in an order that is drawn.

    `draw(n)` returns a number from 0 to n - 1, each as likely. Answers of one writer are
    shuffled among all others.
    """
    return by_lot((pair for written in box.entries.values() for pair in written.items()), draw)


def ready(
    *,
    named: bool,
    people: Collection[UUID],
    done: Collection[UUID],
    ends_at: datetime,
    at: datetime,
) -> bool:
    """Tell whether it is time to reveal: everybody is done, or the time is up.

    Without names only once enough people have put something in: fewer could be told apart, so
    the debrief waits for them beyond its time.
    """
    if not done or (not named and len(done) < FEWEST_WITHOUT_NAMES):
        return False
    return at >= ends_at or set(people) <= set(done)


def faults(
    *, named: bool, people: Collection[UUID], ends_at: datetime, at: datetime
) -> dict[str, str]:
    """Say per field why a debrief cannot be opened like this; empty when it can."""
    found = {}
    if len(people) < 2:  # noqa: PLR2004 -- one alone writes a note
        found["people"] = "a debrief needs at least two people"
    if not named and 1 < len(people) < FEWEST_WITHOUT_NAMES:
        found["named"] = "without names it needs at least three people: two know each other's words"
    if not at < ends_at <= at + LONGEST_TIME:
        found["ends_at"] = "must lie ahead" if ends_at <= at else "must lie within a year"
    return found


def facilitator(
    people: Sequence[UUID], last: Mapping[UUID, datetime], away: Collection[UUID] = ()
) -> UUID | None:
    """Return who leads next: whoever has led least recently; never before anybody who has.

    `last` says when somebody last led. Who is `away` is passed over, unless all are.
    """
    here = [one for one in people if one not in away] or list(people)
    never = [one for one in here if one not in last]
    if never:
        return min(never, key=str)
    return min(here, key=lambda one: (last[one], str(one)), default=None)


def answers_in_order(answers: Sequence[Answer]) -> dict[str, tuple[Answer, ...]]:
    """Return answers by question, in the order in which the questions are asked."""
    return {
        question: tuple(each for each in answers if each.question == question)
        for question in QUESTIONS
    }
