"""Who gave their time to others, for everybody to see: in which programmes, and when.

Whom they helped is not told, nor how many: helping is visible, being helped is private.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from journeywork.kernel.reading import read
from journeywork.kernel.tenancy import current_org

MOST = 12
#: Kinds of programmes in which somebody helps somebody else.
_GIVEN = """
    select p.name, min(m.first_met_at),
        case when bool_or(m.ended_at is null) then null else max(m.ended_at) end
    from mentoring_match m
    join mentoring_programme p on p.org = m.org and p.id = m.programme
    where m.org = %(org)s and m.second = %(person)s and m.first_met_at is not null
        and p.kind in ('mentoring', 'buddy', 'reverse')
    group by p.id, p.name order by 2 desc, 1 limit %(most)s
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Somebody was a mentor in a programme, since they first met somebody; `until` None: still."""

    programme: str
    since: datetime
    until: datetime | None


def given_by(person: UUID) -> tuple[Given, ...]:
    """Return where somebody gave their time, the newest first; only where people have met."""
    rows = read(_GIVEN, {"org": current_org(), "person": person, "most": MOST})
    return tuple(Given(programme=name, since=since, until=until) for name, since, until in rows)
