"""Tells what it was given and reads it: a folder, a vault, an archive of either, a table."""

import tempfile
from pathlib import Path

from journeywork.kernel.archives import unpack
from journeywork.knowledge.importers import folder, table, vault
from journeywork.knowledge.importers.reading import Found

ARCHIVES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz")
TABLES = (".csv", ".tsv")


def read(path: Path, *, place: str = "") -> Found:
    """Return the documents in `path`.

    Raises NotADirectoryError for what is none of them, Invalid for a table that cannot be read,
    BadArchive for an archive that must not be unpacked.
    """
    name = path.name.lower()
    if name.endswith(TABLES) and path.is_file():
        return table.read(path, place=place)
    if name.endswith(ARCHIVES) and path.is_file():
        with tempfile.TemporaryDirectory() as scratch:
            unpack(path, Path(scratch) / "unpacked")
            return _folder(Path(scratch) / "unpacked", place)
    return _folder(path, place)


def _folder(path: Path, place: str) -> Found:
    wiki = path.is_dir() and any(path.glob("**/.obsidian"))
    return vault.read(path, place=place) if wiki else folder.read(path, place=place)
