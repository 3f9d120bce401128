"""How often somebody may ask: counted in the database, so that all processes see one number.

Each thing that is counted has one row, which one statement reads and writes: two requests at
the same moment count as two. A window begins with the first request in it and lasts a minute.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any
from uuid import UUID

from django.db import connection

from journeywork.kernel.models import AllowanceRow
from journeywork.kernel.tenancy import current_org

WINDOW = timedelta(minutes=1)
KEPT = timedelta(days=1)

_SPEND = """
    insert into kernel_allowance as known (org, id, person, since, spent)
    select %(org)s, id, %(person)s, %(at)s, 1 from unnest(%(ids)s::uuid[]) as given (id)
    on conflict (org, id) do update set
        spent = case when known.since > %(over)s and known.since <= excluded.since
            then known.spent + 1 else 1 end,
        since = case when known.since > %(over)s and known.since <= excluded.since
            then known.since else excluded.since end
    returning id, since, spent
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """How one thing stands in its window: so many of `quota` are left for `seconds` more."""

    name: str
    quota: int
    left: int
    seconds: int

    @property
    def spent(self) -> bool:
        """Tell whether this request was one too many."""
        return self.left < 0


def spend(
    quotas: Mapping[str, tuple[UUID, int]], *, person: UUID, at: datetime
) -> tuple[Allowance, ...]:
    """Count one request of a person against each of `quotas`: name -> (what is counted, how many).

    In the organisation in force. What comes first in `quotas` is locked first: where several
    share something, it must come last.
    """
    ids = [id for id, _ in quotas.values()]
    given: dict[str, Any] = {"org": current_org(), "person": person, "at": at, "ids": ids}
    with connection.cursor() as cursor:
        cursor.execute(_SPEND, given | {"over": at - WINDOW})
        found = {id: (since, spent) for id, since, spent in cursor.fetchall()}
    return tuple(_standing(name, quota, *found[id], at=at) for name, (id, quota) in quotas.items())


def sweep(*, at: datetime) -> None:
    """Forget what was counted long ago."""
    AllowanceRow.objects.filter(since__lt=at - KEPT).delete()


def _standing(name: str, quota: int, since: datetime, spent: int, *, at: datetime) -> Allowance:
    seconds = max(1, ceil((since + WINDOW - at).total_seconds()))
    return Allowance(name=name, quota=quota, left=quota - spent, seconds=seconds)
