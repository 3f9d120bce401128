"""What the index is asked on behalf of a context, and what the ranking must know of each hit.

The live search and the replay, which has an index of its own, both go through here.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from math import log
from uuid import UUID

from journeywork.engine.chances import Worth
from journeywork.engine.context import Context
from journeywork.engine.knowledge import Card
from journeywork.engine.options import OptionKind
from journeywork.engine.ranking import Candidate, Lessons, Renown, gathers
from journeywork.engine.terms import path_terms
from journeywork.engine.trust import pushable
from journeywork.engine.work import Episode
from journeywork.knowledge.analysis import analyse, question
from journeywork.knowledge.index import EVERYONE, Search, Shelf

#: So many things are looked at; more of them where a model compares meanings.
CANDIDATES, COMPARED = 100, 200
MOST_PATHS = 30
#: How soon a repeated term stops counting: tantivy's own.
SATURATION = 1.2
MOST_WORDS_SHOWN = 3
#: A language of fewer things than this share of all is not everybody's matter.
RARE = 0.01

#: Tells in how many entries of a shelf each of some terms occurs.
Rarity = Callable[[Iterable[str]], Mapping[str, int]]


def spoken(counts: Mapping[str, int], language: str) -> tuple[str, ...]:
    """Return the languages in which a question is looked up, where things are found in `counts`.

    Those of at least one thing in a hundred, and the reader's own `language` where there is
    anything in it: each further one costs time and finds by chance.
    """
    least, mine = sum(counts.values()) * RARE, language.partition("-")[0]
    return tuple(one for one in sorted(counts) if counts[one] >= least or one == mine) or ("en",)


def asked(
    shelf: Shelf,
    context: Context,
    *,
    org: UUID,
    languages: Sequence[str],
    limit: int = CANDIDATES,
) -> Search:
    """Return what a shelf is asked on behalf of the person of `context`, in some languages."""
    wanted = question(context.text, languages, context.kind)
    return Search(
        shelf=shelf,
        org=org,
        audience=audience(context),
        terms=wanted.terms,
        pairs=wanted.pairs,
        beginnings=wanted.beginnings,
        areas=_areas(context),
        limit=limit,
    )


def worth(asked: Search, rare: Mapping[str, int], size: int) -> Worth:
    """Return what the words of a question are worth on a shelf of `size` entries.

    `rare` says in how many each of them stands; a word that stands in none is worth most.
    """
    utmost = sum(
        weight * log(1 + (size - rare.get(term, 0) + 0.5) / (rare.get(term, 0) + 0.5))
        for term, weight in asked.terms.items()
    )
    return Worth(utmost=utmost * (1 + SATURATION), terms=len(asked.terms))


def audience(context: Context) -> tuple[str, ...]:
    """Return as whom the person of `context` may find things."""
    mine = (context.person.hex,) if context.person else ()
    return (EVERYONE, *mine, *(team.hex for team in context.teams))


def card_candidate(
    card: Card,
    words: float,
    lessons: Lessons | None = None,
    renown: Renown | None = None,
    meaning: float | None = None,
    *,
    known: bool = False,
) -> Candidate:
    """Return what the ranking needs to know of a card."""
    return Candidate(
        kind=OptionKind.CARD,
        id=card.id,
        key=card.key,
        title=card.title,
        words=words,
        author=card.author,
        team=card.team,
        applies_to=card.applies_to,
        labels=card.topics,
        at=card.changed_at,
        trust=card.trust,
        known=known,
        renown=renown or Renown(),
        meaning=meaning,
        lessons=lessons or Lessons(),
        pushable=pushable(card.trust),
    )


def episode_candidate(episode: Episode, words: float) -> Candidate:
    """Return what the ranking needs to know of a piece of past work."""
    return Candidate(
        kind=OptionKind.EPISODE,
        id=episode.uuid,
        key=episode.key,
        title=episode.title or episode.key,
        words=words,
        author=episode.owner,
        place=episode.place,
        touched=episode.paths,
        labels=episode.labels,
        at=episode.last_at,
        gathers=gathers(episode.title),
    )


def renown(titles: Mapping[UUID, str], rarity: Rarity, size: int) -> dict[UUID, Renown]:
    """Return how often things are called by their names, out of `size` texts.

    Only a name of one word can be told from words that mean something else; a number is none.
    """
    names = {id: stem for id, title in titles.items() if (stem := _name(title))}
    spoken = rarity(set(names.values())) if names else {}
    return {id: Renown(max(0, spoken.get(stem, 0) - 1), size) for id, stem in names.items()}


def rarest(stems: set[str], rare: Mapping[str, int], asked: Mapping[str, str]) -> tuple[str, ...]:
    """Return the words (as they were spelled) of the rarest of `stems`."""
    best = sorted(stems, key=lambda stem: (rare.get(stem, 0), stem))
    return tuple(dict.fromkeys(asked[stem] for stem in best))[:MOST_WORDS_SHOWN]


def _name(title: str) -> str:
    if len(title.split()) != 1:
        return ""
    stems = set(analyse(title))
    return next((stem for stem in stems if not stem.isdigit()), "") if len(stems) == 1 else ""


def _areas(context: Context) -> tuple[str, ...]:
    labels = (f"#{label.lower()}" for label in context.labels)
    return (*path_terms(context.paths[:MOST_PATHS]), *labels)
