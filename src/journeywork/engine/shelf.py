"""A shelf in memory: the same question as the live index is asked, and the same comes out.

The live index (`knowledge.tantivy_index`) knows everything up to now. A shelf knows what was
put on it so far, which is what the replay needs: what was known at the time. Fields, weights
and the choice of words are those of the live index; a test holds the two side by side.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from journeywork.engine.lexicon import Analysis, Lexicon

#: How much more a word counts in a title, and how many of a question's words are looked up.
TITLE_BOOST = 1.5
MOST_TERMS = 64

Name = TypeVar("Name", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Reading:
    """How texts become terms: `analyse` what is shelved, `weigh` what is asked.

    `spell` tells for each term of a text as which word it stood there.
    """

    analyse: Analysis
    weigh: Callable[[str], Mapping[str, float]]
    spell: Callable[[str], Mapping[str, str]]


class Shelf(Generic[Name]):
    """Things with a title, words and areas (paths, folders, `#labels`)."""

    def __init__(self) -> None:
        self._title: Lexicon[Name] = Lexicon()
        self._words: Lexicon[Name] = Lexicon()
        self._areas: Lexicon[Name] = Lexicon()

    def __contains__(self, name: Name) -> bool:
        """Tell whether a thing stands here."""
        return name in self._words

    def put(
        self, name: Name, *, title: Sequence[str], words: Sequence[str], areas: Sequence[str]
    ) -> None:
        """Put a thing here, in place of the one of the same name; `words` hold the title too."""
        self._title.add(name, title)
        self._words.add(name, words)
        self._areas.add(name, areas)

    def remove(self, name: Name) -> None:
        """Take a thing away; KeyError for one that does not stand here."""
        for lexicon in (self._title, self._words, self._areas):
            lexicon.remove(name)

    def frequency(self, term: str) -> int:
        """Return how many things here speak of `term`."""
        return self._words.frequency(term)

    def search(
        self, terms: Mapping[str, float], areas: Sequence[str], *, limit: int
    ) -> dict[Name, float]:
        """Return the best by words with their BM25, then those found by area alone with 0."""
        best = self._by_words(terms, limit)
        near = self._areas.ranked(self._areas.score(dict.fromkeys(areas, 1.0)), limit=limit)
        return best | {name: 0.0 for name, _ in near if name not in best}

    def _by_words(self, terms: Mapping[str, float], limit: int) -> dict[Name, float]:
        held = sorted((n, term) for term in terms if (n := self._words.frequency(term)))
        rarest = {term: terms[term] for _, term in held[:MOST_TERMS]}
        more = {term: weight * (TITLE_BOOST - 1.0) for term, weight in rarest.items()}
        scores = self._words.score(rarest) + self._title.score(more)
        return dict(self._words.ranked(scores, limit=limit))
