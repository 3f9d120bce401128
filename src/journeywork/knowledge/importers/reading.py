"""What an importer found, and how files are read safely below one folder."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from journeywork.engine.documents import Document

MOST_FILES = 50_000
LONGEST_FILE = 2_000_000
MARKDOWN = {".md", ".markdown", ".mdown"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Documents to import, and in a line each what was left aside and why."""

    documents: tuple[Document, ...]
    aside: tuple[str, ...] = ()


def files(folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield (file, path below `folder` with `/`) in order; no links, nothing hidden.

    Raises NotADirectoryError, and ValueError for more than 50,000 files.
    """
    if not folder.is_dir():
        raise NotADirectoryError(f"{folder} is not a folder")
    seen = 0
    for file in sorted(folder.rglob("*")):
        parts = file.relative_to(folder).parts
        hidden = any(part.startswith(".") for part in parts)
        if hidden or file.is_symlink() or not file.is_file() or _behind_link(file, folder):
            continue
        seen += 1
        if seen > MOST_FILES:
            raise ValueError(f"{folder} holds more than {MOST_FILES} files")
        yield file, "/".join(parts)


def text_of(file: Path) -> str | None:
    """Return the text of a file, None where it is too long; bytes that are no UTF-8 show as �."""
    if file.stat().st_size > LONGEST_FILE:
        return None
    return file.read_bytes().decode(errors="replace")


def changed_at(file: Path) -> datetime:
    """Return when a file was last written; 1970 for a time outside the calendar."""
    try:
        return datetime.fromtimestamp(file.stat().st_mtime, UTC)
    except (ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(0, UTC)


def _behind_link(file: Path, folder: Path) -> bool:
    return not file.resolve().is_relative_to(folder.resolve())
