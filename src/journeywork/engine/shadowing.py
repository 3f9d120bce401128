"""Watching each other work: what is offered and asked for, what fits, and the steps of a visit.

Whoever does the work is the host, whoever watches is the visitor. In reverse shadowing the
senior is the visitor and the junior the host: nothing else differs. Nothing here says how well
anybody did anything, and nothing may: a visit is no evaluation, of neither side.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from journeywork.engine.terms import terms

#: A title shares so many words with another one before they speak of the same.
FEWEST_WORDS = 2
MOST_VISITORS = 5


class Mode(StrEnum):
    """How far a visitor goes, in this order."""

    OBSERVE = "observe"
    BRIEFED = "briefed"
    PARTS = "parts"
    WATCHED = "watched"
    ALONE = "alone"


LADDER = tuple(Mode)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShadowOffer:
    """“Come and watch me do X.” `visitors` is how many may be under way at the same time."""

    id: UUID
    host: UUID
    title: str
    about: str
    kind: str
    topics: tuple[str, ...]
    visitors: int
    modes: tuple[Mode, ...]
    reverse: bool
    at: datetime
    closed_at: datetime | None = None
    running: int = 0

    @property
    def is_open(self) -> bool:
        """Tell whether somebody can still come."""
        return self.closed_at is None and self.running < self.visitors


@dataclass(frozen=True, slots=True, kw_only=True)
class ShadowRequest:
    """“I would like to see how X is done”: of a person, a team, or anyone (neither)."""

    id: UUID
    visitor: UUID
    title: str
    aims: str
    kind: str
    topics: tuple[str, ...]
    reverse: bool
    at: datetime
    to_person: UUID | None = None
    to_team: UUID | None = None
    closed_at: datetime | None = None

    def reaches(self, person: UUID, teams: Collection[UUID]) -> bool:
        """Tell whether it is asked of somebody who is in `teams`; never of whoever asks."""
        if person == self.visitor:
            return False
        if self.to_person is not None:
            return self.to_person == person
        return self.to_team is None or self.to_team in teams


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """An offer fits a request; `says` is why."""

    offer: UUID
    request: UUID
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """Where a visit stands on its steps, and who of the two has said that they are ready."""

    modes: tuple[Mode, ...]
    mode: Mode
    ready: frozenset[UUID] = frozenset()

    @property
    def following(self) -> Mode | None:
        """Return the step after this one, None after the last."""
        place = self.modes.index(self.mode) + 1
        return self.modes[place] if place < len(self.modes) else None

    @property
    def earlier(self) -> tuple[Mode, ...]:
        """Return the steps before this one, in order."""
        return self.modes[: self.modes.index(self.mode)]

    @property
    def left_out(self) -> tuple[Mode, ...]:
        """Return the steps that are no part of this visit, as the host said beforehand."""
        return tuple(mode for mode in LADDER if mode not in self.modes)


def fit(
    offer: ShadowOffer, request: ShadowRequest, *, teams: Collection[UUID], language: str = "en"
) -> Fit | None:
    """Return why an offer fits a request, None where it does not; `teams` are the host's.

    Both name a topic, or both speak of the same kind of work in the same words.
    """
    open_both = offer.is_open and request.closed_at is None
    if not open_both or offer.reverse != request.reverse:
        return None
    if not request.reaches(offer.host, teams):
        return None
    says = shared_words(offer, request.topics, request.title, request.kind, language=language)
    return Fit(offer=offer.id, request=request.id, says=says) if says else None


def shared_words(
    offer: ShadowOffer, topics: Iterable[str], text: str, kind: str = "", *, language: str = "en"
) -> str:
    """Return what an offer has in common with a wish, in a sentence; "" for nothing."""
    wanted = {topic.casefold() for topic in topics}
    both = [topic for topic in offer.topics if topic.casefold() in wanted]
    if both:
        return f"both name: {', '.join(both)}"
    mine, theirs = (
        list(dict.fromkeys(terms(each, language=language))) for each in (offer.title, text)
    )
    words = [word for word in mine if word in theirs]
    if len(words) >= FEWEST_WORDS and (not kind or not offer.kind or kind == offer.kind):
        return f"both speak of: {', '.join(words)}"
    return ""


def begun(modes: Iterable[Mode]) -> Ladder:
    """Return the steps of a visit that begins; ValueError for none."""
    wanted = set(modes)
    found = tuple(mode for mode in LADDER if mode in wanted)
    if not found:
        raise ValueError("needs at least one step")
    return Ladder(modes=found, mode=found[0])


def said_ready(ladder: Ladder, person: UUID, *, ready: bool = True) -> Ladder:
    """Return the ladder after somebody said that they are ready for the next step, or not yet."""
    who = ladder.ready | {person} if ready else ladder.ready - {person}
    return replace(ladder, ready=who)


def suggested(ladder: Ladder, both: Collection[UUID]) -> Mode | None:
    """Return the next step once both have said that they are ready, None before."""
    return ladder.following if ladder.ready.issuperset(both) else None


def moved(ladder: Ladder, to: Mode, both: Collection[UUID]) -> Ladder:
    """Return the ladder at another step: back to any, on to the next alone, once both say so.

    ValueError for anything else: no step is skipped.
    """
    if to not in ladder.modes:
        raise ValueError("is no step of this visit")
    if to not in ladder.earlier and to != ladder.mode:
        if to != ladder.following:
            raise ValueError("no step is skipped: the next one comes first")
        if to != suggested(ladder, both):
            raise ValueError("is taken once both say that they are ready")
    return replace(ladder, mode=to, ready=frozenset()) if to != ladder.mode else ladder


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A time (UTC) at which the two could meet; `yes` are those who have agreed to it."""

    id: UUID
    starts: datetime
    ends: datetime
    yes: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A line of a visit's log: from `at` on it was done this way; `by` chose it."""

    mode: Mode
    by: UUID | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """Something to look for in a visit; `shown` False: only the host sees it so far."""

    id: UUID
    says: str
    why: str
    source: str
    shown: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One shadowing: a host, a visitor, and how far they are. Its id is that of its activity.

    `moving` is the meeting for which another time is sought. `runs` is False once it is over.
    """

    id: UUID
    host: UUID
    visitor: UUID
    title: str
    kind: str
    aims: str
    reverse: bool
    minutes: int
    ladder: Ladder
    at: datetime
    runs: bool
    offer: UUID | None = None
    request: UUID | None = None
    moving: UUID | None = None
    slots: tuple[Slot, ...] = ()
    log: tuple[Step, ...] = ()
    look_fors: tuple[Watched, ...] = ()

    @property
    def both(self) -> frozenset[UUID]:
        """Return the two of them."""
        return frozenset((self.host, self.visitor))

    @property
    def suggested(self) -> Mode | None:
        """Return the next step once both have said that they are ready."""
        return suggested(self.ladder, self.both)

    def other(self, person: UUID) -> UUID:
        """Return the one of the two who is not `person`."""
        return self.visitor if person == self.host else self.host
