"""The head of the audit log, written down outside the database now and then.

Whoever can change the database can write the whole chain anew; they would also have to change
these files, which lie in the data folder, one an organisation, and only ever grow. Copy them
to another machine for more than that.
"""

import json
import os
from datetime import datetime
from pathlib import Path

from django.conf import settings

from journeywork.kernel import audit
from journeywork.kernel.tenancy import current_org


def anchor(*, at: datetime) -> int:
    """Write down the head of the log of the organisation in force; return its number.

    Nothing is written when nothing was added since. Called every hour by the worker.
    """
    number, digest = audit.head()
    if number and number not in read():
        _append({"at": at.isoformat(), "number": number, "digest": digest})
    return number


def read() -> dict[int, str]:
    """Return what was written down: number of the line -> its digest.

    A last line that was cut off in the writing is left out; the worker writes it again.
    """
    try:
        lines = _file().read_text().splitlines()
    except FileNotFoundError:
        return {}
    return dict(entry for entry in map(_entry, lines) if entry)


def verify() -> audit.Verdict:
    """Verify the log of the organisation in force against its chain and what is written here."""
    return audit.verify(read())


def forget() -> None:
    """Remove what was written down for the organisation in force: for demos that go."""
    _file().unlink(missing_ok=True)


def _file() -> Path:
    return Path(settings.DATA) / "audit" / f"{current_org()}.jsonl"


def _append(entry: dict[str, str | int]) -> None:
    file = _file()
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with file.open("a") as out:
        out.write(json.dumps(entry) + "\n")
        out.flush()
        os.fsync(out.fileno())


def _entry(line: str) -> tuple[int, str] | None:
    try:
        entry = json.loads(line)
        return int(entry["number"]), str(entry["digest"])
    except (ValueError, TypeError, KeyError):
        return None
