"""Sentences that rooms and the engine write, in the reader's language.

They come as plain English with values in them. Each is known by its pattern, so that it can
be translated: `said("3 months old")` finds "{count} months old", translates that, and puts
the value back. What is not known stays English: readable, never lost.
"""

from functools import lru_cache
from string import Formatter

import re2
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import get_language, gettext, override

from journeywork.kernel.reason_patterns import PATTERNS

LONGEST = 4000
#: How the engine writes a day: "Wednesday 18 November".
DAY = ("weekday", "number", "month")
#: Values that are one word or number: nothing else may be taken for them.
_WORDS = frozenset(
    {
        *("month", "time", "share", "count", "number", "next", "score", "best", "needed"),
        *("least", "most", "minutes", "days"),
    }
)


def said(sentence: str) -> str:
    """Return `sentence` in the reader's language, or as it is when its pattern is unknown."""
    if not sentence or (get_language() or "en").startswith("en"):
        return sentence
    text = sentence[:LONGEST]
    for between in ("; ", ""):
        parts = [_one(part) for part in (text.split(between) if between else [text])]
        if None not in parts:
            return between.join(part or "" for part in parts)
    return ", ".join(_one(part) or part for part in text.split(", "))


def _one(sentence: str) -> str | None:
    for pattern, template in _compiled():
        found = pattern.fullmatch(sentence)
        if found:
            values = {name: _value(name, value) for name, value in found.groupdict().items()}
            return gettext(template).format(**values)
    return None


def _value(name: str, text: str) -> str:
    if name in ("month", "day"):
        words = [str(_names().get(word, word)) for word in text.split(" ")]
        if len(words) == len(DAY):
            return gettext("{weekday} {number} {month}").format(
                **dict(zip(DAY, words, strict=True))
            )
        return " ".join(words)
    # A value may be a sentence of its own, such as the reason within a reason.
    return (_one(text) or text) if " " in text else text


@lru_cache(maxsize=1)
def _names() -> dict[str, object]:
    with override("en"):
        return {str(name): name for name in (*MONTHS.values(), *WEEKDAYS.values())}


@lru_cache(maxsize=1)
def _compiled() -> tuple[tuple[re2._Regexp, str], ...]:
    # The longest first: the most words that must stand as they are decide.
    ordered = sorted(PATTERNS, key=lambda template: -len(_fixed(template)))
    return tuple((re2.compile(_expression(template)), template) for template in ordered)


def _fixed(template: str) -> str:
    return "".join(text for text, _name, _spec, _way in Formatter().parse(template))


def _expression(template: str) -> str:
    pieces, seen = [], set()
    for text, name, _spec, _way in Formatter().parse(template):
        pieces.append(re2.escape(text))
        if name is not None:
            value = r"\S+" if name in _WORDS else "(?s:.+?)"
            pieces.append(value if name in seen else f"(?P<{name}>{value})")
            seen.add(name)
    return "".join(pieces)
