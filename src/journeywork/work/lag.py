"""How far taking up is behind, in figures: the statements, apart from the connection.

Whoever runs an installation asks this with the driver that is at hand. Places are written
`$1`, `$2` ..., or `%s` in the order in which they stand.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count, repeat
from typing import Any

from journeywork.kernel.ids import born


@dataclass(frozen=True, slots=True, kw_only=True)
class Lag:
    """What waits in an organisation: events in line, put off after a failure, set aside.

    `oldest` is how many seconds ago the oldest in line was accepted, 0.0 where none is.
    """

    in_line: int = 0
    put_off: int = 0
    set_aside: int = 0
    oldest: float = 0.0

    def __add__(self, other: "Lag") -> "Lag":
        """Return the lag of two organisations together."""
        return Lag(
            in_line=self.in_line + other.in_line,
            put_off=self.put_off + other.put_off,
            set_aside=self.set_aside + other.set_aside,
            oldest=max(self.oldest, other.oldest),
        )


def statement(*, numbered: bool = False) -> str:
    """Return the question for one organisation, given three times; for `lag_of`."""
    org = (f"${n}::uuid" for n in count(1)) if numbered else repeat("%s::uuid")
    return (  # no values
        "select count(*) filter (where retry_at is null), "  # noqa: S608
        "count(*) filter (where retry_at is not null), "
        f"(select count(*) from work_set_aside where org = {next(org)}), "
        f"(select id from work_waiting where org = {next(org)} and retry_at is null "
        f"order by id limit 1) from work_waiting where org = {next(org)}"
    )


def lag_of(row: Sequence[Any], *, at: datetime) -> Lag:
    """Return what a row of the answer says at a time."""
    in_line, put_off, set_aside, oldest = row
    age = max(0.0, (at - born(oldest)).total_seconds()) if oldest else 0.0
    return Lag(in_line=in_line, put_off=put_off, set_aside=set_aside, oldest=age)


#: How many episodes of an organisation changed after a time and an id: what an index that has
#: read up to there has still to read.
CHANGED = (
    "select count(*) from work_episode where org = $1 and joined_to is null "
    "and (changed_at, id) > ($2, $3)"
)
