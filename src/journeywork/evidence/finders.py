"""The live product's search, over an index in memory: what the engine's `Finder` asks for."""

from collections.abc import Mapping
from uuid import UUID

from journeywork.engine.context import Context
from journeywork.engine.finder import Proposal
from journeywork.engine.knowledge import Card
from journeywork.engine.options import Option
from journeywork.engine.ranking import Candidate, speaks_of
from journeywork.engine.work import Episode
from journeywork.evidence.memory_index import MemoryIndex
from journeywork.knowledge import proposals
from journeywork.knowledge.analysis import analyse, language_of, spelled
from journeywork.knowledge.entries import card_entry, episode_entry
from journeywork.knowledge.index import Shelf

Teams = Mapping[UUID, tuple[UUID, ...]]


class _Found:
    """A shelf in memory, asked as the live one is."""

    shelf: Shelf

    def __init__(self, org: UUID) -> None:
        self._org = org
        self._index = MemoryIndex()

    def remove(self, id: UUID) -> None:
        """Let it no longer be found."""
        self._index.remove(id)

    def search(self, context: Context) -> Proposal:
        """Return ids with the scores of their words."""
        spoken = proposals.spoken(self._index.languages(), context.language)
        asked = proposals.asked(self.shelf, context, org=self._org, languages=spoken)
        worth = proposals.worth(asked, self._index.rarity(asked.terms), self._index.size())
        return Proposal({hit.id: hit.score for hit in self._index.search(asked)}, worth)

    def _worded(self, option: Option, text: str, declared: str, context: Context) -> Option:
        words = spelled(context.text, proposals.spoken(self._index.languages(), context.language))
        shared = words.keys() & set(analyse(text, language_of(text, declared)))
        rare = self._index.rarity(shared)
        return speaks_of(option, proposals.rarest(shared, rare, words))


class EpisodeFinder(_Found):
    """Past work."""

    shelf = Shelf.EPISODE

    def __init__(self, org: UUID, teams: Teams) -> None:
        super().__init__(org)
        self._teams = dict(teams)
        self._shown: dict[UUID, tuple[object, ...]] = {}

    def put(self, thing: Episode) -> None:
        """Let a piece of work be found by those who may see it."""
        shown = (thing.title, thing.text, thing.labels, thing.paths, thing.people)
        if self._shown.get(thing.uuid) != shown:  # Most events change nothing of it.
            self._shown[thing.uuid] = shown
            self._index.write(episode_entry(thing, self._org, self._teams))

    def remove(self, id: UUID) -> None:
        """Let a piece of work no longer be found."""
        self._shown.pop(id, None)
        super().remove(id)

    def candidate(self, thing: Episode, words: float) -> Candidate:
        """Return what the ranking needs to know."""
        return proposals.episode_candidate(thing, words)

    def in_words(self, option: Option, thing: Episode, context: Context) -> Option:
        """Name the words that the option and the question share."""
        return self._worded(option, f"{thing.title}\n{thing.text}", "en", context)


class CardFinder(_Found):
    """Cards."""

    shelf = Shelf.CARD

    def __init__(self, org: UUID, languages: Mapping[UUID, str]) -> None:
        super().__init__(org)
        self._languages = languages

    def put(self, thing: Card) -> None:
        """Let a card be found."""
        self._index.write(card_entry(thing, self._org, self._languages.get(thing.id, "en")))

    def candidate(self, thing: Card, words: float) -> Candidate:
        """Return what the ranking needs to know."""
        known = proposals.renown({thing.id: thing.title}, self._index.rarity, self._index.size())
        return proposals.card_candidate(thing, words, renown=known.get(thing.id))

    def in_words(self, option: Option, thing: Card, context: Context) -> Option:
        """Name the words that the option and the question share."""
        declared = self._languages.get(thing.id, "en")
        return self._worded(option, f"{thing.title}\n{thing.body}", declared, context)
