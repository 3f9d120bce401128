"""What the documents of a repository said in the past, as it stood on the main line.

A text counts from the day on which it came to the main line, whatever day was written into its
commit: before, readers of the main line could not know it.
"""

import os
import secrets
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import groupby

from journeywork.connectors.git.commits import Commit, time_of
from journeywork.connectors.git.documents import LARGEST, Authors, is_document, touches
from journeywork.connectors.git.program import blobs, fields
from journeywork.connectors.git.repository import Repository, head
from journeywork.engine.documents import Document
from journeywork.engine.past_texts import Seen

#: How far back texts are brought: as far as the page replays.
REACH = timedelta(days=5 * 365.25)
#: Of one document at most so many texts are brought, the latest of each day.
MOST = 300
_LOG = (
    "log",
    "--first-parent",
    "--diff-merges=first-parent",
    "--reverse",
    "--raw",
    "--no-abbrev",
    "--no-renames",
    "--no-color",
    "--no-decorate",
    "--no-notes",
    "--no-show-signature",
    "--no-ext-diff",
    "--no-textconv",
    "--no-relative",
    "-z",
)


@dataclass(frozen=True, slots=True)
class Step:
    """From `at` on the main line had the object `blob` under a path; "" when it was gone."""

    at: datetime
    blob: str


def past_texts(
    repository: Repository, steps: Mapping[str, Sequence[Step]]
) -> Iterator[tuple[Document, tuple[Seen, ...]]]:
    """Yield every document of `steps` with its texts in order of time.

    Also those that are gone today; the document tells where it lies, and holds no text.
    """
    names = [step.blob for path in steps for step in steps[path] if step.blob]
    contents = blobs(repository.path, names, most=LARGEST)
    changes = _changes(repository, steps)
    for path, mine in steps.items():
        document = Document(
            path=os.fsencode(path).decode(errors="replace"),
            text="",
            source=f"git:{repository.place}",
            place=repository.place,
        )
        authors = _authors(mine, changes.get(path, ()))
        texts = (_text(next(contents)) if step.blob else None for step in mine)
        yield document, tuple(map(Seen, (step.at for step in mine), texts, authors))


def _changes(repository: Repository, paths: Container[str]) -> dict[str, list[Commit]]:
    found: dict[str, list[Commit]] = {}
    for touch in touches(repository.path, head(repository.path), paths):
        if not touch.sweep:
            found.setdefault(touch.path, []).append(touch.commit)
    return found


def _authors(steps: Sequence[Step], changes: Iterable[Commit]) -> list[str]:
    """Return for each step who had written most of the document by then."""
    waiting = sorted(changes, key=lambda commit: commit.committed_at, reverse=True)
    authors, found = Authors(), []
    for step in steps:
        while waiting and waiting[-1].committed_at <= step.at:
            authors.add(waiting.pop())
        found.append(authors.first())
    return found


def past_steps(repository: Repository) -> Mapping[str, Sequence[Step]]:
    """Return what stood under each path of a document in the last years, the latest of each day."""
    found: dict[str, list[Step]] = {}
    last = datetime.fromtimestamp(0, UTC)
    for at, changed in _main_line(repository):
        last = max(last, at)  # Clocks of committers differ; the line has one direction.
        for path, blob in changed:
            if is_document(path):
                found.setdefault(path, []).append(Step(last, blob))
    kept = ((path, _kept(found[path], last - REACH)) for path in sorted(found))
    return {path: steps for path, steps in kept if steps}


def reading_of(steps: Mapping[str, Sequence[Step]]) -> str:
    """Return a name for `steps`: the same for the same, another for others."""
    told = "\0".join(f"{path}\0{one.at}\0{one.blob}" for path in steps for one in steps[path])
    return sha256(os.fsencode(told)).hexdigest()[:32]


def _kept(steps: Sequence[Step], since: datetime) -> Sequence[Step]:
    """Leave out what was replaced before `since`, and on the same day."""
    days = [list(same)[-1] for _, same in groupby(steps, key=lambda step: step.at.date())]
    ends = [*(step.at for step in days[1:]), None]
    kept = [step for step, end in zip(days, ends, strict=True) if end is None or end > since]
    kept = kept[-MOST:]
    return kept if any(step.blob for step in kept) else ()


def _main_line(repository: Repository) -> Iterator[tuple[datetime, list[tuple[str, str]]]]:
    """Yield each step of the main line: when it came, and what it put under which path."""
    mark = secrets.token_hex(8)
    options = (*_LOG, f"--format={mark}%x00%ct%x00", "--end-of-options", head(repository.path))
    at, changed = datetime.fromtimestamp(0, UTC), list[tuple[str, str]]()
    found = fields(repository.path, *options, "--")
    for field in found:
        if field.strip() == mark.encode():
            yield at, changed
            at, changed = time_of(next(found).decode()), []
        elif field.lstrip(b"\n").startswith(b":"):
            path = os.fsdecode(next(found))
            changed.append((path, _blob(field.decode())))
    yield at, changed


def _blob(change: str) -> str:
    """Return what stands there after a change; "" for nothing, a link, another repository."""
    _was, mode, _from, blob, _how = change.split()
    return blob if mode.startswith("100") else ""


def _text(content: bytes | None) -> str | None:
    """Return a text as the import reads it; one that is no text, or too long, was never a card."""
    if content is None or b"\0" in content:
        return None
    return content.decode(errors="replace").removeprefix("\ufeff")
