"""Which words of a question count more, and which less, by its kind.

None of it knows the question's subject. It follows from how people and machines write: an
error says in one line what is wrong, and in twenty where; in a conversation the last line
asks; what stands in quotation marks is mostly somebody's own file or value.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from math import log

import re2

from journeywork.engine.context import QueryKind

#: What two words side by side count, where one word counts 1. Error texts are written by
#: machines and stay the same to the letter; people at chat put their words in any order.
PAIRS: Mapping[QueryKind, float] = {
    QueryKind.ERROR: 0.5,
    QueryKind.ALERT: 0.2,
    QueryKind.HOW_TO: 0.2,
    QueryKind.CHANGE: 0.2,
    QueryKind.PATH: 0.0,
    QueryKind.URL: 0.0,
    QueryKind.CHAT: 0.0,
}
#: What the beginning of a word counts, where the word counts 1: `dict` finds "dictionary",
#: "Rechnung" finds "Rechnungsnummer". Changes are told in so many words that it adds nothing.
BEGINNINGS: Mapping[QueryKind, float] = {
    QueryKind.ERROR: 0.5,
    QueryKind.ALERT: 0.5,
    QueryKind.HOW_TO: 0.5,
    QueryKind.CHANGE: 0.0,
    QueryKind.PATH: 0.0,
    QueryKind.URL: 0.0,
    QueryKind.CHAT: 0.5,
}
#: What a word in the line that states an error counts beyond its plain weight.
STATED = 2.0
#: What a word counts that stands in quotation marks, or as a file or a variable, and nowhere else.
EXAMPLE = 0.5
#: What the name of a programming language counts in a how-to: it says where, and not what.
TOOL = 0.5
#: What each line of a conversation counts beside the one after it: the last one asks.
EARLIER = 0.8
READS = 20_000

_STATES = re2.compile(r"(?i)^\W*(?:\w+(?:error|exception)|error|fatal|panic|caused by)\b")
_EXAMPLES = re2.compile(
    r"\"[^\"\n]{1,60}\"|\B'[^'\n]{1,60}'\B|`[^`\n]{1,60}`|\B[$~/][\w./*-]+|\b[\w-]+\.\w{1,4}\b"
)
_PLACEHOLDER = re2.compile(r"\b[A-Z]\b")
_TOOLS = (
    "bash c csharp golang java javascript kotlin perl php powershell python python2 python3 r "
    "ruby rust scala shell sql swift typescript"
)

#: Cuts a text into the terms that are looked up.
Cut = Callable[[str], Sequence[str]]


def stated(text: str, kind: QueryKind) -> str:
    """Return the lines of an error text that say what is wrong, "" for other kinds.

    The rest (code, stack frames, notes) says where.
    """
    if kind is not QueryKind.ERROR:
        return ""
    return "\n".join(line for line in text.splitlines()[:200] if _STATES.search(line[:300]))


def weighed(text: str, kind: QueryKind, cut: Cut) -> dict[str, float]:
    """Return the terms of a question with what each counts; `cut` makes terms of a text.

    Repeating a word helps ever less; the first 20,000 characters are read.
    """
    head = text[:READS]
    found = _counted(head, kind, cut)
    for term in _only_examples(head, cut) & found.keys():
        found[term] *= EXAMPLE
    if kind is QueryKind.HOW_TO:
        for term in set(cut(_TOOLS)) & found.keys():
            found[term] *= TOOL
    for term in _placeholders(head) & found.keys():
        del found[term]
    for term in set(cut(stated(head, kind))):
        found[term] = found.get(term, 0.0) + STATED
    return found


def _counted(text: str, kind: QueryKind, cut: Cut) -> dict[str, float]:
    lines = text.strip().splitlines()[::-1] if kind is QueryKind.CHAT else [text]
    found: dict[str, float] = {}
    for back, line in enumerate(lines):
        for term, times in Counter(cut(line)).items():
            found[term] = found.get(term, 0.0) + EARLIER**back * (1.0 + log(times))
    return found


def _only_examples(text: str, cut: Cut) -> set[str]:
    """Return the terms that are said in quotation marks, or as a file or a variable, alone."""
    said = _EXAMPLES.findall(text)
    return set(cut(" ".join(said))) - set(cut(_EXAMPLES.sub(" ", text))) if said else set()


def _placeholders(text: str) -> set[str]:
    """Return capital letters that stand alone more than once: "X of X", "from A to A"."""
    times = Counter(_PLACEHOLDER.findall(text))
    return {letter.lower() for letter, count in times.items() if count > 1}
