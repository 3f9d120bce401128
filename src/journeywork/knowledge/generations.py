"""Where the search index lies on disk.

    INDEX_FOLDER/current          the name of the generation in use, and what made it
    INDEX_FOLDER/doubted          the generation that a reader could not read, if there is one
    INDEX_FOLDER/<generation>/    one tantivy index for each shelf; a file for each organisation
                                  that has something here, and one for its bookmark

A rebuild fills a new generation and then changes `current` in one step, so readers never see
half an index, and a process that is killed leaves the one before it in use.
"""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from journeywork.knowledge.analysis import VERSION
from journeywork.knowledge.index import Shelf
from journeywork.knowledge.soundness import META

_NAME = re.compile(r"[0-9a-f]{32}")


class Generations:
    """The generations of an index in `folder`, or the one called `fixed` alone."""

    def __init__(self, folder: Path, fixed: str | None = None) -> None:
        self.folder = folder
        self.fixed = fixed
        self._current = folder / "current"

    def current(self) -> tuple[str, str]:
        """Return (generation, version) in use, both "" where there is none."""
        if self.fixed is not None:
            return self.fixed, VERSION
        try:
            name, _, version = self._current.read_bytes().decode("ascii").partition(" ")
        except (OSError, ValueError):  # ValueError: no letters, so nobody wrote it.
            return "", ""
        return (name, version) if _NAME.fullmatch(name) else ("", "")

    def at(self, name: str, shelf: Shelf) -> Path:
        """Return the folder of a shelf."""
        return self.folder / (name or "none") / shelf.value

    def beside(self, file: str) -> Path:
        """Return a file beside the shelves of the generation in use."""
        return self.folder / (self.current()[0] or "none") / file

    def complete(self) -> bool:
        """Tell whether the generation in use has all its shelves and is of this version."""
        name, version = self.current()
        there = bool(name) and all((self.at(name, shelf) / META).is_file() for shelf in Shelf)
        return there and version == VERSION

    def use(self, name: str) -> None:
        """Put a generation in use in one step, and sweep away all others."""
        replace(self.folder / "current", f"{name} {VERSION}")
        self.trust()
        self.sweep()

    def sweep(self) -> None:
        """Take away what is not in use: what came before, and what was never finished.

        Only for who holds the index (`one_writer`).
        """
        name = self.current()[0]
        for other in self._others(name) if name else ():
            shutil.rmtree(other, ignore_errors=True)

    def drop(self) -> None:
        """Take away the generation that is `fixed`: it will not be finished."""
        if self.fixed and Generations(self.folder).current()[0] != self.fixed:
            shutil.rmtree(self.folder / self.fixed, ignore_errors=True)

    def doubt(self, name: str) -> None:
        """Note that a generation could not be read, for the worker to look at it closely."""
        with suppress(OSError):  # No room, or not ours: the worker looks when it starts.
            replace(self.folder / "doubted", name)

    def doubted(self) -> bool:
        """Tell whether the generation in use could not be read by somebody."""
        try:
            return (self.folder / "doubted").read_text("ascii") == self.current()[0]
        except (OSError, ValueError):
            return False

    def trust(self) -> None:
        """Forget doubts."""
        (self.folder / "doubted").unlink(missing_ok=True)

    def _others(self, name: str) -> Iterator[Path]:
        for other in self.folder.iterdir():
            if other.is_dir() and other.name != name:
                yield other


def replace(place: Path, text: str) -> None:
    """Write a file in one step: whoever reads it sees what was there before, or all of this."""
    beside = place.with_suffix(f".{os.getpid()}")
    beside.write_text(text)
    os.replace(beside, place)  # noqa: PTH105 - atomic by contract
