"""The five-minute rule: how long a text takes to read, and where to split one that is too long."""

from math import ceil

from journeywork.engine.headings import Section, sections

WORDS_PER_MINUTE = 200
LONGEST = 5


def words(text: str) -> int:
    """Count the words of `text`, code and tables included: they are read too."""
    return len(text.split())


def minutes(text: str) -> int:
    """Return the reading time in whole minutes, at least one."""
    return max(1, ceil(words(text) / WORDS_PER_MINUTE))


def fits(text: str) -> bool:
    """Tell whether `text` can be read in the time a card may take."""
    return minutes(text) <= LONGEST


def advice(text: str) -> str:
    """Say in a sentence how to make a card of a text that is too long."""
    takes = f"This takes {minutes(text)} minutes to read; a card takes at most {LONGEST}."
    long = _worth_a_card(sections(text))
    if not long:
        return f"{takes} Give each step or question its own heading and make a card of each."
    named = ", ".join(f"“{s.title}” ({minutes(text[s.start : s.end])} min)" for s in long[:6])
    return f"{takes} Make a card of each of these: {named}."


def _worth_a_card(found: tuple[Section, ...]) -> list[Section]:
    """Return the sections of the outermost level that has at least two of them."""
    for level in range(1, 7):
        same = [section for section in found if section.level == level and section.title]
        if len(same) > 1:
            return same
    return []
