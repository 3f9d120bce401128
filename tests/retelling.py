"""What actions once wrote is written again under new ids, in one go.

Two hundred statements put the cast on its stage, and two thousand tests begin with it. The first
of each process goes through the actions, as the product does; from what these wrote, the others
get theirs. Nothing is shared between tests: every id is new, and the audit log's chain is closed
anew. `tests/house/test_retelling.py` compares the two.
"""

import re
from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import connection
from django.test.utils import CaptureQueriesContext

from journeywork.kernel import audit
from journeywork.kernel.ids import new_id
from journeywork.kernel.models import AuditEntry
from journeywork.kernel.tenancy import within

Value = TypeVar("Value")
Ids = Mapping[UUID, UUID]

#: What changes something, or says for whom; procrastinate's function puts jobs into the queue.
WRITES = re.compile(
    r"\s*(insert|update|delete|select\s+set_config|select\s+unnest)\b", re.IGNORECASE
)
ID = re.compile(r"\b[0-9a-f]{8}(-?)[0-9a-f]{4}\1[0-9a-f]{4}\1[0-9a-f]{4}\1[0-9a-f]{12}\b")
DIGEST = re.compile(r"\b[0-9a-f]{64}\b")
NOBODY_YET = """
select not exists (select from people_account)
   and not exists (select from people_organisation where id <> %s)
"""


@dataclass(frozen=True)
class Told(Generic[Value]):
    """What was written for `org`, with the lines it left in the log of each organisation.

    `number` is how many lines the log of `org` had before.
    """

    org: UUID
    number: int
    value: Value
    text: str
    ids: tuple[UUID, ...]
    lines: Mapping[UUID, tuple[AuditEntry, ...]]


class Retelling(Generic[Value]):
    """Makes something in an organisation in force: by `make` once, then after its example."""

    def __init__(self, make: Callable[[UUID], Value]) -> None:
        self.make = make
        self.told: Told[Value] | None = None

    def __call__(self, org: UUID) -> Value:
        """Make it in `org`, where there are no people; where there are, by the actions."""
        if not _nobody_yet(org):
            return self.make(org)
        number, digest = audit.head()
        if self.told is None:
            self.told = _heard(self.make, org, number)
            return self.told.value
        if self.told.number != number:  # Something else came before, and is counted in its text.
            return self.make(org)
        return _again(self.told, org, digest)


def _nobody_yet(org: UUID) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(NOBODY_YET, [org])
        (found,) = cursor.fetchone()
        return bool(found)


def _heard(make: Callable[[UUID], Value], org: UUID, number: int) -> Told[Value]:
    waiting = len(connection.run_on_commit)
    with CaptureQueriesContext(connection) as heard:
        value = make(org)
    assert len(connection.run_on_commit) == waiting, "what follows a commit cannot be told again"
    said = [str(one["sql"]) for one in heard.captured_queries]
    text = ";\n".join(one for one in said if WRITES.match(one))
    ids = dict.fromkeys(UUID(found[0]) for found in ID.finditer(text))
    orgs = {UUID(found[0]) for one in said if "set_config" in one for found in ID.finditer(one)}
    lines = {each: _lines(each, number if each == org else 0) for each in orgs | {org}}
    return Told(org, number, value, text, tuple(ids), lines)


def _lines(org: UUID, after: int) -> tuple[AuditEntry, ...]:
    with within(org):
        return tuple(AuditEntry.objects.filter(number__gt=after).order_by("number"))


def _again(told: Told[Value], org: UUID, digest: str) -> Value:
    ids = {each: new_id() for each in told.ids} | {told.org: org}
    digests = {}
    for where, lines in told.lines.items():
        ours = where == told.org
        digests |= _closed(lines, digest if ours else audit.BEFORE_THE_FIRST, ids)
    text = DIGEST.sub(lambda found: digests.get(found[0], found[0]), _renamed(told.text, ids))
    with connection.cursor() as cursor:
        cursor.execute(text)
    return _with(told.value, ids)


def _closed(lines: tuple[AuditEntry, ...], previous: str, ids: Ids) -> dict[str, str]:
    """Return old digest -> new digest of lines that follow each other, and of the one before."""
    found = {lines[0].previous: previous}
    for line in lines:
        new = copy(line)
        new.org, new.id = ids[line.org], ids[line.id]
        new.by = ids.get(line.by, line.by) if line.by else None
        new.object = _renamed(line.object, ids)
        new.detail = _with(line.detail, ids)
        new.previous = previous
        previous = found[line.digest] = audit._digest(new)
    return found


def _renamed(text: str, ids: Ids) -> str:
    def other(found: re.Match[str]) -> str:
        new = ids.get(UUID(found[0]))
        if new is None:
            return found[0]
        return str(new) if found[1] else new.hex

    return ID.sub(other, text)


def _with(value: Any, ids: Ids) -> Any:
    """Return a frozen value with other ids in it."""
    if isinstance(value, UUID):
        return ids.get(value, value)
    if isinstance(value, str):
        return _renamed(value, ids)
    if isinstance(value, (tuple, frozenset, list)):
        return type(value)(_with(each, ids) for each in value)
    if isinstance(value, dict):
        return {_with(key, ids): _with(each, ids) for key, each in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        changed = {each.name: _with(getattr(value, each.name), ids) for each in fields(value)}
        return replace(value, **changed)
    return value
