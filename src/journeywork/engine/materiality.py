"""Whether a changed text asks its readers to work differently, or only reads better."""

from collections import Counter

import re2

#: Words added and taken away, as a share of the words there were, and at least so many.
LEAST_SHARE = 0.05
LEAST_WORDS = 3

_WORD = re2.compile(r"[\pL\pN]+(?:[.,]\pN+)*")
_TELLING = frozenset(
    {"not", "never", "no", "must", "only", "always", "nicht", "nie", "kein", "nur"}
)


def material(before: str, after: str) -> bool:
    """Tell whether `after` says something else than `before`.

    Layout, punctuation and capitals do not count, nor a few words. A number that changes
    always does (a dose, a limit, a version), and so does a word such as "not" or "only".
    """
    old, new = (Counter(word.lower() for word in _WORD.findall(text)) for text in (before, after))
    changed = (old - new) + (new - old)
    if any(word[0].isdigit() or word in _TELLING for word in changed):
        return True
    moved = max((old - new).total(), (new - old).total())
    return moved >= max(LEAST_WORDS, LEAST_SHARE * old.total())
