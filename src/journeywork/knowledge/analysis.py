"""From a text to the terms that are looked up: words and identifiers, cut back to their stems.

Everything that is indexed or asked goes through here, so both sides find the same. A text is
cut back as its own language is; a question, whose words are too few to tell, as every
language is in which there is something to be found.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import tantivy

from journeywork.engine import languages
from journeywork.engine.context import QueryKind
from journeywork.engine.emphasis import BEGINNINGS, PAIRS, Cut, weighed
from journeywork.engine.terms import STOP_WORDS, beginnings, terms

#: What the index holds depends on this; a change of it makes the index anew.
VERSION = "4"
MOST_TERMS = 64
#: Of the beginnings of words the rarest few say as much as all of them, at a quarter of the cost.
MOST_BEGINNINGS = 16

_STEMMERS = {
    "da": "danish", "de": "german", "en": "english", "es": "spanish", "fi": "finnish",
    "fr": "french", "hu": "hungarian", "it": "italian", "nl": "dutch", "no": "norwegian",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "sv": "swedish", "tr": "turkish",
}  # fmt: skip
LANGUAGES = tuple(_STEMMERS)


def analyse(text: str, language: str = "en") -> list[str]:
    """Return the stems of `text` in order, repeated ones included."""
    return _stems(terms(text, language=language), language)


def language_of(text: str, declared: str = "en") -> str:
    """Return the language that `text` is cut back as: its own, or the `declared` one."""
    return languages.language_of(text, otherwise=declared.partition("-")[0])


@dataclass(frozen=True, slots=True)
class Question:
    """What to look up, with weights: terms, pairs of neighbours among them, beginnings."""

    terms: Mapping[str, float]
    pairs: Mapping[str, float]
    beginnings: Mapping[str, float]


def question(
    text: str, among: Sequence[str] = ("en",), kind: QueryKind = QueryKind.CHAT
) -> Question:
    """Return what to look up in texts of the languages `among`."""
    found: dict[str, float] = {}
    together: set[str] = set()
    for language in among:
        cut = _cut(text, language, among)
        for term, weight in weighed(text, kind, cut).items():
            found[term] = max(weight, found.get(term, 0.0))
        together.update(pairs(cut(text)) if PAIRS[kind] else ())
    starts = _starts(found, BEGINNINGS[kind]) if BEGINNINGS[kind] else {}
    return Question(found, dict.fromkeys(together, PAIRS[kind]), starts)


def pairs(found: Sequence[str]) -> list[str]:
    """Return each two neighbouring terms as one."""
    return [f"{one}_{other}" for one, other in pairwise(found)]


def spelled(text: str, among: Sequence[str] = ("en",)) -> dict[str, str]:
    """Return for each stem of `text` the word that it was first spelled as."""
    found: dict[str, str] = {}
    for language in among:
        words = terms(text, language=language)
        for stem, word in zip(_stems(words, language), words, strict=True):
            found.setdefault(stem, word)
    return found


def _cut(text: str, language: str, among: Sequence[str]) -> Cut:
    """Cut as `language` is, without what says nothing in the question's own language."""
    own = languages.language_of(text, among=among, otherwise=language, least=1)
    idle = STOP_WORDS.get(own, frozenset())

    def cut(part: str) -> list[str]:
        words = [word for word in terms(part, language=language) if word not in idle]
        return _stems(words, language)

    return cut


def _starts(found: Mapping[str, float], worth: float) -> dict[str, float]:
    starts: dict[str, float] = {}
    for term, weight in found.items():
        for start in beginnings((term,)):
            starts[start] = max(starts.get(start, 0.0), weight * worth)
    return starts


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
