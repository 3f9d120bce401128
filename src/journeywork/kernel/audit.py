"""The audit log: append-only, each line chained to the one before, its head kept elsewhere too.

A line's digest covers its own content and the digest of the line before, so a line that is
changed, removed or slipped in breaks the chain from there on. Cutting off the end of the log
leaves a whole chain; that is what `kernel.anchors` is for.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from journeywork.kernel.ids import new_id
from journeywork.kernel.locks import one_at_a_time
from journeywork.kernel.models import AuditEntry

BEFORE_THE_FIRST = "0" * 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the log. `object` names the thing acted on, e.g. `person:ana`."""

    number: int
    at: datetime
    by: UUID | None
    verb: str
    object: str
    detail: Mapping[str, Any]
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What `verify` found: how many lines hold, and the number of the first that does not."""

    lines: int
    broken: int | None
    says: str


def record(
    *,
    verb: str,
    object: str,
    by: UUID | None,
    at: datetime,
    detail: Mapping[str, Any] | None = None,
) -> int:
    """Append one line to the log of the organisation in force; return its number.

    Runs in the caller's transaction: the line stands exactly if what it tells of does. `detail`
    holds text, whole numbers, flags, lists and mappings (TypeError otherwise: a number with a
    fraction may come back from the database written differently, and break the chain).
    """
    plain = _plain(detail or {})
    with transaction.atomic():
        one_at_a_time("audit")
        last = AuditEntry.objects.order_by("-number").values("number", "digest").first()
        row = AuditEntry(
            id=new_id(),
            number=last["number"] + 1 if last else 1,
            at=at.astimezone(UTC),
            by=by,
            verb=verb,
            object=object,
            detail=plain,
            previous=last["digest"] if last else BEFORE_THE_FIRST,
        )
        row.digest = _digest(row)
        row.save(force_insert=True)
    return row.number


def lines(*, limit: int = 100, before: int | None = None) -> tuple[Line, ...]:
    """Return lines, newest first; `before` is the number to go on from."""
    rows = AuditEntry.objects.order_by("-number")
    if before is not None:
        rows = rows.filter(number__lt=before)
    return tuple(_line(row) for row in rows[:limit])


def head() -> tuple[int, str]:
    """Return number and digest of the last line; (0, zeros) for an empty log."""
    last = AuditEntry.objects.order_by("-number").values_list("number", "digest").first()
    return last or (0, BEFORE_THE_FIRST)


def verify(anchored: Mapping[int, str] | None = None) -> Verdict:
    """Walk the whole chain; the verdict names the first line that does not hold.

    `anchored` maps line numbers to the digests that were written down outside the database
    (`kernel.anchors.read`): a line missing there, or written anew with all that follow it, is
    found by them alone.
    """
    expected, previous, outside = 1, BEFORE_THE_FIRST, dict(anchored or {})
    for row in _walk():
        fault = _fault(row, expected, previous, outside.pop(row.number, row.digest))
        if fault:
            return Verdict(lines=expected - 1, broken=expected, says=fault)
        expected, previous = expected + 1, row.digest
    if outside:
        says = f"line {expected} is missing: {max(outside)} lines were written down elsewhere"
        return Verdict(lines=expected - 1, broken=expected, says=says)
    return Verdict(lines=expected - 1, broken=None, says=f"all {expected - 1} lines hold")


def _walk(page: int = 1000) -> Iterator[AuditEntry]:
    # By pages: the log may be larger than memory, and the pool rules out server-side cursors.
    after = 0
    while rows := list(AuditEntry.objects.filter(number__gt=after).order_by("number")[:page]):
        yield from rows
        after = rows[-1].number


def _fault(row: AuditEntry, expected: int, previous: str, anchored: str) -> str:
    if row.number != expected:
        return f"line {expected} is missing: line {row.number} follows"
    if row.previous != previous:
        return f"line {expected} does not follow the line before it"
    if row.digest != _digest(row):
        return f"line {expected} was changed after it was written"
    if row.digest != anchored:
        return f"line {expected} differs from what was written down outside the database"
    return ""


def _digest(row: AuditEntry) -> str:
    content = {
        "org": str(row.org),
        "id": str(row.id),
        "number": row.number,
        "at": row.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "by": str(row.by) if row.by else None,
        "verb": row.verb,
        "object": row.object,
        "detail": row.detail,
        "previous": row.previous,
    }
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, (str, int)):
        return value
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"the audit log takes no {type(value).__name__}")


def _line(row: AuditEntry) -> Line:
    return Line(
        number=row.number,
        at=row.at,
        by=row.by,
        verb=row.verb,
        object=row.object,
        detail=row.detail,
        digest=row.digest,
    )
