"""The search index in memory, for the replay: the same entries, the same questions.

The live index (`knowledge.tantivy_index`) knows everything up to now. This one knows what was
written to it so far, in the order of time. Fields, weights, scores and the choice of words are
those of the live index; tests/rooms/test_evidence_index.py holds the two side by side.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple
from uuid import UUID

from journeywork.engine.lexicon import Lexicon, Scores
from journeywork.engine.terms import beginnings
from journeywork.knowledge.analysis import MOST_BEGINNINGS, MOST_TERMS, pairs
from journeywork.knowledge.index import EVERYONE, Entry, Hit, Search


class _Kept(NamedTuple):
    """What an entry was written with, to tell whether it changed and to take it out."""

    words: tuple[str, ...]
    areas: tuple[str, ...]
    language: str


class MemoryIndex:
    """One shelf of one organisation."""

    def __init__(self) -> None:
        self._words: Lexicon[UUID] = Lexicon()
        self._pairs: Lexicon[UUID] = Lexicon()
        self._beginnings: Lexicon[UUID] = Lexicon()
        self._areas: Lexicon[UUID] = Lexicon()
        self._languages: Counter[str] = Counter()
        self._kept: dict[UUID, _Kept] = {}
        self._spelled: dict[str, str] = {}
        self._audience: dict[UUID, tuple[str, ...]] = {}
        self._private = 0

    def write(self, entry: Entry) -> None:
        """Put an entry in, in place of the one with the same id."""
        self._allow(entry.id, entry.audience)
        kept = _Kept(self._once(entry.words), self._once(entry.areas), entry.language)
        if self._kept.get(entry.id) == kept:
            return
        self._take_out(entry.id)
        # All four: the numbers they give to entries must agree.
        self._words.add(entry.id, kept.words)
        self._pairs.add(entry.id, pairs(kept.words))
        self._beginnings.add(entry.id, self._once(beginnings(kept.words)))
        self._areas.add(entry.id, kept.areas)
        self._languages[kept.language] += 1
        self._kept[entry.id] = kept

    def remove(self, id: UUID) -> None:
        """Take an entry out, where it is in."""
        if id in self._audience:
            self._allow(id, (EVERYONE,))
            del self._audience[id]
            self._take_out(id)

    def search(self, asked: Search) -> tuple[Hit, ...]:
        """Return the best by words, then those found by area alone, that may be seen."""
        by_words = _score(self._words, asked.terms) + _score(self._pairs, asked.pairs)
        if asked.beginnings:
            by_words += _score(self._beginnings, asked.beginnings, MOST_BEGINNINGS)
        best = self._best(self._words, by_words, asked)
        known = {hit.id for hit in best}
        by_area = self._areas.score(dict.fromkeys(asked.areas, 1.0))
        near = self._best(self._areas, by_area, asked)
        return (*best, *(Hit(hit.id, 0.0) for hit in near if hit.id not in known))

    def rarity(self, terms: Iterable[str]) -> dict[str, int]:
        """Return in how many entries each term occurs."""
        return {term: self._words.frequency(term) for term in terms}

    def size(self) -> int:
        """Return how many entries there are."""
        return len(self._kept)

    def languages(self) -> dict[str, int]:
        """Return how many entries there are in each language."""
        return {one: count for one, count in self._languages.items() if count > 0}

    def _best(self, lexicon: Lexicon[UUID], scores: Scores, asked: Search) -> list[Hit]:
        """Return the best that may be seen; where all is everybody's nothing is filtered."""
        limit = asked.limit if not self._private else len(self._audience)
        mine = set(asked.audience)
        found = lexicon.ranked(scores, limit=max(limit, 1))
        seen = (Hit(id, score) for id, score in found if mine & set(self._audience[id]))
        return [hit for _, hit in zip(range(asked.limit), seen, strict=False)]

    def _take_out(self, id: UUID) -> None:
        kept = self._kept.pop(id, None)
        if kept:
            self._words.remove(id, kept.words)
            self._pairs.remove(id, pairs(kept.words))
            self._beginnings.remove(id, beginnings(kept.words))
            self._areas.remove(id, kept.areas)
            self._languages[kept.language] -= 1

    def _once(self, terms: Iterable[str]) -> tuple[str, ...]:
        """Return `terms`, each term in memory once however often it is said."""
        spelled = self._spelled
        return tuple(spelled.setdefault(term, term) for term in terms)

    def _allow(self, id: UUID, audience: tuple[str, ...]) -> None:
        before = self._audience.get(id, (EVERYONE,))
        self._private += (EVERYONE not in audience) - (EVERYONE not in before)
        self._audience[id] = audience


def _score(lexicon: Lexicon[UUID], weights: Mapping[str, float], most: int = MOST_TERMS) -> Scores:
    """Return the scores by the rarest of the terms asked for."""
    held = sorted((n, term) for term in weights if (n := lexicon.frequency(term)))
    return lexicon.score({term: weights[term] for _, term in held[:most]})
