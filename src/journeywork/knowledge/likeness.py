"""How much of what is asked some texts say that are in no index: by the same words as Ask.

A seat beside somebody, a piece of work that is coming, a debrief: they come and go too fast, or
are too few, to be indexed. They are cut back to the same stems, and the words of the question
are weighed by the same rarity, that of the cards.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from journeywork.engine.opportunities import said_of
from journeywork.kernel.tenancy import current_org
from journeywork.knowledge import proposals
from journeywork.knowledge.analysis import analyse, language_of, question, spelled
from journeywork.knowledge.index import IndexUnavailable, SearchIndex, Shelf
from journeywork.knowledge.indexing import search_index

Key = TypeVar("Key")
#: So many texts are remembered as stems, some kilobytes each.
MOST_KEPT = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """Which share of a question a text says, 0 to 1, and the words, as they were asked."""

    share: float
    words: tuple[str, ...]


class Comparing:
    """Compares many questions with the same texts: each text is cut back to its stems once."""

    def __init__(self) -> None:
        self._said: dict[tuple[str, str], frozenset[str]] = {}

    def likeness(
        self, asked: str, texts: Mapping[Key, str], *, language: str = "en"
    ) -> dict[Key, Likeness]:
        """Return how much of what is `asked` each text says; those that say nothing are left out.

        Without an index all words weigh the same.
        """
        if not texts:
            return {}
        spoken, size, rare = _known(asked, language)
        terms = question(asked, spoken).terms
        as_asked = spelled(asked, spoken)
        found: dict[Key, Likeness] = {}
        for key, text in texts.items():
            said = self._stems(text, language)
            if said.isdisjoint(terms):
                continue
            share, shared = said_of(terms, said, rare=rare, size=size)
            if share:
                words = tuple(dict.fromkeys(as_asked.get(each, each) for each in shared))
                found[key] = Likeness(share=share, words=words)
        return found

    def _stems(self, text: str, language: str) -> frozenset[str]:
        known = self._said.get((text, language))
        if known is None:
            if len(self._said) >= MOST_KEPT:
                self._said.clear()
            known = frozenset(analyse(text, language_of(text, language)))
            self._said[text, language] = known
        return known


def likeness(asked: str, texts: Mapping[Key, str], *, language: str = "en") -> dict[Key, Likeness]:
    """Return the same for one question."""
    return Comparing().likeness(asked, texts, language=language)


def _known(asked: str, language: str) -> tuple[tuple[str, ...], int, Mapping[str, int]]:
    """Return the languages to ask in, and how many cards there are, and how many say each word."""
    index: SearchIndex = search_index()
    try:
        spoken = proposals.spoken(index.languages(Shelf.CARD, current_org()), language)
        terms = question(asked, spoken).terms
        return spoken, index.size(Shelf.CARD), index.rarity(Shelf.CARD, terms)
    except IndexUnavailable:
        return (language.partition("-")[0],), 0, {}
