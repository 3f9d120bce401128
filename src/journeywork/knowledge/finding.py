"""From contexts to options: the index proposes, the database checks, the engine ranks.

Looking for help at many moments takes as many statements as at one: what the index proposes
for all of them is read together, and ranked for each.
"""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from uuid import UUID

from journeywork.engine.context import Context
from journeywork.engine.knowledge import Card
from journeywork.engine.options import Option
from journeywork.engine.people import Person
from journeywork.engine.who_knows import Standing
from journeywork.knowledge.knowers import standings
from journeywork.knowledge.reading import asked_people
from journeywork.knowledge.shelves import CardShelf, EpisodeShelf, People
from journeywork.people import queries as people

ASKED_FOR = timedelta(days=30)
#: So many of those who know are looked up, because some of them are away or left.
FOREMOST = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is looked for on behalf of a context: at most so many of each kind."""

    context: Context
    cards: int = 0
    episodes: int = 0
    people: int = 0
    exclude: Container[UUID] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found, best first; `shelf` holds all cards that were looked at."""

    cards: tuple[Option, ...] = ()
    episodes: tuple[Option, ...] = ()
    people: tuple[Option, ...] = ()
    shelf: Mapping[UUID, Card] = field(default_factory=dict)


def look(wanted: Sequence[Wanted]) -> list[Found]:
    """Return what was found for each of `wanted`, in as many statements for all as for one.

    Cards are published; past work is what the person may see; people are those who can be
    found and are not away. Raises IndexUnavailable while there is no index.
    """
    for_cards = [one for one in wanted if one.cards]
    for_work = [one for one in wanted if one.episodes]
    for_people = [one for one in wanted if one.people]
    cards = CardShelf([one.context for one in for_cards])
    episodes = EpisodeShelf([one.context for one in for_work])
    knowing = _standings([one.context for one in for_people])
    foremost = [standing.foremost(FOREMOST) for standing in knowing]
    ids = cards.authors() | episodes.people() | {id for few in foremost for id in few}
    who = people.persons(ids, active_only=False) if ids else {}
    found = {id(one): Found() for one in wanted}
    for number, one in enumerate(for_cards):
        found[id(one)] = Found(
            cards=cards.fitting(number, who, limit=one.cards),
            shelf=cards.cards(one.context.at.date()),
        )
    for number, one in enumerate(for_work):
        fits = episodes.fitting(number, who, limit=one.episodes)
        found[id(one)] = replace(found[id(one)], episodes=fits)
    for one, standing, few in zip(for_people, knowing, foremost, strict=True):
        fits = _who_knows(one, standing, {id: who[id] for id in few if id in who})
        found[id(one)] = replace(found[id(one)], people=fits)
    return [found[id(one)] for one in wanted]


def fitting(context: Context, *, limit: int = 10) -> tuple[Option, ...]:
    """Return published cards that fit `context`, best first, with parts that add up.

    Raises IndexUnavailable while there is no index.
    """
    return look([Wanted(context=context, cards=limit)])[0].cards


def past_work(context: Context, *, limit: int = 5) -> tuple[Option, ...]:
    """Return finished pieces of work that are like `context` and that the person may see.

    Raises IndexUnavailable while there is no index.
    """
    return look([Wanted(context=context, episodes=limit)])[0].episodes


def who_knows(
    context: Context, *, limit: int = 2, exclude: Container[UUID] = ()
) -> tuple[Option, ...]:
    """Return people who know, with the reason; never who opted out, left or is away."""
    return look([Wanted(context=context, people=limit, exclude=exclude)])[0].people


def _standings(contexts: Sequence[Context]) -> list[Standing]:
    """Return how people stand to each context; at most three statements for all of them."""
    if not contexts:
        return []
    times = [context.at for context in contexts]
    asked = asked_people(since=min(times) - ASKED_FOR, until=max(times))
    return standings(contexts, asked=asked, at=max(times))


def _who_knows(wanted: Wanted, standing: Standing, who: People) -> tuple[Option, ...]:
    today = wanted.context.at.date()
    names = {id: one.name for id, one in who.items() if _can_be_asked(one, today)}
    found = standing.options(names, limit=wanted.people, exclude=wanted.exclude)
    return tuple(replace(option, key=who[option.id].key) for option in found)


def _can_be_asked(one: Person, today: date) -> bool:
    away = one.paused_until is not None and today < one.paused_until
    return one.active and one.findable and not away
