"""What each shelf of the index proposes for many contexts at once, checked and ranked.

The database is read once for all contexts: what an index proposes is never shown before its
rights were checked there.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from uuid import UUID

from journeywork.engine.chances import Worth
from journeywork.engine.context import Context
from journeywork.engine.knowledge import Card
from journeywork.engine.options import Option
from journeywork.engine.people import Person
from journeywork.engine.ranking import Candidate, Lessons, Renown, rank, speaks_of
from journeywork.engine.work import Episode, EpisodeState
from journeywork.kernel.tenancy import current_org
from journeywork.knowledge import embeddings, proposals
from journeywork.knowledge.analysis import analyse, language_of, spelled
from journeywork.knowledge.entries import audience_of
from journeywork.knowledge.index import Shelf
from journeywork.knowledge.indexing import search_index
from journeywork.knowledge.reading import published
from journeywork.knowledge.values import card_of
from journeywork.work import queries as work

#: Of so many options the words are named that they share with the question.
NAMED = 12

People = Mapping[UUID, Person]
#: Tells what something says, and in which language it says so.
_Texts = Callable[[UUID], tuple[str, str]]


class _Proposed:
    """The hits of one shelf for each of `contexts`, in their order."""

    def __init__(
        self, shelf: Shelf, contexts: Sequence[Context], most: int = proposals.CANDIDATES
    ) -> None:
        self._shelf = shelf
        self._stems: dict[UUID, frozenset[str]] = {}
        index, org = search_index(), current_org()
        counts = index.languages(shelf, org) if contexts else {}
        self._contexts = contexts
        self._spoken = [proposals.spoken(counts, context.language) for context in contexts]
        self._hits: list[dict[UUID, float]] = []
        self._worths: list[Worth] = []
        size = index.size(shelf) if contexts else 0
        for context, languages in zip(contexts, self._spoken, strict=True):
            asked = proposals.asked(shelf, context, org=org, languages=languages, limit=most)
            self._hits.append({hit.id: hit.score for hit in index.search(asked)})
            self._worths.append(proposals.worth(asked, index.rarity(shelf, asked.terms), size))

    def _all(self) -> set[UUID]:
        return {id for hits in self._hits for id in hits}

    def _ranked(
        self, number: int, candidates: Sequence[Candidate], limit: int, texts: _Texts
    ) -> tuple[Option, ...]:
        context = self._contexts[number]
        found = rank(candidates, context, limit=limit, worth=self._worths[number])
        asked = spelled(context.text, self._spoken[number]) if found else {}
        shared = {one.id: asked.keys() & self._said(one.id, texts) for one in found[:NAMED]}
        rare = search_index().rarity(self._shelf, set().union(*shared.values()))
        said = {id: proposals.rarest(stems, rare, asked) for id, stems in shared.items()}
        return tuple(speaks_of(one, said.get(one.id, ())) for one in found)

    def _said(self, id: UUID, texts: _Texts) -> frozenset[str]:
        if id not in self._stems:
            text, declared = texts(id)
            self._stems[id] = frozenset(analyse(text, language_of(text, declared)))
        return self._stems[id]


class CardShelf(_Proposed):
    """Published cards for each of `contexts`; one statement, none where nothing is proposed."""

    def __init__(self, contexts: Sequence[Context]) -> None:
        compares = embeddings.model() is not None
        most = proposals.COMPARED if compares else proposals.CANDIDATES
        super().__init__(Shelf.CARD, contexts, most)
        proposed = self._all()
        rows = published(proposed) if proposed else ()
        self._rows = {row.id: (row, tally) for row, tally in rows}
        self._on: dict[date, dict[UUID, Card]] = {}
        titles = {id: row.title for id, (row, _) in self._rows.items()}
        self._renown = self._renowned(titles)
        texts = [context.text for context in contexts]
        self._near = embeddings.nearness(texts, [hits.keys() & self._rows for hits in self._hits])

    def authors(self) -> set[UUID]:
        """Return who wrote the cards that are proposed."""
        return {row.author for row, _ in self._rows.values() if row.author}

    def cards(self, day: date) -> Mapping[UUID, Card]:
        """Return the cards that are proposed, as they stand on a day."""
        if day not in self._on:
            self._on[day] = {
                id: card_of(row, day, tally) for id, (row, tally) in self._rows.items()
            }
        return self._on[day]

    def fitting(self, number: int, who: People, *, limit: int) -> tuple[Option, ...]:
        """Return the cards that fit the context of that number; `who` holds their authors."""
        context, hits = self._contexts[number], self._hits[number]
        cards, near = self.cards(context.at.date()), self._near[number]
        candidates = [
            self._candidate(
                card, words, near.get(id), known=_work_together(card.author, who, context)
            )
            for id, words in hits.items()
            if (card := cards.get(id)) is not None
        ]
        return self._ranked(number, candidates, limit, self._text)

    def _candidate(
        self, card: Card, words: float, meaning: float | None, *, known: bool
    ) -> Candidate:
        _, tally = self._rows[card.id]
        lessons = Lessons(helped=tally.helped, not_useful=tally.not_useful, chosen=tally.chosen)
        renown = self._renown.get(card.id)
        return proposals.card_candidate(card, words, lessons, renown, meaning, known=known)

    def _text(self, id: UUID) -> tuple[str, str]:
        row, _ = self._rows[id]
        return f"{row.title}\n{row.body}", row.language

    def _renowned(self, titles: Mapping[UUID, str]) -> dict[UUID, Renown]:
        index = search_index()
        if not titles:
            return {}
        return proposals.renown(
            titles, lambda stems: index.rarity(Shelf.CARD, stems), index.size(Shelf.CARD)
        )


class EpisodeShelf(_Proposed):
    """Past work for each of `contexts`; one statement, none where nothing is proposed."""

    def __init__(self, contexts: Sequence[Context]) -> None:
        super().__init__(Shelf.EPISODE, contexts)
        proposed = self._all()
        self._found = work.episodes_by_id(proposed) if proposed else {}

    def people(self) -> set[UUID]:
        """Return who worked on what is proposed."""
        return {person for episode in self._found.values() for person in episode.people}

    def fitting(self, number: int, who: People, *, limit: int) -> tuple[Option, ...]:
        """Return past work that fits the context of that number and that its person may see.

        `who` holds the people of it: each hit is checked again, as their teams stand now.
        """
        context, hits = self._contexts[number], self._hits[number]
        mine = set(proposals.audience(context))
        teams = {id: one.teams for id, one in who.items()}
        standing = {self._found[id].uuid: self._found[id] for id in hits if id in self._found}
        candidates = [
            proposals.episode_candidate(episode, hits[id])
            for id, episode in standing.items()
            if id in hits and id != context.episode and mine & set(audience_of(episode, teams))
            if not _at_hand(episode, context)
        ]
        return self._ranked(number, candidates, limit, self._text)

    def _text(self, id: UUID) -> tuple[str, str]:
        return f"{self._found[id].title}\n{self._found[id].text}", "en"


def _at_hand(episode: Episode, context: Context) -> bool:
    """Tell whether it is what the person of `context` is working on: that was not done before."""
    mine = context.person is not None and episode.owner == context.person
    return mine and episode.state is not EpisodeState.FINISHED


def _work_together(author: UUID | None, who: People, context: Context) -> bool:
    """Tell whether the author of a card shares a team with the person of `context`."""
    one = who.get(author) if author and author != context.person else None
    return one is not None and not set(one.teams).isdisjoint(context.teams)
