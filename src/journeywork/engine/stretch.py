"""Is this a stretch? What somebody has done before, who here has, and what work proposes.

The gap is read from the record: where the piece of work lies and what it is about, beside what
the person and others carried to an end before. Complexity follows Liz Keogh's scale ("Estimating
Complexity", lizkeogh.com, 2013), which asks one question: who has done this before?

    1 we all have   2 somebody in the team   3 somebody in the organisation
    4 somebody, but nobody here              5 nobody ever

A record can tell 1, 2 and 3. Of 4 and 5 it knows only that nobody here has: it says 4, and
people say 5. It weighs the work, never the person.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from journeywork.engine.experience import Scope
from journeywork.engine.feedback import decay
from journeywork.engine.parts_of_work import areas
from journeywork.engine.terms import BEGINNING, STOP_WORDS, beginnings, terms
from journeywork.engine.work import Episode, EpisodeState

WE_ALL, IN_TEAM, IN_ORGANISATION, ELSEWHERE, NOBODY = SCALE = (1, 2, 3, 4, 5)
MOST_PARTS, SHORTEST_TERM = 6, 3
#: With fewer finished pieces of work on record, nothing is called new.
ENOUGH = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """What is known of a piece of work before it is done: where it lies, what it is about."""

    place: str = ""
    paths: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    title: str = ""

    @property
    def names(self) -> tuple[tuple[Scope, str], ...]:
        """The names under which it is compared: its place, its finest folders, its labels."""
        folders = areas(self.place, self.paths)
        finest = [one for one in folders if not _has_deeper(one, folders)]
        labels = dict.fromkeys(label.strip().lower() for label in self.labels if label.strip())
        found = [(Scope.PLACE, self.place)] if self.place else []
        found += [(Scope.AREA, one) for one in finest]
        found += [(Scope.KIND, one) for one in labels]
        return tuple(found)[:MOST_PARTS]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One name of the work: how often its person carried such work, and how many others did."""

    scope: Scope
    name: str
    times: int = 0
    last_at: datetime | None = None
    mates: int = 0
    others: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """What is known and what is new to somebody in a piece of work.

    `team` is how many mates the team has beside them; `record` how many finished pieces of work
    the comparison rests on.
    """

    parts: tuple[Part, ...] = ()
    team: int = 0
    record: int = 0

    @property
    def known(self) -> tuple[Part, ...]:
        """What they have carried before."""
        return tuple(part for part in self.parts if part.times)

    @property
    def new(self) -> tuple[Part, ...]:
        """What they have not; nothing where the record is too short to say so."""
        return tuple(part for part in self.parts if not part.times and self.record >= ENOUGH)

    @property
    def is_stretch(self) -> bool:
        """Tell whether it begins on known ground and leads beyond it."""
        return bool(self.known and self.new)

    @property
    def complexity(self) -> int | None:
        """Return who has done the rarest part before, 1 to 4; None where nothing is on record."""
        if self.record < ENOUGH or not self.parts:
            return None
        return max(_level(part, self.team) for part in self.parts)


class Reason(StrEnum):
    """What proposes an assignment; saying no lowers this kind."""

    ASSIGNED = "assigned"
    COMING = "coming"
    WISH = "wish"
    BY_HAND = "by hand"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Something that somebody wants to learn, from their own list."""

    id: UUID
    person: UUID
    skill: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What somebody answered to a proposal of a kind."""

    person: UUID
    reason: Reason
    yes: bool
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A piece of work that could be somebody's next step, with the reason in words."""

    person: UUID
    reason: Reason
    strength: float
    says: str
    skill: str = ""
    wish: UUID | None = None
    figures: Mapping[str, int] = field(default_factory=dict)


STRENGTHS = {Reason.WISH: 0.9, Reason.ASSIGNED: 0.8, Reason.COMING: 0.6}
#: A proposal weaker than this is not made.
LEAST = 0.25
#: Imagined answers before anybody gave one: as many of yes as of no.
_PRIOR = 1.5
#: What a colleague's answer weighs beside one's own.
_OTHERS = 0.25


def piece_of(episode: Episode) -> Piece:
    """Return a piece of work on record as something to compare."""
    title = episode.title or episode.key
    return Piece(place=episode.place, paths=episode.paths, labels=episode.labels, title=title)


def gap(piece: Piece, *, person: UUID, team: Collection[UUID], past: Iterable[Episode]) -> Gap:
    """Compare a piece of work with what was finished before it, by whoever carried that."""
    mates = set(team) - {person}
    names = piece.names
    carried: dict[tuple[Scope, str], list[tuple[UUID, datetime]]] = {name: [] for name in names}
    record = 0
    for episode in past:
        if episode.state is not EpisodeState.FINISHED or episode.owner is None:
            continue
        record += 1
        for name in {*_all_names(episode)}.intersection(carried):
            carried[name].append((episode.owner, episode.closed_at or episode.last_at))
    parts = tuple(_part(name, carried[name], person, mates) for name in names)
    return Gap(parts=parts, team=len(mates), record=record)


def matches(wish: Wish, piece: Piece) -> tuple[str, ...]:
    """Return the words of a wish that a piece of work shares, in the order of the wish."""
    said = {*_terms(piece.title), *(word for label in piece.labels for word in _terms(label))}
    here = {*said, *beginnings(said)}
    return tuple(
        word
        for word in dict.fromkeys(_terms(f"{wish.skill} {wish.text}"))
        if word in here or (len(word) > BEGINNING and set(beginnings([word])) & here)
    )


def proposed(
    person: UUID, piece: Piece, found: Gap, *, assigned: bool, wishes: Iterable[Wish] = ()
) -> Proposal | None:
    """Return what a piece of work proposes to somebody, None for nothing.

    A wish that the work speaks of comes first; else the work has to be a stretch. What the
    person has carried often already is no wish fulfilled.
    """
    for wish in wishes:
        if wish.person == person and matches(wish, piece) and not _all_known(found):
            return Proposal(
                person=person,
                reason=Reason.WISH,
                strength=STRENGTHS[Reason.WISH],
                says=f"It fits what you want to learn: {wish.skill}",
                skill=wish.skill,
                wish=wish.id,
            )
    if not found.is_stretch:
        return None
    reason = Reason.ASSIGNED if assigned else Reason.COMING
    new, known = said_names(found.new), said_names(found.known)
    says = (
        f"It was given to you. New to you: {new}; on known ground: {known}"
        if assigned
        else f"Nobody has begun it yet. New to you: {new}; on known ground: {known}"
    )
    return Proposal(
        person=person,
        reason=reason,
        strength=STRENGTHS[reason],
        says=says,
        skill=short(found.new[0].name),
        figures={"new": len(found.new), "known": len(found.known)},
    )


def stands(found: Proposal, said: Iterable[Said], at: datetime) -> bool:
    """Tell whether answers let a proposal through: one's own count in full, others' a little."""
    yes = no = 0.0
    for one in said:
        if one.reason is found.reason and one.at <= at:
            weight = decay(one.at, at) * (1.0 if one.person == found.person else _OTHERS)
            yes, no = yes + weight * one.yes, no + weight * (not one.yes)
    return found.strength * (_PRIOR + yes) / (2 * _PRIOR + yes + no) >= LEAST


def chosen(
    found: Sequence[Proposal], last: Mapping[UUID, datetime], *, most: int
) -> tuple[Proposal, ...]:
    """Return those to whom it is proposed: who has waited longest for one comes first.

    Nobody is better than another here: the turn decides, then the id, which means nothing.
    """

    def turn(one: Proposal) -> tuple[bool, bool, float, str]:
        waited = last.get(one.person)
        stamp = waited.timestamp() if waited else 0.0
        return (one.reason is not Reason.WISH, waited is not None, stamp, str(one.person))

    return tuple(sorted(found, key=turn)[:most])


def short(name: str) -> str:
    """Return a name of a part as people say it: the folder without its place."""
    return name.rpartition(": ")[2]


def said_names(parts: Iterable[Part]) -> str:
    """Return the names of some parts, with commas between them."""
    return ", ".join(dict.fromkeys(short(part.name) for part in parts))


def _terms(text: str) -> list[str]:
    stop = STOP_WORDS["en"] | STOP_WORDS["de"]
    return [word for word in terms(text) if len(word) >= SHORTEST_TERM and word not in stop]


def _has_deeper(one: str, folders: Iterable[str]) -> bool:
    return any(other != one and other.startswith(one) for other in folders)


def _all_names(episode: Episode) -> Iterable[tuple[Scope, str]]:
    if episode.place:
        yield Scope.PLACE, episode.place
    for one in areas(episode.place, episode.paths):
        yield Scope.AREA, one
    for label in episode.labels:
        yield Scope.KIND, label.strip().lower()


def _part(
    name: tuple[Scope, str],
    carried: Sequence[tuple[UUID, datetime]],
    person: UUID,
    mates: Collection[UUID],
) -> Part:
    own = [at for who, at in carried if who == person]
    who = {each for each, _ in carried} - {person}
    return Part(
        scope=name[0],
        name=name[1],
        times=len(own),
        last_at=max(own, default=None),
        mates=len(who.intersection(mates)),
        others=len(who.difference(mates)),
    )


def _level(part: Part, team: int) -> int:
    """Return who has done such work: all (half the team and the person), the team, others."""
    if part.times and 2 * part.mates >= team:
        return WE_ALL
    if part.times or part.mates:
        return IN_TEAM
    return IN_ORGANISATION if part.others else ELSEWHERE


def _all_known(found: Gap) -> bool:
    return bool(found.parts) and all(part.times > 1 for part in found.parts)
