"""A table with one card a row: CSV with the columns title and body, and some more."""

import csv
import io
from collections.abc import Mapping
from pathlib import Path

import yaml

from journeywork.engine.documents import Document
from journeywork.engine.slugs import slug
from journeywork.kernel.errors import Invalid
from journeywork.knowledge.importers.reading import Found, changed_at, text_of

_MOST_DIGITS = 9
NEEDED = ("title", "body")
#: Further columns that are read; lists are separated by commas.
MORE = ("key", "kind", "topics", "owner", "team", "review_days", "reviewed_on", "url")


def read(file: Path, *, place: str = "") -> Found:
    """Return a document for each row; raises Invalid when the table cannot be read.

    A row keeps its card through its `key`, or its title where there is no such column.
    """
    text = text_of(file)
    if text is None:
        raise Invalid({"file": "is longer than two million bytes"})
    documents, aside, seen = [], [], set()
    for number, row in enumerate(_rows(text), 2):
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


def _rows(text: str) -> list[dict[str, str]]:
    head = text.lstrip("\ufeff").split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff")), delimiter=delimiter)
    try:
        names = [(name or "").strip().lower() for name in reader.fieldnames or ()]
    except csv.Error as fault:
        raise Invalid({"file": f"row 1 cannot be read: {fault}"}) from None
    missing = [name for name in NEEDED if name not in names]
    if missing:
        raise Invalid({"file": f"needs the columns title and body; has {', '.join(names)}"})
    reader.fieldnames = names
    try:
        return [
            {k: (v or "").strip() for k, v in row.items() if isinstance(k, str)} for row in reader
        ]
    except csv.Error as fault:
        raise Invalid({"file": f"row {reader.line_num} cannot be read: {fault}"}) from None


def _with_front_matter(row: Mapping[str, str]) -> str:
    said: dict[str, object] = {name: row[name] for name in MORE if row.get(name)}
    days = str(said.get("review_days", ""))
    if days.isascii() and days.isdigit() and len(days) <= _MOST_DIGITS:
        said["review_days"] = int(days)
    return f"---\n{yaml.safe_dump(said, allow_unicode=True)}---\n{row['body']}\n"
