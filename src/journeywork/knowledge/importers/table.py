"""A table with one card a row: CSV with the columns title and body, and some more."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

from journeywork.engine.documents import Document
from journeywork.engine.slugs import slug
from journeywork.engine.tables import TableFault, decoded, read_table
from journeywork.kernel.errors import Invalid
from journeywork.knowledge.importers.reading import LONGEST_FILE, Found, changed_at

_MOST_DIGITS = 9
NEEDED = ("title", "body")
#: Further columns that are read; lists are separated by commas.
MORE = ("key", "kind", "topics", "owner", "team", "review_days", "reviewed_on", "url")


def read(file: Path, *, place: str = "") -> Found:
    """Return a document for each row; raises Invalid when the table cannot be read.

    A row keeps its card through its `key`, or its title where there is no such column.
    """
    documents, aside, seen = [], [], set()
    for number, row in _rows(file):
        path = f"{file.stem}/{slug(row.get('key') or row['title'])}.md"
        if not row["title"] or not row["body"] or path in seen:
            why = "has no title or no body" if path not in seen else "has the key of a row above"
            aside.append(f"row {number}: {why}")
            continue
        seen.add(path)
        documents.append(
            Document(
                path=path,
                text=_with_front_matter(row),
                title=row["title"],
                url=row.get("url", ""),
                changed_at=changed_at(file),
                place=place,
            )
        )
    return Found(documents=tuple(documents), aside=tuple(aside))


def _rows(file: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows with their numbers, by heading in small letters."""
    if file.stat().st_size > LONGEST_FILE:
        raise Invalid({"file": "is longer than two million bytes"})
    try:
        table = read_table(decoded(file.read_bytes()))
    except TableFault as fault:
        raise Invalid({"file": str(fault)}) from None
    names = [name.lower() for name in table.headings]
    if not set(names).issuperset(NEEDED):
        raise Invalid({"file": f"needs the columns title and body; has {', '.join(names)}"})
    for row in table.rows:
        yield row.number, {name.lower(): cell for name, cell in row.cells.items()}


def _with_front_matter(row: Mapping[str, str]) -> str:
    said: dict[str, object] = {name: row[name] for name in MORE if row.get(name)}
    days = str(said.get("review_days", ""))
    if days.isascii() and days.isdigit() and len(days) <= _MOST_DIGITS:
        said["review_days"] = int(days)
    return f"---\n{yaml.safe_dump(said, allow_unicode=True)}---\n{row['body']}\n"
