"""Where the headings of a Markdown text are: the joints at which it can be cut."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

DEEPEST = 6
#: CommonMark: a line set in further than this is code.
_INDENT = 3
_SHORTEST_RULE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading and all that stands below it, up to the next one of its level or above.

    `start` and `end` are character offsets; `body` is where the heading line itself ends.
    """

    level: int
    title: str
    start: int
    body: int
    end: int


class Line(NamedTuple):
    """One line with its end, where it starts, and whether it lies in a fenced code block."""

    text: str
    start: int
    fenced: bool


def lines(text: str) -> Iterator[Line]:
    """Yield the lines of `text`; a fence that is never closed reaches to the end."""
    at, fence = 0, ""
    for raw in text.splitlines(keepends=True):
        mark = _fence(raw)
        inside = bool(fence)
        if fence:
            fence = "" if _closes(raw, fence) else fence
        elif mark:
            fence, inside = mark, True
        yield Line(raw, at, inside)
        at += len(raw)


@lru_cache(maxsize=4)  # Asked for the title, and again for the cuts.
def sections(text: str) -> tuple[Section, ...]:
    """Return the sections in the order of their headings, nested ones included."""
    found = list(_headings(text))
    done = []
    for place, (level, title, start, body) in enumerate(found):
        later = (other[2] for other in found[place + 1 :] if other[0] <= level)
        end = next(later, len(text))
        done.append(Section(level=level, title=title, start=start, body=body, end=end))
    return tuple(done)


def _headings(text: str) -> Iterator[tuple[int, str, int, int]]:
    before: Line | None = None
    for line in lines(text):
        if line.fenced:
            before = None
            continue
        end = line.start + len(line.text)
        level = _atx_level(line.text)
        under = _underline_level(line.text)
        if level:
            yield level, _atx_title(line.text), line.start, end
        elif under and before and _may_be_underlined(before.text):
            yield under, before.text.strip(), before.start, end
        before = None if level else line


def _atx_level(line: str) -> int:
    stripped = line.lstrip(" ")
    if not stripped.startswith("#") or len(line) - len(stripped) > _INDENT:
        return 0
    level = len(stripped) - len(stripped.lstrip("#"))
    rest = stripped[level : level + 1]
    return level if 1 <= level <= DEEPEST and (not rest or rest.isspace()) else 0


def _atx_title(line: str) -> str:
    """Return the words of a heading; a name for links after them (`{#name}`) is none."""
    title = line.strip().strip("#").strip()
    words, mark, _name = title.rpartition(" {#")
    return words.rstrip() if mark and title.endswith("}") else title


def _underline_level(line: str) -> int:
    mark = line.strip()
    if mark[:1] not in ("=", "-") or len(mark) < _SHORTEST_RULE or line.startswith("    "):
        return 0
    return {"=": 1, "-": 2}.get(mark[0], 0) if set(mark) == {mark[0]} else 0


def _may_be_underlined(line: str) -> bool:
    text = line.strip()
    return bool(text) and not _underline_level(line) and text[0] not in "|>-*+#"


def _fence(line: str) -> str:
    text = line.lstrip(" ")
    if text[:1] not in ("`", "~") or len(line) - len(text) > _INDENT:
        return ""
    for mark in ("```", "~~~"):
        if text.startswith(mark):
            return mark[0] * (len(text) - len(text.lstrip(mark[0])))
    return ""


def _closes(line: str, fence: str) -> bool:
    mark = line.strip()
    return bool(mark) and set(mark) == {fence[0]} and len(mark) >= len(fence)
