"""From a context to options: the index proposes, the database checks, the engine ranks."""

from collections.abc import Container, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from journeywork.engine.context import Context
from journeywork.engine.knowledge import Card, CardState
from journeywork.engine.options import Option, OptionKind
from journeywork.engine.ranking import Candidate, Lessons, rank, speaks_of
from journeywork.engine.terms import path_terms
from journeywork.engine.trust import pushable
from journeywork.engine.work import Episode
from journeywork.kernel.tenancy import current_org
from journeywork.knowledge.analysis import analyse, question, spelled
from journeywork.knowledge.entries import audience_of
from journeywork.knowledge.index import EVERYONE, Hit, Search, Shelf
from journeywork.knowledge.indexing import search_index
from journeywork.knowledge.knowers import knowers
from journeywork.knowledge.models import AskedRow, CardRow
from journeywork.knowledge.values import NOBODY, Tally, card_of, tallies
from journeywork.people import queries as people
from journeywork.work import queries as work

CANDIDATES = 100
MOST_WORDS_SHOWN = 3
ASKED_FOR = timedelta(days=30)


def fitting(context: Context, *, limit: int = 10) -> tuple[Option, ...]:
    """Return published cards that fit `context`, best first, with parts that add up.

    Raises IndexUnavailable while there is no index.
    """
    hits = _search(Shelf.CARD, context)
    rows = CardRow.objects.filter(id__in=hits.keys(), state=CardState.PUBLISHED)
    cards = [card_of(row, context.at.date()) for row in rows]
    counts = tallies(card.id for card in cards)
    known = _known_authors(cards, context)
    found = rank(
        (
            replace(
                card_candidate(card, hits[card.id].score, counts.get(card.id, NOBODY)),
                known=card.author in known,
            )
            for card in cards
        ),
        context,
        limit=limit,
    )
    texts = {card.id: f"{card.title} {card.body}" for card in cards}
    return _with_words(found, context, texts)


def past_work(context: Context, *, limit: int = 5) -> tuple[Option, ...]:
    """Return finished pieces of work that are like `context` and that the person may see.

    Raises IndexUnavailable while there is no index.
    """
    hits = _search(Shelf.EPISODE, context)
    episodes = _seen_by(context, work.episodes_by_id(hits.keys()).values())
    found = rank(
        (
            episode_candidate(episode, hits[episode.uuid].score)
            for episode in episodes
            if episode.uuid != context.episode and episode.uuid in hits
        ),
        context,
        limit=limit,
    )
    texts = {episode.uuid: f"{episode.title} {episode.text}" for episode in episodes}
    return _with_words(found, context, texts)


def who_knows(
    context: Context, *, limit: int = 2, exclude: Container[UUID] = ()
) -> tuple[Option, ...]:
    """Return people who know, with the reason; never who opted out, left or is away."""
    names = {
        id: one.name
        for id, one in people.persons().items()
        if one.findable and not _away(one.paused_until, context)
    }
    return knowers(context.at).rank(
        context, names, limit=limit, exclude=exclude, asked=_asked(context)
    )


def card_candidate(card: Card, words: float, tally: Tally = NOBODY) -> Candidate:
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
        lessons=Lessons(helped=tally.helped, not_useful=tally.not_useful, chosen=tally.chosen),
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
    )


def asked(shelf: Shelf, context: Context, *, org: UUID) -> Search:
    """Return what the index is asked on behalf of the person of `context`."""
    mine = (context.person.hex,) if context.person else ()
    wanted = question(context.text, context.language, context.kind)
    return Search(
        shelf=shelf,
        org=org,
        audience=(EVERYONE, *mine, *(team.hex for team in context.teams)),
        terms=wanted.terms,
        pairs=wanted.pairs,
        areas=_areas(context),
        limit=CANDIDATES,
    )


def _search(shelf: Shelf, context: Context) -> dict[UUID, Hit]:
    hits = search_index().search(asked(shelf, context, org=current_org()))
    return {hit.id: hit for hit in hits}


def _known_authors(cards: Iterable[Card], context: Context) -> set[UUID | None]:
    """Return the authors who share a team with the person of `context`, themselves left out."""
    authors = {card.author for card in cards if card.author} - {context.person}
    if not authors or not context.teams:
        return set()
    found = people.persons(authors, active_only=False)
    return {id for id, one in found.items() if set(one.teams) & set(context.teams)}


def _areas(context: Context) -> tuple[str, ...]:
    labels = (f"#{label.lower()}" for label in context.labels)
    return (*path_terms(context.paths[:30]), *labels)


def _seen_by(context: Context, episodes: Iterable[Episode]) -> list[Episode]:
    """Check each hit again, as the teams stand now."""
    found = list(episodes)
    ids = {person for episode in found for person in episode.people}
    teams = {id: one.teams for id, one in people.persons(ids, active_only=False).items()}
    mine = {EVERYONE, *(team.hex for team in context.teams)}
    mine |= {context.person.hex} if context.person else set()
    return [episode for episode in found if mine & set(audience_of(episode, teams))]


def _with_words(
    found: tuple[Option, ...], context: Context, texts: dict[UUID, str]
) -> tuple[Option, ...]:
    """Name the rarest words that an option and the question share."""
    asked = spelled(context.text, context.language)
    shelf = Shelf.CARD if found and found[0].kind is OptionKind.CARD else Shelf.EPISODE
    shared = {
        option.id: asked.keys() & set(analyse(texts[option.id], context.language))
        for option in found
    }
    rare = search_index().rarity(shelf, set().union(*shared.values())) if found else {}
    return tuple(speaks_of(option, rarest(shared[option.id], rare, asked)) for option in found)


def rarest(stems: set[str], rare: dict[str, int], asked: dict[str, str]) -> tuple[str, ...]:
    """Return the words (as they were spelled) of the rarest of `stems`."""
    best = sorted(stems, key=lambda stem: (rare.get(stem, 0), stem))
    return tuple(dict.fromkeys(asked[stem] for stem in best))[:MOST_WORDS_SHOWN]


def _asked(context: Context) -> Iterable[tuple[UUID, datetime]]:
    rows = AskedRow.objects.filter(at__gt=context.at - ASKED_FOR, at__lte=context.at)
    return rows.values_list("person", "at")


def _away(paused_until: date | None, context: Context) -> bool:
    return paused_until is not None and context.at.date() < paused_until
