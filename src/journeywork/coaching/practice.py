"""A lead's own practice: what they did themselves to learn. Read by themselves, no target."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from journeywork.debriefs import tallies as debriefs
from journeywork.kernel.reader import read_as
from journeywork.kernel.tenancy import current_org

#: How far back one looks.
BACK = timedelta(days=92)
_OWN = """
    select
        (select count(*) from coaching_point p where p.org = %(org)s and p.author = %(person)s
            and p.asks and p.put_at >= %(since)s),
        (select count(distinct (c.talk, date_trunc('day', c.at))) from coaching_covered c
            join coaching_talk t on t.org = c.org and t.id = c.talk
            where c.org = %(org)s and %(person)s in (t.lead, t.member) and c.at >= %(since)s),
        (select count(*) from coaching_asking a where a.org = %(org)s and a.closed_at is null
            and a.closes_at > %(at)s),
        (select count(*) from coaching_turn u where u.org = %(org)s and u.person = %(person)s
            and u.asking in (select a.id from coaching_asking a where a.org = %(org)s
            and a.closed_at is null and a.closes_at > %(at)s))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """What somebody did themselves since a time.

    Debriefs joined and led, lessons drawn, how often they asked for feedback, one-to-ones in
    which something was talked about. `climate` tells whether they have answered what is being
    asked just now; None while nothing is, for of what is over nobody knows who answered.
    """

    joined: int
    led: int
    lessons: int
    asked: int
    talks: int
    climate: bool | None


def practice(person: UUID, *, at: datetime) -> Practice:
    """Return what a person did in the last quarter of a year, to themselves; two queries."""
    since = at - BACK
    done = debriefs.own(person, since=since)
    given = {"org": current_org(), "person": person, "since": since, "at": at}
    ((asked, talks, asking, answered),) = read_as(person, _OWN, given)
    return Practice(
        joined=done.joined,
        led=done.led,
        lessons=done.lessons,
        asked=asked,
        talks=talks,
        climate=bool(answered) if asking else None,
    )
