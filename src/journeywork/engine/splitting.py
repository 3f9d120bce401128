"""Cutting a long text at its headings into parts that each take at most five minutes.

The parts follow one another without a gap: joined, they are the text. A part's trail is the
headings above it, so that the same part is recognised after the text has changed elsewhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from journeywork.engine.headings import Section, lines, sections
from journeywork.engine.reading_time import LONGEST, WORDS_PER_MINUTE, words

MOST_WORDS = LONGEST * WORDS_PER_MINUTE
#: A lead-in shorter than this goes with the first part below it.
FEWEST_WORDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """One part of a text: characters `start` to `end`, the headings above it, innermost last.

    `part` counts from 1 where one section had to be cut into several.
    """

    start: int
    end: int
    trail: tuple[str, ...]
    part: int = 1


def split(text: str) -> tuple[Cut, ...]:
    """Cut `text` into parts of at most 1,000 words each; () for an empty text."""
    if not text:
        return ()
    return tuple(_cut(text, sections(text), 0, len(text), 0, ()))


def _cut(
    text: str, found: tuple[Section, ...], start: int, end: int, body: int, trail: tuple[str, ...]
) -> Iterator[Cut]:
    """Cut the section from `start` to `end`, whose own heading ends at `body`."""
    if words(text[start:end]) <= MOST_WORDS:
        yield Cut(start=start, end=end, trail=trail)
        return
    children = _outermost(found, body, end)
    lead_ends = children[0].start if children else end
    first = start
    if not children or words(text[start:lead_ends]) >= FEWEST_WORDS:
        yield from _in_parts(text, start, lead_ends, trail)
        first = lead_ends
    for child in children:
        below = (*trail, child.title)
        yield from _cut(text, found, min(first, child.start), child.end, child.body, below)
        first = child.end


def _outermost(found: tuple[Section, ...], start: int, end: int) -> list[Section]:
    chosen: list[Section] = []
    for section in found:
        if start <= section.start < end and (not chosen or section.start >= chosen[-1].end):
            chosen.append(section)
    return chosen


def _in_parts(text: str, start: int, end: int, trail: tuple[str, ...]) -> Iterator[Cut]:
    """Cut what has no headings at blank lines, then at lines, then between words."""
    part, at, spent = 1, start, 0
    for place, size in _joints(text[start:end]):
        if spent and spent + size > MOST_WORDS:
            yield Cut(start=at, end=start + place, trail=trail, part=part)
            part, at, spent = part + 1, start + place, 0
        spent += size
    yield Cut(start=at, end=end, trail=trail, part=part)


def _joints(text: str) -> Iterator[tuple[int, int]]:
    """Yield (offset, words) of pieces that stay together, none longer than a card may be."""
    for place, block in _blocks(text):
        if words(block) <= MOST_WORDS:
            yield place, words(block)
            continue
        at = place
        for line in block.splitlines(keepends=True):
            yield from _word_runs(line, at)
            at += len(line)


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """Yield (offset, paragraph with the blank lines after it); a code block is one."""
    start, blank = 0, False
    for line in lines(text):
        empty = not line.text.strip() and not line.fenced
        if blank and not empty:
            yield start, text[start : line.start]
            start = line.start
        blank = empty
    yield start, text[start:]


def _word_runs(line: str, at: int) -> Iterator[tuple[int, int]]:
    if words(line) <= MOST_WORDS:
        yield at, words(line)
        return
    spent, start, in_word = 0, 0, False
    for place, letter in enumerate(line):
        begins, in_word = not in_word and not letter.isspace(), not letter.isspace()
        if begins and spent == MOST_WORDS:
            yield at + start, spent
            spent, start = 0, place
        spent += begins
    yield at + start, spent
