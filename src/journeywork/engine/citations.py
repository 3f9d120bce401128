"""Where the words of a piece of work name an earlier one: reverts, fixes, plain mentions.

The replay asks whether the cited work would have been suggested. The citation itself, and a
title quoted from what is cited, must not be among the words of the question; `stripped` takes
them out. All patterns meet people's text on a linear-time engine (RE2).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import re2

LONGEST_TEXT = 20_000
SHORTEST_DIGEST = 7
#: A text with more citations than this is a list; the rest is not read.
MOST = 200
#: A shorter title is made of words that may stand there for themselves.
SHORTEST_TITLE = 8


class CitationKind(StrEnum):
    """In which way earlier work is named, strongest first."""

    REVERTS = "reverts"
    FIXES = "fixes"
    MENTIONS = "mentions"


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A name of earlier work in a text, from `start` to `end` (characters, end excluded).

    `name` is in lower case: a digest of at least seven characters, a number as `#12`, or a
    key such as `ward-12` (then `is_key`). `home` is the repository written before it, "" for this one.
    """

    kind: CitationKind
    name: str
    start: int
    end: int
    home: str = ""
    is_key: bool = False


_QUOTED = r'(?:\s*\((?:\s*["“][^"”\n]{1,200}["”]|[^()\n]{1,200}(?:\([^()\n]*\))?[^()\n]*)\)|\s*["“][^"”\n]{1,200}["”])?'
_DIGEST = re2.compile(
    r"(?:(?:https?://[^\s/]+/)?(?P<home>[\w.-]+/[\w.-]+)(?:@|/(?:-/)?commits?/))?"
    r"\b(?P<name>[0-9a-fA-F]{7,40})\b" + _QUOTED
)
_NUMBER = re2.compile(
    r"(?:https?://[^\s/]+/)?(?P<home>[\w.-]+/[\w.-]+)?"
    r"(?:[#!]|\bGH-|/pull/|/issues/|(?:/-)?/merge_requests/)(?P<name>\d{1,7})\b"
)
_KEY = re2.compile(r"(?i)\b(?P<name>[a-z][a-z0-9]{0,30}(?:[-/][a-z0-9]{1,30}){0,3}[-/]\d{1,8})\b")
_REVERTS = re2.compile(
    r"(?i)\b(?:reverts?|reverting|reverted|backs? out|backing out)\b[^\n]{0,30}$"
)
_FIXES = re2.compile(
    r"(?i)\b(?:fix|fixes|fixed|fixing|introduced|broken|broke|regress\w*|caused|since|after)\b"
    r"[^\n]{0,30}$"
)
_REVERT_TITLE = re2.compile(r'(?i)\brevert(?:s|ed)?:? ["“](?P<title>[^\n]{1,300})["”]')
_TRAILER = re2.compile(r"(?m)^[A-Za-z][A-Za-z-]{1,40}-[Bb]y: .*$|^Change-Id: .*$")
#: `Revert` of a merge also names the state it goes back to, which is not what it is about.
_STATE = "changes made to "
#: Within a branch's name, a file's or a version's, a digest names nothing.
_INSIDE = frozenset("-/._@#")
_SPACE = re2.compile(r"\s+")


def citations(text: str) -> tuple[Citation, ...]:
    """Return the names of earlier work in `text`, in order; whether it exists is not asked."""
    text = text[:LONGEST_TEXT]
    found: list[Citation] = []
    for pattern in (_NUMBER, _DIGEST, _KEY):
        for match in pattern.finditer(text):
            if len(found) == MOST:
                break
            taken = any(one.start < match.end() and match.start() < one.end for one in found)
            if not taken and (pattern is _NUMBER or _stands_alone(text, match)):
                found.append(_citation(text, match, pattern))
    return tuple(sorted(found, key=lambda one: one.start))


def reverted_titles(text: str) -> tuple[str, ...]:
    """Return the titles that `text` says it reverts, as `Revert "title"` does."""
    return tuple(match.group("title") for match in _REVERT_TITLE.finditer(text[:LONGEST_TEXT]))


def stripped(text: str, cited: Iterable[Citation] = (), titles: Iterable[str] = ()) -> str:
    """Return `text` without citations, quoted titles and the trailers that name people."""
    kept, last = [], 0
    for one in sorted(cited, key=lambda each: each.start):
        kept.append(text[last : max(last, one.start)])
        last = max(last, one.end)
    rest = "".join([*kept, text[last:]])
    for title in titles:
        rest = _without(rest, title)
    return str(_TRAILER.sub("", rest)).strip()


def _stands_alone(text: str, match: "re2._Match[str]") -> bool:
    start, end = match.start(), match.end(match.re.groupindex["name"])
    before, after = text[start - 1 : start], text[end : end + 1]
    state = text[max(0, start - len(_STATE)) : start] == _STATE
    return before not in _INSIDE and after not in _INSIDE - {".", "/"} and not state


def _citation(text: str, match: "re2._Match[str]", pattern: "re2._Regexp[str]") -> Citation:
    groups = match.groupdict()
    name = groups["name"].lower()
    before = text[max(0, match.start() - 60) : match.start()]
    kind = CitationKind.MENTIONS
    if _REVERTS.search(before):
        kind = CitationKind.REVERTS
    elif _FIXES.search(before):
        kind = CitationKind.FIXES
    return Citation(
        kind=kind,
        name=f"#{name}" if pattern is _NUMBER else name,
        start=match.start(),
        end=match.end(),
        home=(groups.get("home") or "").lower(),
        is_key=pattern is _KEY,
    )


def _without(text: str, title: str) -> str:
    """Take `title` out of `text` wherever it stands, whatever its spaces and letters' case."""
    words = _SPACE.split(title.strip())
    if len(title.strip()) < SHORTEST_TITLE:
        return text
    pattern = re2.compile(r"(?i)" + r"\s+".join(re2.escape(word) for word in words if word))
    return str(pattern.sub(" ", text))
