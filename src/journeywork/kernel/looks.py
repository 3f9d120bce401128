"""Who has looked at what about me: each person can read it about themselves."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from journeywork.kernel.ids import new_id
from journeywork.kernel.models import Look
from journeywork.kernel.tenancy import current_org

# One statement: pages that somebody looks at are counted by their statements.
_ONCE = """
    insert into kernel_look (org, id, person, by, at, what)
    select %(org)s, given.id, given.person, %(by)s, %(at)s, %(what)s
    from unnest(%(ids)s::uuid[], %(persons)s::uuid[]) as given (id, person)
    where not exists (
        select from kernel_look where org = %(org)s and person = given.person and by = %(by)s
            and what = %(what)s and at > %(since)s)
"""
#: The same look at the same thing within this time is one look.
ONE_LOOK = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """`by` looked at `what` about somebody, at a time in UTC."""

    by: UUID
    at: datetime
    what: str


def look(*, person_id: UUID, what: str, by: UUID, at: datetime) -> None:
    """Remember that `by` looked at `what` about a person; looking at oneself is no look.

    `what` is a short name that pages put into words, such as `profile`.
    """
    look_at_all(persons=(person_id,), what=what, by=by, at=at)


def look_at_all(*, persons: Iterable[UUID], what: str, by: UUID, at: datetime) -> None:
    """Remember the same of many, in one statement; none where there is nobody else."""
    others = sorted({each for each in persons if each != by})
    if not others:
        return
    with connection.cursor() as cursor:
        ids = [new_id() for _ in others]
        values: dict[str, Any] = {"org": current_org(), "ids": ids, "persons": others, "by": by}
        cursor.execute(_ONCE, values | {"at": at, "what": what, "since": at - ONE_LOOK})


def looks(
    person_id: UUID, *, limit: int = 50, before: datetime | None = None
) -> tuple[Glance, ...]:
    """Return who looked at what about a person, newest first; go on `before` the last time."""
    rows = Look.objects.filter(person=person_id).order_by("-at", "-id")
    if before is not None:
        rows = rows.filter(at__lt=before)
    return tuple(Glance(by=row.by, at=row.at, what=row.what) for row in rows[:limit])
