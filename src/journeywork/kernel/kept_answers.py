"""What was answered to requests that may come again: kept for a day, sealed.

Whoever does not know whether a request arrived sends it again under the same key, and is
answered as the first time. Keys belong to a person and an operation.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from journeywork.kernel.ids import new_id
from journeywork.kernel.locks import held_if_free
from journeywork.kernel.models import KeptAnswerRow
from journeywork.kernel.reading import read
from journeywork.kernel.sealed import seal, unseal
from journeywork.kernel.tenancy import current_org

KEPT = timedelta(days=1)
_KEPT = """
    select id, asked, at, status, content from kernel_kept_answer
    where org = %(org)s and person = %(person)s and name = %(name)s
"""
_GONE = "delete from kernel_kept_answer where org = %(org)s and id = %(id)s returning id"
_KEEP = """
    insert into kernel_kept_answer (org, id, person, name, asked, at, status, content)
    values (%(org)s, %(id)s, %(person)s, %(name)s, %(asked)s, %(at)s, %(status)s, %(content)s)
    returning id
"""


class StillRunning(Exception):
    """The same request is being answered at this moment."""


class AnotherRequest(Exception):
    """The key belongs to a request that said something else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptAnswer:
    """An answer: its status and its content."""

    status: int
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request that may come again: by whom, which one (`name`), and what it says (`digest`)."""

    person: UUID
    name: str
    digest: str


def asked(*, person: UUID, operation: str, key: str, says: bytes) -> Asked:
    """Return a request under its key; `says` is all of it that makes a difference."""
    name = hashlib.sha256(f"{operation}\n{key}".encode()).hexdigest()
    return Asked(person=person, name=name, digest=hashlib.sha256(says).hexdigest())


def answered(request: Asked, *, at: datetime) -> KeptAnswer | None:
    """Return what was answered to a request within a day; None: answer it, then `keep` that.

    Must run inside the transaction in which the request is answered: until that ends nobody
    else gets this far with it. Raises StillRunning and AnotherRequest.
    """
    if not held_if_free(f"request {request.person} {request.name}"):
        raise StillRunning
    given = {"org": current_org(), "person": request.person, "name": request.name}
    row = next(iter(read(_KEPT, given)), None)
    if row is None:
        return None
    id, digest, kept_at, status, content = row
    if kept_at <= at - KEPT:
        read(_GONE, {"org": current_org(), "id": id})
        return None
    if digest != request.digest:
        raise AnotherRequest
    return KeptAnswer(status=status, content=unseal(content) if content else "")


def keep(request: Asked, answer: KeptAnswer, *, at: datetime) -> None:
    """Keep what was answered, in the transaction that did what was asked."""
    given: dict[str, Any] = {
        "org": current_org(), "id": new_id(), "person": request.person, "name": request.name,
        "asked": request.digest, "at": at, "status": answer.status,
        "content": seal(answer.content) if answer.content else "",
    }  # fmt: skip
    read(_KEEP, given)


def sweep(*, at: datetime) -> None:
    """Forget what was answered more than a day ago."""
    KeptAnswerRow.objects.filter(at__lte=at - KEPT).delete()
