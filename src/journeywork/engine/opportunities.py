"""What fits something that somebody wants to learn, and why; each thing told of once.

What the index knows (cards, colleagues) comes with its chance, as measured for Ask
(`engine.chances`). What it does not hold (a piece of work that is coming, a seat beside
somebody, a debrief) is compared with the entry by the same words and the same rarity of words:
how much of what the entry says, weighed by how rare it is, is said there too.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from math import log
from uuid import UUID

from journeywork.engine.options import Option, OptionKind, Part

#: A find that is shown: less than what may be pushed, more than what Ask shows to who can judge.
LEAST_CHANCE = 0.12
#: A colleague's time is dear: none is named who is less likely to help than who is pushed.
LEAST_OF_A_PERSON = 0.3
#: Half of what an entry says, by the rarity of its words, must be said in a text.
LEAST_SAID = 0.5
#: Of each kind so many are kept for an entry at a time: a list of finds is no catalogue.
MOST_OF_A_KIND = 2
#: "Not this" takes away so much of what is left to certainty, each time.
KEPT_BY_A_NO = 0.5
MOST_WORDS = 3


class OpportunityKind(StrEnum):
    """What an entry can meet, what passes by first and what waits last."""

    SHADOWING = "shadowing"
    STRETCH = "stretch"
    WORK = "work"
    DEBRIEF = "debrief"
    LESSON = "lesson"
    CARD = "card"
    MENTOR = "mentor"


_ORDER = tuple(OpportunityKind)


class FindState(StrEnum):
    """What became of a find."""

    NEW = "new"
    TOLD = "told"
    TAKEN = "taken"
    NOT_THIS = "not this"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opportunity:
    """Something that may fit an entry. `fit` is 0 to 1; `says` why, to go on after its title.

    `key` is what its address is made of, where that is not `thing`. `until` is when it passes.
    """

    kind: OpportunityKind
    thing: UUID
    title: str
    fit: float
    says: str
    key: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Find:
    """An opportunity that was found for an entry, and what became of it."""

    id: UUID
    entry: UUID
    kind: OpportunityKind
    thing: UUID
    title: str
    says: str
    fit: float
    state: FindState
    at: datetime
    key: str = ""
    until: datetime | None = None
    told_at: datetime | None = None
    tried_on: date | None = None

    def stands(self, at: datetime) -> bool:
        """Tell whether it is shown: not refused, and not over."""
        return self.state is not FindState.NOT_THIS and (self.until is None or at < self.until)


_LEAST = {
    OpportunityKind.CARD: LEAST_CHANCE,
    OpportunityKind.LESSON: LEAST_CHANCE,
    OpportunityKind.MENTOR: LEAST_OF_A_PERSON,
}


def least(kind: OpportunityKind, noes: int) -> float:
    """Return how well something of `kind` must fit, where so many were refused for the entry."""
    bar = _LEAST.get(kind, LEAST_SAID)
    return float(1.0 - (1.0 - bar) * KEPT_BY_A_NO**noes)


def fitting(
    found: Iterable[Opportunity],
    *,
    known: Mapping[tuple[OpportunityKind, UUID], FindState],
) -> tuple[Opportunity, ...]:
    """Return what fits well enough and is news, the best of each kind.

    `known` are those found for the entry before, and what became of them: none comes twice, and
    each that was refused asks for a better fit of its kind. What stands leaves no room for what
    fits less; what was refused does.
    """
    refused = {each for each, state in known.items() if state is FindState.NOT_THIS}
    noes = Counter(kind for kind, _thing in refused)
    kept: list[Opportunity] = []
    for one in sorted(found, key=_rank):
        if (one.kind, one.thing) in refused:
            continue
        of_kind = sum(each.kind is one.kind for each in kept)
        if of_kind < MOST_OF_A_KIND and one.fit >= least(one.kind, noes[one.kind]):
            kept.append(one)
    return tuple(each for each in kept if (each.kind, each.thing) not in known)


def said_of(
    asked: Mapping[str, float],
    said: Collection[str],
    *,
    rare: Mapping[str, int],
    size: int,
) -> tuple[float, tuple[str, ...]]:
    """Return how much of what is asked is said, 0 to 1, and the terms that are, rarest first.

    `asked` are terms with their weights; `rare` says in how many of `size` texts each stands.
    The rarity is that of BM25 (Robertson & Zaragoza 2009, section 3.2).
    """
    worth = {
        term: weight * log(1 + (size - rare.get(term, 0) + 0.5) / (rare.get(term, 0) + 0.5))
        for term, weight in asked.items()
    }
    whole = sum(worth.values())
    shared = sorted((term for term in worth if term in said), key=lambda term: -worth[term])
    share = sum(worth[term] for term in shared) / whole if whole > 0 else 0.0
    return min(1.0, share), tuple(shared)[:MOST_WORDS]


def next_to_tell(finds: Iterable[Find], *, at: datetime, day: date) -> tuple[Find, ...]:
    """Return what one entry could tell of now, best first: what is new and was not tried today.

    What passes by comes first, what is written waits, a colleague's time is dearest.
    """
    new = (each for each in finds if each.state is FindState.NEW and each.stands(at))
    return tuple(
        sorted(
            (each for each in new if each.tried_on is None or each.tried_on < day),
            key=lambda each: (_ORDER.index(each.kind), -each.fit, each.thing.int),
        )
    )


def passes_by(best: Sequence[Find]) -> int:
    """Return how soon the first of what an entry could tell of is gone, the soonest smallest."""
    return _ORDER.index(best[0].kind)


def as_option(find: Find) -> Option:
    """Return a find as something that can be offered. Nothing in it repeats the entry's words."""
    kind = _OFFERED.get(find.kind, OptionKind.OPPORTUNITY)
    says = "fits something that you want to learn"
    return Option(
        kind=kind,
        id=find.thing,
        title=find.title,
        score=find.fit,
        parts=(Part(name=WISHED, value=find.fit, says=says),),
        chance=find.fit,
        key=find.key
        if kind in _OFFERED.values()
        else "/".join(filter(None, (find.kind, find.key))),
    )


#: The name of the part of an option's score that says it was found for a wish.
WISHED = "to learn"
#: The option's key of the question after work that one wanted to learn from.
JOURNAL = "journal"


def looking_back(episode: UUID) -> Option:
    """Return the question to somebody who has finished work from which they wanted to learn."""
    says = "keeps for you, and for nobody else, what you would do again"
    return Option(
        kind=OptionKind.OPPORTUNITY,
        id=episode,
        title="What did you learn from it?",
        score=1.0,
        parts=(Part(name="learned", value=1.0, says=says),),
        key=JOURNAL,
    )


_OFFERED = {
    OpportunityKind.CARD: OptionKind.CARD,
    OpportunityKind.LESSON: OptionKind.CARD,
    OpportunityKind.MENTOR: OptionKind.PERSON,
}


def _rank(one: Opportunity) -> tuple[float, int]:
    return -one.fit, one.thing.int
