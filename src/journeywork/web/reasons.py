"""Sentences that rooms and the engine write, in the reader's language.

They come as plain English with values in them. Each is known here by its pattern, so that it
can be translated: `said("3 hours before")` finds "{count} hours before", translates that, and
puts the values back. What is not known stays English: readable, never lost.
"""

from functools import lru_cache
from string import Formatter

import re2
from django.utils.translation import get_language, gettext

from journeywork.web.reason_patterns import PATTERNS


def said(sentence: str) -> str:
    """Return `sentence` in the reader's language, or as it is when its pattern is unknown."""
    if not sentence or (get_language() or "en").startswith("en"):
        return sentence
    for pattern, template in _compiled():
        found = pattern.fullmatch(sentence)
        if found:
            values = {name: _value(value) for name, value in found.groupdict().items()}
            return gettext(template).format(**values)
    return sentence


def _value(text: str) -> str:
    # A value may be a sentence of its own, such as the reason within a reason.
    return said(text) if " " in text else text


@lru_cache(maxsize=1)
def _compiled() -> tuple[tuple[re2._Regexp, str], ...]:
    # The longest first: the most words that must stand as they are decide.
    ordered = sorted(PATTERNS, key=lambda template: -len(_fixed(template)))
    return tuple((re2.compile(_expression(template)), template) for template in ordered)


def _fixed(template: str) -> str:
    return "".join(text for text, _, _, _ in Formatter().parse(template))


def _expression(template: str) -> str:
    pieces = []
    for text, name, _, _ in Formatter().parse(template):
        pieces.append(re2.escape(text))
        if name is not None:
            pieces.append(f"(?P<{name}>(?s:.+?))")
    return "".join(pieces)
