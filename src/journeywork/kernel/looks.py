"""Who has looked at what about me: each person can read it about themselves."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from journeywork.kernel.ids import new_id
from journeywork.kernel.models import Look
from journeywork.kernel.tenancy import current_org

# One statement: pages that somebody looks at are counted by their statements.
_ONCE = """
    insert into kernel_look (org, id, person, by, at, what)
    select %(org)s, %(id)s, %(person)s, %(by)s, %(at)s, %(what)s where not exists (
        select from kernel_look where org = %(org)s and person = %(person)s and by = %(by)s
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
    if person_id == by:
        return
    with connection.cursor() as cursor:
        values = {"org": current_org(), "id": new_id(), "person": person_id, "by": by}
        cursor.execute(_ONCE, values | {"at": at, "what": what, "since": at - ONE_LOOK})


def looks(
    person_id: UUID, *, limit: int = 50, before: datetime | None = None
) -> tuple[Glance, ...]:
    """Return who looked at what about a person, newest first; go on `before` the last time."""
    rows = Look.objects.filter(person=person_id).order_by("-at", "-id")
    if before is not None:
        rows = rows.filter(at__lt=before)
    return tuple(Glance(by=row.by, at=row.at, what=row.what) for row in rows[:limit])
