"""From a text to the terms that are looked up: words and identifiers, cut back to their stems.

Everything that is indexed or asked goes through here, so both sides find the same.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import log

import tantivy

from journeywork.engine.context import QueryKind
from journeywork.engine.emphasis import PAIRS, stated
from journeywork.engine.terms import terms

#: What the index holds depends on this; a change of it makes the index anew.
VERSION = "2"
MOST_TERMS = 64
#: What a word in the line that states an error counts beyond its plain weight.
STATED = 2.0

_STEMMERS = {
    "da": "danish", "de": "german", "en": "english", "es": "spanish", "fi": "finnish",
    "fr": "french", "hu": "hungarian", "it": "italian", "nl": "dutch", "no": "norwegian",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "sv": "swedish", "tr": "turkish",
}  # fmt: skip


def analyse(text: str, language: str = "en") -> list[str]:
    """Return the stems of `text` in order, repeated ones included."""
    return _stems(terms(text, language=language), language)


@dataclass(frozen=True, slots=True)
class Question:
    """The terms of a question, and the pairs of neighbours among them, with their weights."""

    terms: Mapping[str, float]
    pairs: Mapping[str, float]


def question(text: str, language: str = "en", kind: QueryKind = QueryKind.CHAT) -> Question:
    """Return what to look up: repeating a word helps ever less, what an error states more."""
    found = analyse(text, language)
    weights = {term: 1.0 + log(times) for term, times in Counter(found).items()}
    for term in set(analyse(stated(text, kind), language)):
        weights[term] = weights.get(term, 0.0) + STATED
    together = PAIRS[kind]
    return Question(weights, dict.fromkeys(pairs(found), together) if together else {})


def pairs(found: list[str]) -> list[str]:
    """Return each two neighbouring terms as one."""
    return [f"{one}_{other}" for one, other in pairwise(found)]


def spelled(text: str, language: str = "en") -> dict[str, str]:
    """Return for each stem of `text` the word that it was first spelled as."""
    words = terms(text, language=language)
    found: dict[str, str] = {}
    for stem, word in zip(_stems(words, language), words, strict=True):
        found.setdefault(stem, word)
    return found


def _stems(words: list[str], language: str) -> list[str]:
    analyser = _analyser(_STEMMERS.get(language.partition("-")[0], ""))
    stems = analyser.analyze(" ".join(words))
    # An identifier or a code is no word of the language: it stays as it is.
    return [s if w.isalpha() else w for s, w in zip(stems, words, strict=True)]


@cache
def _analyser(stemmer: str) -> tantivy.TextAnalyzer:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    if stemmer:
        builder = builder.filter(tantivy.Filter.stemmer(stemmer))
    return builder.build()
