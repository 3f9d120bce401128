"""What comes up again and again in debriefs, so that nobody can be told from it.

A theme is a word that was written, a place or a kind of work. It is told where it came up in at
least five debriefs with at least five people in them; of a team, where that holds for the team
and nothing can be worked out of what is told of the others (`engine.disclosure`). How often is
told in steps, so that one debrief more or less is not seen. Names of people are no themes.

Who wrote a word is never asked: of a debrief without names nobody knows it, so "the people
behind" a theme are all who took part. Themes are made once a week of debriefs that were
revealed before it, and only read afterwards.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from journeywork.engine.disclosure import LEAST, Group, tellable
from journeywork.engine.languages import LITTLE_WORDS
from journeywork.engine.terms import STOP_WORDS, terms

#: Debriefs in which something comes up before it is a theme, and the steps in which it is told.
FEWEST = 5
STEPS = (5, 10, 20, 50, 100, 200, 500, 1000)
#: Themes of each sort that are told, the most frequent first.
MOST = 20
SHORTEST = 4
#: How far back debriefs count.
LASTS = timedelta(days=365)
WHOLE = ""
#: What debriefs are about in general says nothing of them.
_EVERYWHERE = frozenset(
    [
        "again",
        "also",
        "always",
        "because",
        "before",
        "better",
        "change",
        "changes",
        "could",
        "different",
        "differently",
        "done",
        "early",
        "everybody",
        "every",
        "first",
        "later",
        "little",
        "made",
        "make",
        "makes",
        "more",
        "most",
        "much",
        "never",
        "next",
        "nobody",
        "nothing",
        "only",
        "other",
        "others",
        "over",
        "people",
        "same",
        "should",
        "since",
        "some",
        "something",
        "soon",
        "than",
        "that",
        "then",
        "there",
        "they",
        "thing",
        "things",
        "think",
        "this",
        "time",
        "times",
        "together",
        "very",
        "want",
        "well",
        "were",
        "what",
        "when",
        "where",
        "which",
        "while",
        "will",
        "with",
        "work",
        "worked",
        "working",
        "would",
    ]
)
_LITTLE = frozenset().union(*LITTLE_WORDS.values(), *STOP_WORDS.values()) | _EVERYWHERE


class ThemeKind(StrEnum):
    """What recurs: a word that was written, a place of work, a kind of work."""

    WORD = "word"
    PLACE = "place"
    WORK = "work"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A debrief that was revealed: who took part, what was written, what work it was about."""

    people: frozenset[UUID]
    texts: Sequence[str]
    place: str = ""
    work: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """Something that came up in at least `debriefs` of them (a step, not a count).

    `teams` are those in which it is told too, by key.
    """

    kind: ThemeKind
    text: str
    debriefs: int
    teams: tuple[str, ...] = ()


def themes(
    held: Iterable[Held], *, names: Collection[str] = (), teams: Mapping[UUID, str] | None = None
) -> tuple[Theme, ...]:
    """Return what comes up, by kind and the most frequent first.

    `names` are names of people, in whole or in part; `teams` says in which one team somebody is
    counted. Nothing for fewer than `FEWEST` debriefs.
    """
    unsaid = {term for name in names for term in terms(name)} | _LITTLE
    found: dict[tuple[ThemeKind, str], list[Held]] = defaultdict(list)
    for one in held:
        for topic in _topics(one, unsaid):
            found[topic].append(one)
    told = [_theme(topic, where, teams or {}) for topic, where in found.items()]
    kept = [one for one in told if one is not None]
    kept.sort(key=lambda one: (one.kind, -one.debriefs, one.text))
    return tuple(one for kind in ThemeKind for one in [t for t in kept if t.kind is kind][:MOST])


def week_of(at: datetime) -> datetime:
    """Return when the week began whose themes are told at `at`: the Monday before, 00:00."""
    day = at.replace(hour=0, minute=0, second=0, microsecond=0)
    return day - timedelta(days=day.weekday())


def _topics(one: Held, unsaid: Collection[str]) -> set[tuple[ThemeKind, str]]:
    words = {term for text in one.texts for term in terms(text)}
    found = {
        (ThemeKind.WORD, word)
        for word in words
        if len(word) >= SHORTEST and word.isalpha() and word not in unsaid
    }
    found |= {(ThemeKind.PLACE, one.place)} if one.place else set()
    return found | ({(ThemeKind.WORK, one.work)} if one.work else set())


def _theme(
    topic: tuple[ThemeKind, str], where: Sequence[Held], teams: Mapping[UUID, str]
) -> Theme | None:
    everybody = frozenset().union(*(one.people for one in where))
    if len(where) < FEWEST or len(everybody) < LEAST:
        return None
    sizes: dict[str, int] = defaultdict(int)
    for person in everybody & teams.keys():
        sizes[teams[person]] += 1
    groups = [Group(key=WHOLE, size=len(everybody))]
    groups += [Group(key=team, size=size, within=WHOLE) for team, size in sizes.items()]
    told = tellable(groups) - {WHOLE}
    often = [team for team in sorted(told) if _held_in(where, team, teams) >= FEWEST]
    return Theme(kind=topic[0], text=topic[1], debriefs=step(len(where)), teams=tuple(often))


def step(count: int) -> int:
    """Return the step at or below a count, 0 below the first."""
    return max((one for one in STEPS if one <= count), default=0)


def _held_in(where: Sequence[Held], team: str, teams: Mapping[UUID, str]) -> int:
    return sum(any(teams.get(person) == team for person in one.people) for one in where)
