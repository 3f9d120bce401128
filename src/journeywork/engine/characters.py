"""Characters as people count them: an accent, a flag, a family in one picture is one.

Follows the extended grapheme clusters of Unicode (UAX #29) as far as people meet them: marks,
joined and coloured pictures, flags, Hangul, line ends. Conjuncts of Indic scripts count as the
letters they are made of.
"""

import unicodedata

_JOINER = "\u200d"
_REGIONAL = ("\U0001f1e6", "\U0001f1ff")
_COLOURS = ("\U0001f3fb", "\U0001f3ff")
_TAGS = ("\U000e0020", "\U000e007f")
_HANGUL_REST = ("\u1160", "\u11ff")


def count(text: str) -> int:
    """Return how many characters a person sees in `text`."""
    found, before, flags = 0, "", 0
    for sign in text:
        flags = flags + 1 if _within(sign, _REGIONAL) else 0
        second = flags > 0 and flags % 2 == 0
        found += not (before and (second or _goes_on(before, sign)))
        before = sign
    return found


def _goes_on(before: str, sign: str) -> bool:
    """Tell whether `sign` belongs to the character that `before` ends so far."""
    if before == "\r":
        return sign == "\n"
    if before == "\n":
        return False
    if sign in (_JOINER, "\u200c") or unicodedata.category(sign).startswith("M"):
        return True
    if any(_within(sign, bounds) for bounds in (_COLOURS, _TAGS, _HANGUL_REST)):
        return True
    return before == _JOINER and unicodedata.category(sign) == "So"


def _within(sign: str, bounds: tuple[str, str]) -> bool:
    return bounds[0] <= sign <= bounds[1]
