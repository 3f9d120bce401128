"""Tables that people send as files: CSV in the encodings and with the delimiters that occur.

Rows are numbered as a spreadsheet numbers them: the headings are row 1, empty rows count.
"""

import codecs
import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

DELIMITERS = ",;\t|"
#: Where a spreadsheet would calculate instead of showing what stands there.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
_LATIN_LETTERS = range(0xC0, 0x100)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # Before UTF-16, whose mark it begins with.
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class TableFault(ValueError):
    """A table cannot be read: in which row (from 1, 0 for the file as a whole), and why."""

    def __init__(self, row: int, says: str) -> None:
        super().__init__(f"row {row} {says}" if row else says)
        self.row = row
        self.says = says


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number, its cells by heading as written there, and how many had no heading."""

    number: int
    cells: dict[str, str]
    beyond: int = 0


@dataclass(frozen=True, slots=True)
class WrittenTable:
    """What stands in a table."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]


def decoded(body: bytes) -> str:
    """Return the text of a file: UTF-8, or UTF-16 and UTF-32 with their mark; TableFault else.

    Nothing is guessed: a name that is read wrongly is somebody else's name.
    """
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return _decoded(body.removeprefix(mark) if encoding == "utf-8" else body, encoding)
    if body[:1000].count(0) > len(body[:1000]) // 5:
        raise TableFault(0, "is no text, or UTF-16 without its mark: save it as CSV in UTF-8")
    return _decoded(body, "utf-8")


def read_table(text: str) -> WrittenTable:
    """Return the headings and rows of a CSV; raises TableFault.

    The delimiter is the one of comma, semicolon, tab and bar that stands most often in the
    headings, or the one that a first line such as `sep=;` names. Empty rows are left out.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    above = 0
    if lines[0].lower().startswith("sep=") and len(lines[0].strip()) == len("sep=;"):
        delimiter, lines, above = lines[0][4], lines[1:], 1
    else:
        delimiter = max(DELIMITERS, key=lines[0].count)
    numbered = _records(lines, delimiter, above)
    number, first = next(numbered, (1, []))
    headings = _headings(first, number)
    rows = (_row(headings, cells, each) for each, cells in numbered if any(cells))
    return WrittenTable(tuple(name for name in headings if name), tuple(rows))


def table_text(headings: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Return a CSV as spreadsheets read it; what they would calculate is made plain text.

    OWASP's way: a cell that begins like a formula gets an apostrophe before it, and every cell is
    quoted, so that what stands behind another delimiter begins no cell. Numbers stay.
    """
    written: list[str] = []
    writer = csv.writer(_Lines(written), quoting=csv.QUOTE_ALL)
    writer.writerow([harmless(name) for name in headings])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return "".join(written)


def harmless(cell: object) -> object:
    """Return a cell that no spreadsheet calculates."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def unquoted(cell: str) -> str:
    """Return a cell without the apostrophe that keeps a spreadsheet from calculating."""
    quoted = cell.startswith("'") and cell[1:].startswith(FORMULA)
    return cell[1:] if quoted else cell


class _Lines:
    """What a csv.writer writes to: a list of lines."""

    def __init__(self, kept: list[str]) -> None:
        self._kept = kept

    def write(self, line: str) -> None:
        """Keep a line."""
        self._kept.append(line)


def _decoded(body: bytes, encoding: str) -> str:
    try:
        return body.decode(encoding)
    except UnicodeDecodeError as fault:
        line = body.count(b"\n", 0, fault.start) + 1
        latin = encoding == "utf-8" and body[fault.start] in _LATIN_LETTERS
        looks = " (it looks like Latin-1 or Windows-1252)" if latin else ""
        says = f"is not {encoding.upper()} in line {line}{looks}: save it as CSV in UTF-8"
        raise TableFault(0, says) from None


def _records(lines: list[str], delimiter: str, above: int) -> Iterator[tuple[int, list[str]]]:
    """Yield each record with its row number, its cells without space around them."""
    reader = csv.reader((f"{line}\n" for line in lines), delimiter=delimiter, strict=True)
    number = above
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as fault:
            raise TableFault(number, f"cannot be read: {fault}") from None
        yield number, [cell.strip() for cell in cells]


def _headings(first: list[str], number: int) -> list[str]:
    if not any(first):
        raise TableFault(number, "has no headings")
    seen: set[str] = set()
    for name in filter(None, first):
        if name.casefold() in seen:
            raise TableFault(number, f"has the heading “{name[:60]}” twice")
        seen.add(name.casefold())
    return first


def _row(headings: list[str], cells: list[str], number: int) -> Row:
    full = [*cells, *[""] * (len(headings) - len(cells))]
    named = {name: unquoted(cell) for name, cell in zip(headings, full, strict=False) if name}
    return Row(number, named, sum(map(bool, cells[len(headings) :])))
