"""Notes that wait to be sent: written down on this computer first, and gone once they arrived.

A note gets its identifier here, so that it is kept once however often it is sent: after a lost
answer, a closed lid, a command that was typed again. It waits in a file that only its owner can
read, for the server and the person for whom it was written, and is sent as nobody else.
"""

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from uuid import UUID, uuid4

from journeywork.cli.connection import Connection


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A note: `visit` as it was named, `written_at` in UTC (RFC 3339), `whose` as `owner` says."""

    id: str
    visit: str
    text: str
    written_at: str
    whose: str


def folder() -> Path:
    """Return the folder in which notes wait."""
    home = os.environ.get("XDG_STATE_HOME") or "~/.local/state"
    return Path(home).expanduser() / "journeywork" / "notes"


def owner(known: Connection) -> str:
    """Return for whom a note waits: a person at a server, and nothing that tells a token."""
    who = known.person or known.token
    return sha256(f"{known.address}\n{who}".encode()).hexdigest()[:32]


def put(*, visit: str, named: str, text: str, written_at: str, whose: str) -> Waiting:
    """Write a note down before it is sent; the same that waits already is taken, not doubled.

    It may wait for the `visit` that is meant, or for one as it was `named`, where nobody knew.
    """
    for each in waiting(whose):
        if each.visit in (visit, named) and each.text == text:
            return each
    made = Waiting(id=str(uuid4()), visit=visit, text=text, written_at=written_at, whose=whose)
    _write(made)
    return made


def gone(note: Waiting) -> None:
    """Let go of a note: it arrived, or was refused for good."""
    _file(note.id).unlink(missing_ok=True)


def waiting(whose: str | None = None) -> list[Waiting]:
    """Return what waits, the oldest first; of one owner, or of all."""
    found = [each for each in _kept() if whose in (None, each.whose)]
    return sorted(found, key=lambda each: (each.written_at, each.id))


def _kept() -> Iterator[Waiting]:
    for file in folder().glob("*.json"):
        # What is half there, or is none of ours, is left where it lies.
        with suppress(OSError, ValueError, TypeError, AttributeError):
            found = Waiting(**json.loads(file.read_text()))
            if str(UUID(found.id)) == file.stem:
                yield found


def _write(note: Waiting) -> None:
    for each in reversed((folder(), *folder().parents)):
        each.mkdir(exist_ok=True, mode=0o700)
    # A new file takes its place at once: never half written, and its owner's alone.
    handle, beside = tempfile.mkstemp(dir=folder(), prefix=".note-")
    with os.fdopen(handle, "w") as out:
        json.dump(asdict(note), out)
        out.flush()
        os.fsync(out.fileno())
    Path(beside).replace(_file(note.id))


def _file(id: str) -> Path:
    return folder() / f"{id}.json"
