"""What the index keeps of a card, of a piece of past work, of any text."""

from collections.abc import Iterable
from uuid import UUID

from journeywork.engine.knowledge import Card, CardState
from journeywork.engine.terms import path_terms
from journeywork.engine.work import Episode
from journeywork.knowledge.analysis import analyse, language_of
from journeywork.knowledge.index import EVERYONE, Entry


def entry(
    *,
    id: UUID,
    org: UUID,
    title: str,
    text: str,
    audience: tuple[str, ...] = (EVERYONE,),
    areas: Iterable[str] = (),
    language: str = "en",
) -> Entry:
    """Return an entry for a text; the words of its title count as if said twice more.

    A field of its own would make a title of one common word look rare and precious. What is
    written in another language than `language`, the declared one, is taken as what it is.
    """
    spoken = language_of(f"{title}\n{text}", language)
    return Entry(
        id=id,
        org=org,
        audience=audience,
        words=analyse(title, spoken) * 2 + analyse(text, spoken),
        areas=list(areas),
        language=spoken,
    )


def card_entry(card: Card, org: UUID, language: str) -> Entry:
    """Return the entry of a card; a draft is for its author, an archived card for nobody."""
    audience: tuple[str, ...] = (EVERYONE,)
    if card.state == CardState.ARCHIVED:
        audience = ()
    elif card.state == CardState.DRAFT:
        audience = (card.author.hex,) if card.author else ()
    folders = (_fixed_part(path).lower() for path in card.applies_to.paths)
    return entry(
        id=card.id,
        org=org,
        title=card.title,
        text=" ".join((card.body, *card.topics, *card.applies_to.kinds)),
        audience=audience,
        areas=(
            *(area for area in folders if area),
            *_labels((*card.applies_to.kinds, *card.topics)),
        ),
        language=language,
    )


def episode_entry(episode: Episode, org: UUID, teams: dict[UUID, tuple[UUID, ...]]) -> Entry:
    """Return the entry of a piece of work; `teams` of each of its people."""
    return entry(
        id=episode.uuid,
        org=org,
        title=episode.title,
        text=" ".join((episode.text, *episode.labels)),
        audience=audience_of(episode, teams),
        areas=(*path_terms(episode.paths), *_labels(episode.labels)),
    )


def audience_of(episode: Episode, teams: dict[UUID, tuple[UUID, ...]]) -> tuple[str, ...]:
    """Return who may find an episode: its people and their teams.

    Work of people who are in no team (nobody's, or a history from elsewhere) is everybody's.
    """
    theirs = {team.hex for person in episode.people for team in teams.get(person, ())}
    if not theirs:
        return (EVERYONE,)
    return (*sorted(theirs), *sorted(person.hex for person in episode.people))


def _fixed_part(glob: str) -> str:
    """Return the folder or file that a glob names before its first wildcard."""
    parts = glob.strip("/").split("/")
    plain = next((n for n, part in enumerate(parts) if set(part) & set("*?[")), len(parts))
    return "/".join(parts[:plain])


def _labels(labels: Iterable[str]) -> list[str]:
    return [f"#{label.lower()}" for label in labels]
