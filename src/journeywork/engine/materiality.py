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
    old, new = (Counter(map(str.lower, _WORD.findall(text))) for text in _apart(before, after))
    changed = (old - new) + (new - old)
    if any(word[0].isdigit() or word in _TELLING for word in changed):
        return True
    moved = max((old - new).total(), (new - old).total())
    if moved < max(LEAST_WORDS, LEAST_SHARE * _fewest(before)):
        return False
    return moved >= LEAST_SHARE * len(_WORD.findall(before))


def _fewest(text: str) -> int:
    """Return how many words `text` has at least: quicker than to count them."""
    return sum(any(map(str.isalnum, piece)) for piece in text.split())


def _apart(before: str, after: str) -> tuple[str, str]:
    """Return both texts without the lines they begin and end with alike: those say the same."""
    old, new = before.splitlines(), after.splitlines()
    same = list(map(str.__eq__, old, new))
    head = same.index(False) if False in same else len(same)
    old, new = old[head:], new[head:]
    same = list(map(str.__eq__, reversed(old), reversed(new)))
    tail = same.index(False) if False in same else len(same)
    return "\n".join(old[: len(old) - tail]), "\n".join(new[: len(new) - tail])
