"""Words and identifiers of a text, in the form in which they are looked up.

    refundTotal, refund_total, core/money.py:12 -> the whole, and each of its parts
    E0381, 0x80070005, HTTP-502                 -> kept whole; a code is a word

The patterns are two nested character classes that share no character, so they run in linear
time on any text (shown in tests/engine/test_ranking.py). Stemming is left to the index.
"""

import re
from collections.abc import Iterable, Iterator

LONGEST_TEXT = 20_000
LONGEST_TERM = 60
SHORTEST_HUMP = 3
#: How many letters the beginning of a word has.
BEGINNING = 4

_CHUNK = re.compile(r"[^\W_]+(?:[_./:\\\-]+[^\W_]+)*")
_WORD = re.compile(r"[^\W_]+")
_HUMP = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[^\W\dA-Z_]+|\d+")

#: Words that say nothing of what a text is about. Few on purpose: "not" and "no" do say something.
STOP_WORDS = {
    "en": frozenset(
        [
            "a",
            "an",
            "and",
            "are",
            "as",
            "at",
            "be",
            "been",
            "but",
            "by",
            "can",
            "could",
            "did",
            "do",
            "does",
            "for",
            "from",
            "had",
            "has",
            "have",
            "he",
            "her",
            "his",
            "how",
            "i",
            "if",
            "in",
            "into",
            "is",
            "it",
            "its",
            "just",
            "like",
            "me",
            "my",
            "of",
            "on",
            "or",
            "our",
            "please",
            "she",
            "should",
            "so",
            "some",
            "than",
            "that",
            "the",
            "their",
            "them",
            "then",
            "there",
            "these",
            "they",
            "this",
            "those",
            "to",
            "was",
            "we",
            "were",
            "what",
            "when",
            "where",
            "which",
            "who",
            "why",
            "will",
            "with",
            "would",
            "you",
            "your",
        ]
    ),
    "de": frozenset(
        [
            "aber",
            "als",
            "am",
            "an",
            "auch",
            "auf",
            "aus",
            "bei",
            "bin",
            "bis",
            "das",
            "dass",
            "dem",
            "den",
            "der",
            "des",
            "die",
            "du",
            "ein",
            "eine",
            "einem",
            "einen",
            "einer",
            "er",
            "es",
            "für",
            "hat",
            "ich",
            "ihr",
            "im",
            "in",
            "ist",
            "ja",
            "man",
            "mit",
            "nach",
            "noch",
            "nur",
            "oder",
            "sich",
            "sie",
            "sind",
            "so",
            "und",
            "uns",
            "vom",
            "von",
            "vor",
            "war",
            "was",
            "wenn",
            "wer",
            "wie",
            "wir",
            "wird",
            "zu",
            "zum",
            "zur",
            "über",
        ]
    ),
}


def terms(text: str, *, language: str = "en") -> list[str]:
    """Return the terms of `text` in order, repeated ones included, without stop words.

    Reads at most 20,000 characters. Terms are lower case and at most 60 characters long.
    """
    stop = STOP_WORDS.get(language, frozenset())
    found: list[str] = []
    for chunk in _CHUNK.findall(_plain(text)):
        if chunk.isalpha() and chunk.islower():  # Most chunks: one plain word.
            found.append(chunk)
        else:
            found.extend(_spread(chunk))
    return [term for term in found if term not in stop and len(term) <= LONGEST_TERM]


def beginnings(found: Iterable[str]) -> list[str]:
    """Return the first four letters of each term that has as many and nothing but letters."""
    return [term[:BEGINNING] for term in found if len(term) >= BEGINNING and term.isalpha()]


def path_terms(paths: tuple[str, ...]) -> list[str]:
    """Return each path and each folder above it: `a/b.py` gives `a/b.py` and `a`."""
    found: dict[str, None] = {}
    for path in paths:
        parts = [part for part in path.strip("/").split("/") if part]
        for length in range(len(parts), 0, -1):
            found["/".join(parts[:length]).lower()] = None
    return list(found)


def _plain(text: str) -> str:
    return text[:LONGEST_TEXT].replace("'", "").replace("\u2019", "")


def _spread(chunk: str) -> Iterator[str]:
    words = _WORD.findall(chunk)
    if len(words) > 1:
        yield chunk.lower()
    for word in words:
        yield word.lower()
        humps = _HUMP.findall(word)
        if len(humps) > 1:
            yield from (hump.lower() for hump in humps if len(hump) >= SHORTEST_HUMP)
