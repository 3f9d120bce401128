"""Which skill is meant: by phrases and whole words, with other names; never by parts of words.

    "AI" is "artificial intelligence", and nothing in "retail"; "US" is not in "Australia"
    "Postgres" is "PostgreSQL"                                        the same skill: counts in full
    "Python" and "Python testing"     one phrase stands in the other, in whole words: counts half
    "project management" and "product management"     share a word that says little: do not count

Names are compared as words: case, accents, punctuation and an English plural make no difference,
except where a sign is the name (C, C++ and C# are three). The order of words does.
"""

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import re2

from journeywork.engine.fit.aliases import SHIPPED
from journeywork.engine.people import Skill

Phrase = tuple[str, ...]
#: So many words of a name are looked for in others; nobody names a skill by more.
MOST_WORDS = 8
SHORTEST_PLURAL = 5
#: What the same skill counts by the level at which it is offered (1 to 5), in thousandths.
STRENGTHS = {1: 200, 2: 400, 3: 600, 4: 800, 5: 1000}

#: Words that say too little to stand for a skill that has more words.
_VAGUE = """
    administration advanced analysis and architecture basic business communication consulting
    design development digital engineering for general go in introduction it knowledge leadership
    learning management manager of on operation planning practice process product professional
    programming project research service skill software strategy support system team technical
    technology testing the tool training with work writing
"""
VAGUE = frozenset(_VAGUE.split())
_KEPT_SIGNS = "+#"
#: Signs that are a name's stand behind it: "C ++", "C++11"; a single plus stands between two.
_APART = re2.compile(r"([^\s+#])\s+(\+\++|#)(\s|$)")
_BETWEEN = re2.compile(r"([^\s+#])\+([^\s+#])")
_WITHIN = re2.compile(r"(\w(?:\+\++|#))")
_FIRST_MARK, _LAST_MARK = "\u0300", "\u036f"


@lru_cache(maxsize=65536)
def phrase(text: str) -> Phrase:
    """Return the words by which a name is compared; empty where it has none."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(
        sign if sign.isalnum() or sign in _KEPT_SIGNS or unicodedata.category(sign)[0] == "M"
        else " "
        for sign in parts
        if not _FIRST_MARK <= sign <= _LAST_MARK
    )  # fmt: skip
    words = (word.lstrip(_KEPT_SIGNS) for word in _glued(kept).split())
    return tuple(_singular(unicodedata.normalize("NFC", word)) for word in words if word)


@dataclass(frozen=True, slots=True)
class Names:
    """Which names mean the same: `first` maps each phrase of a group to the group's first."""

    first: Mapping[Phrase, Phrase] = field(default_factory=dict)
    _parts: dict[Phrase, frozenset[Phrase]] = field(default_factory=dict, compare=False, repr=False)

    def meant(self, text: str) -> Phrase:
        """Return the phrase that stands for what is meant by `text`."""
        words = phrase(text)
        # ".NET" and "Net" are two things, and so the sign before a name is part of it here.
        pointed = _pointed(text, words)
        if pointed[:1] in self.first:
            return self.first.get(pointed, pointed)
        return self.first.get(pointed, self.first.get(words, words))

    def within(self, whole: Phrase) -> frozenset[Phrase]:
        """Return what else is meant by parts of a phrase, in whole words that say enough."""
        if whole not in self._parts:  # The same names come again and again: thought of once.
            found = {self.first.get(run, run) for run in runs(whole) if _says(run)}
            self._parts[whole] = frozenset(found) - {self.first.get(whole, whole)}
        return self._parts[whole]


def names(more: Iterable[Iterable[str]] = ()) -> Names:
    """Return the shipped names with `more` groups; a name of `more` means what it says there.

    Another name of a shipped skill ("CI") then no longer means that skill; who names the skill
    itself ("Kubernetes") adds to all its names.
    """
    first: dict[Phrase, Phrase] = {}
    own = [_phrases(group) for group in more]
    said = {each for phrases in own for each in phrases}
    for phrases in (*_shipped_but(said), *own):
        # A group that shares a name with an earlier one makes both the same.
        known = [first[each] for each in phrases if each in first]
        head = known[0] if known else phrases[0]
        for each, old in tuple(first.items()):
            if old in known:
                first[each] = head
        first.update(dict.fromkeys(phrases, head))
    return Names(first)


def _phrases(group: Iterable[str]) -> list[Phrase]:
    return [each for each in (_pointed(name, phrase(name)) for name in group) if each]


def _shipped_but(said: Collection[Phrase]) -> Iterator[list[Phrase]]:
    """Yield the shipped groups, without other names that mean something of their own here."""
    for head, *others in map(_phrases, SHIPPED):
        yield [head, *(each for each in others if each not in said)]


def strength(names: Names, wanted: Phrase, skill: Skill) -> int:
    """Return what an offered skill counts for what is wanted, in thousandths.

    `wanted` is a phrase as `Names.meant` returns it: the same for all who mean the same.
    """
    full = STRENGTHS[skill.level]
    meant = names.meant(skill.name)
    if meant == wanted:
        return full
    offered = names.within(meant) | names.within(phrase(skill.name))
    # What says too little on its own is no part of anything.
    near = (wanted in offered and _says(wanted)) or (meant in names.within(wanted) and _says(meant))
    return full // 2 if near else 0


def _glued(kept: str) -> str:
    """Return words with the signs that are theirs: "c ++" is "c++", "python + sql" are two."""
    kept = _APART.sub(r"\1\2 \3", kept)
    kept = _BETWEEN.sub(r"\1 \2", kept)
    return str(_WITHIN.sub(r"\1 ", kept))


def runs(words: Phrase) -> Iterator[Phrase]:
    """Yield every run of neighbouring words that is shorter than the phrase."""
    for length in range(1, min(len(words), MOST_WORDS + 1)):
        for start in range(len(words) - length + 1):
            yield words[start : start + length]


def _says(words: Phrase) -> bool:
    """Tell whether words say enough to stand for a skill that has more of them."""
    return not all(word in VAGUE or len(word) == 1 for word in words)


def _pointed(text: str, words: Phrase) -> Phrase:
    """Return the words, the first with its leading point where there is one (.NET)."""
    return (f".{words[0]}", *words[1:]) if text.strip().startswith(".") and words else words


def _singular(word: str) -> str:
    """Return a word without the s of an English plural: "APIs" is four letters, and is kept."""
    if len(word) < SHORTEST_PLURAL or not word.isascii() or not word.isalpha():
        return word
    if word.endswith("ies") and len(word) > SHORTEST_PLURAL:
        return f"{word[:-3]}y"
    return word if word.endswith(("ss", "us", "is")) or word[-1] != "s" else word[:-1]
