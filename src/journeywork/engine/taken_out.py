"""What somebody takes out of their data, to read: Markdown made of what stands in the tables."""

from collections.abc import Mapping, Sequence
from typing import Any

Rows = Sequence[Mapping[str, Any]]

#: Identifiers that nobody reads; they stand in the JSON beside it.
_UNREAD = frozenset({"id", "org", "person", "author"})
_MARKS = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_[]<>#|"})


def to_read(tables: Mapping[str, Rows], titles: Mapping[str, str]) -> str:
    """Return tables as Markdown: a chapter for each, a list for each row, in their order.

    `titles` name tables; one without a title keeps its own name. Every text stands in it.
    """
    chapters = [_chapter(titles.get(name, name), rows) for name, rows in tables.items()]
    return "\n".join(chapters)


def journal(rows: Rows) -> str:
    """Return the pages of a journal as they were written, by day: they are Markdown already."""
    ordered = sorted(rows, key=lambda row: (str(row["day"]), str(row["at"])))
    return "\n".join(f"# {row['day']}\n\n{str(row['text']).rstrip()}\n" for row in ordered)


def _chapter(title: str, rows: Rows) -> str:
    return "\n".join([f"# {title}", "", *(_row(row) for row in rows), ""])


def _row(row: Mapping[str, Any]) -> str:
    told = {name: value for name, value in row.items() if name not in _UNREAD and _said(value)}
    lines = [f"- **{name.replace('_', ' ')}**: {_said(value)}" for name, value in told.items()]
    return "\n".join([*lines, ""])


def _said(value: Any) -> str:
    """Return a value on one line, indented where it has more; "" for nothing."""
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, Mapping):
        return "; ".join(
            f"{_plain(name)}: {_said(each)}" for name, each in value.items() if _said(each)
        )
    if isinstance(value, (list, tuple)):
        return "; ".join(filter(None, map(_said, value)))
    return _plain(value)


def _plain(value: Any) -> str:
    return "\n  ".join(str(value).translate(_MARKS).splitlines())
