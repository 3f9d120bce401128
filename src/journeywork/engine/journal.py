"""A private journal: dated pages, looked through by their author alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

#: So much around the first word that was looked for is shown of a page.
AROUND = 90
_EMPHASIS = str.maketrans("", "", "*`")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What somebody wrote on a day, in Markdown; `episode` is the work it is about, if any."""

    id: UUID
    author: UUID
    day: date
    text: str
    at: datetime
    episode: UUID | None = None
    changed_at: datetime | None = None


def found(pages: Iterable[Page], wanted: str) -> tuple[Page, ...]:
    """Return the pages in which every word of `wanted` occurs, in their order.

    Capital and small letters are the same; a word may be the beginning or the middle of another.
    """
    words = [word.casefold() for word in wanted.split()]
    return tuple(page for page in pages if all(word in page.text.casefold() for word in words))


def excerpt(text: str, wanted: str) -> str:
    """Return what stands around the first word that was looked for, on one line.

    Marks of emphasis are left out; it begins with a whole word.
    """
    line = " ".join(text.translate(_EMPHASIS).split())
    at = min(
        (place for word in wanted.split() if (place := line.casefold().find(word.casefold())) >= 0),
        default=0,
    )
    start = line.find(" ", at - AROUND // 2) + 1 if at > AROUND // 2 else 0
    start = min(start, at)
    cut = line[start : start + 2 * AROUND]
    before, after = "… " * bool(start), " …" * (start + 2 * AROUND < len(line))
    return f"{before}{cut}{after}"
