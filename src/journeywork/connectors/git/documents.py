"""The documents of a repository: Markdown at the head, with who keeps it and when it changed."""

import os
from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from journeywork.connectors.git.commits import Commit, commits
from journeywork.connectors.git.mapping import is_machine
from journeywork.connectors.git.program import blobs, fields
from journeywork.connectors.git.repository import Repository, head
from journeywork.engine.documents import Document, worth_a_card

ENDINGS = (".md", ".markdown", ".mdown")
#: Bytes; a longer text is not something people read in five minutes, even in pieces.
LARGEST = 1_000_000
#: A commit that touches more documents than this is a sweep: it changes no meaning.
SWEEP = 30
_OTHERS_WORK = {
    "node_modules",
    "vendor",
    "vendored",
    "third_party",
    "third-party",
    "thirdparty",
    "external",
    "site-packages",
    "dist",
    "build",
    "target",
    "fixtures",
    "testdata",
    "__snapshots__",
}


class Touch(NamedTuple):
    """A commit changed a document; `sweep` when it changed a great many at once."""

    path: str
    commit: Commit
    sweep: bool


class Authors:
    """Who has changed a document most, recent changes counting more; machines do not count."""

    def __init__(self) -> None:
        self._weights: defaultdict[str, float] = defaultdict(float)

    def add(self, commit: Commit) -> None:
        """Count a change."""
        if not is_machine(commit.author):
            # A change counts twice as much as one two years older; only ratios matter.
            age = commit.authored_at.timestamp() / (2 * 365 * 86_400)
            self._weights[commit.author.email] += 2.0**age

    def first(self) -> str:
        """Return the e-mail of who has changed it most so far, "" for nobody."""
        return max(self._weights, key=self._weights.__getitem__, default="")


@dataclass(slots=True)
class _Past:
    """What the history says of one document."""

    first_seen: datetime
    changed_at: datetime
    authors: Authors = field(default_factory=Authors)


def documents(repository: Repository) -> Iterator[Document]:
    """Yield the Markdown documents of the main line, in order of path, as they stand now.

    Hidden and vendored folders, changelogs and licences are left out. The owner is who has
    changed it most, recent changes counting more. Text that is not UTF-8 is read as far as
    it goes.
    """
    now = head(repository.path)
    paths = [path for path in _listed(repository.path, now) if is_document(path)]
    past = _pasts(repository.path, now, paths)
    contents = blobs(repository.path, [f"{now}:{path}" for path in paths], most=LARGEST)
    for path, content in zip(paths, contents, strict=True):
        if content is not None and b"\0" not in content:
            yield _document(path, content, past.get(path), repository, now)


def count_documents(repository: Repository) -> int:
    """Return how many documents there are to read."""
    return sum(map(is_document, _listed(repository.path, head(repository.path))))


def is_document(path: str) -> bool:
    """Tell whether a file of a repository is a text that people here wrote for each other."""
    parts = PurePosixPath(path).parts
    hidden = any(part.startswith(".") for part in parts)
    ours = not hidden and not {part.lower() for part in parts[:-1]} & _OTHERS_WORK
    return ours and path.lower().endswith(ENDINGS) and "\n" not in path and worth_a_card(path)


def _document(
    path: str, content: bytes, past: _Past | None, repository: Repository, now: str
) -> Document:
    url = f"{repository.url}/blob/{now}/{path}" if repository.host == "github" else ""
    return Document(
        path=os.fsencode(path).decode(errors="replace"),
        text=content.decode(errors="replace").removeprefix("\ufeff"),
        source=f"git:{repository.place}",
        author_email=past.authors.first() if past else "",
        changed_at=past.changed_at if past else None,
        first_seen=past.first_seen if past else None,
        place=repository.place,
        url=url if repository.url else "",
    )


def _listed(repository: Path, now: str) -> list[str]:
    """Return the paths of plain files: no links, which say where a text is, and no submodules."""
    found = fields(repository, "ls-tree", "-r", "-z", "--full-tree", now)
    entries = (entry.partition(b"\t") for entry in found)
    return sorted(os.fsdecode(path) for kind, _, path in entries if kind.startswith(b"100"))


def touches(repository: Path, now: str, paths: Container[str]) -> Iterator[Touch]:
    """Yield every change to one of `paths`, oldest first."""
    for commit in commits(repository, now):
        touched = [path for path in commit.paths if path in paths]
        sweep = len(touched) > SWEEP
        yield from (Touch(path, commit, sweep) for path in touched)


def _pasts(repository: Path, now: str, paths: Sequence[str]) -> dict[str, _Past]:
    """Walk the history once: who changed each path, and when in earnest."""
    found: dict[str, _Past] = {}
    for touch in touches(repository, now, set(paths)):
        at = touch.commit.authored_at
        past = found.setdefault(touch.path, _Past(at, at))
        if not touch.sweep:
            past.changed_at = max(past.changed_at, at)
            past.authors.add(touch.commit)
    return found
