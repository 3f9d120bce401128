"""The search index in memory, for the replay: the same entries, the same questions.

The live index (`knowledge.tantivy_index`) knows everything up to now. This one knows what was
written to it so far, in the order of time. Fields, weights, scores and the choice of words are
those of the live index; tests/rooms/test_evidence_index.py holds the two side by side.
"""

from collections.abc import Iterable, Mapping
from uuid import UUID

from journeywork.engine.lexicon import Lexicon, Scores
from journeywork.knowledge.analysis import MOST_TERMS, pairs
from journeywork.knowledge.index import EVERYONE, Entry, Hit, Search


class MemoryIndex:
    """One shelf of one organisation."""

    def __init__(self) -> None:
        self._words: Lexicon[UUID] = Lexicon()
        self._pairs: Lexicon[UUID] = Lexicon()
        self._areas: Lexicon[UUID] = Lexicon()
        self._audience: dict[UUID, tuple[str, ...]] = {}
        self._private = 0

    def write(self, entry: Entry) -> None:
        """Put an entry in, in place of the one with the same id."""
        self._allow(entry.id, entry.audience)
        if self._words.holds(entry.id, entry.words) and self._areas.holds(entry.id, entry.areas):
            return
        # All three or none: the numbers they give to entries must agree.
        self._words.add(entry.id, entry.words)
        self._pairs.add(entry.id, pairs(entry.words))
        self._areas.add(entry.id, entry.areas)

    def remove(self, id: UUID) -> None:
        """Take an entry out, where it is in."""
        if id in self._words:
            self._allow(id, (EVERYONE,))
            del self._audience[id]
            for lexicon in (self._words, self._pairs, self._areas):
                lexicon.remove(id)

    def search(self, asked: Search) -> tuple[Hit, ...]:
        """Return the best by words, then those found by area alone, that may be seen."""
        by_words = _score(self._words, asked.terms) + _score(self._pairs, asked.pairs)
        best = self._best(self._words, by_words, asked)
        known = {hit.id for hit in best}
        by_area = self._areas.score(dict.fromkeys(asked.areas, 1.0))
        near = self._best(self._areas, by_area, asked)
        return (*best, *(Hit(hit.id, 0.0) for hit in near if hit.id not in known))

    def rarity(self, terms: Iterable[str]) -> dict[str, int]:
        """Return in how many entries each term occurs."""
        return {term: self._words.frequency(term) for term in terms}

    def _best(self, lexicon: Lexicon[UUID], scores: Scores, asked: Search) -> list[Hit]:
        """Return the best that may be seen; where all is everybody's nothing is filtered."""
        limit = asked.limit if not self._private else len(self._audience)
        mine = set(asked.audience)
        found = lexicon.ranked(scores, limit=max(limit, 1))
        seen = (Hit(id, score) for id, score in found if mine & set(self._audience[id]))
        return [hit for _, hit in zip(range(asked.limit), seen, strict=False)]

    def _allow(self, id: UUID, audience: tuple[str, ...]) -> None:
        before = self._audience.get(id, (EVERYONE,))
        self._private += (EVERYONE not in audience) - (EVERYONE not in before)
        self._audience[id] = audience


def _score(lexicon: Lexicon[UUID], weights: Mapping[str, float]) -> Scores:
    """Return the scores by the rarest of the terms asked for."""
    held = sorted((n, term) for term in weights if (n := lexicon.frequency(term)))
    return lexicon.score({term: weights[term] for _, term in held[:MOST_TERMS]})
