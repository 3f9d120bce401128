"""Eyes of one-to-ones: both see the same page, and there is none for a third person.

Points are read under the wall of the database (`kernel.reader`): one's own, and what the other
has put.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from journeywork.coaching.models import CoveredRow, PointRow, TalkRow
from journeywork.kernel.errors import NotFound
from journeywork.kernel.reader import read_as, reading_as
from journeywork.kernel.reading import read
from journeywork.kernel.sealed import unseal
from journeywork.kernel.tenancy import current_org

#: What was talked about last is shown back to so many points.
MOST_BEFORE = 12
_POINTS = """
    select p.id, p.author, p.text, p.asks, p.at, p.put_at, c.at,
        (select max(l.at) from coaching_covered l where l.org = p.org and l.talk = p.talk)
    from coaching_point p
    left join coaching_covered c on c.org = p.org and c.point = p.id
    where p.org = %(org)s and p.talk = %(talk)s
    order by p.put_at, p.at, p.id
"""
_TALKS = """
    select t.id, t.lead, t.member, t.at from coaching_talk t
    join activities_activity a on a.org = t.org and a.id = t.id
    join activities_participant mine on mine.org = t.org and mine.activity = t.id
        and mine.person = %(person)s and mine.left_at is null
    where t.org = %(org)s and %(person)s in (t.lead, t.member) and a.state <> 'ended'
    order by t.at, t.id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """The one-to-one of two people. Its `id` is that of its activity."""

    id: UUID
    lead: UUID
    member: UUID
    at: datetime

    def other(self, person: UUID) -> UUID:
        """Return with whom `person` talks."""
        return self.member if person == self.lead else self.lead


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """Something to talk about; `put_at` None is a draft. `carried` was not come to last time."""

    id: UUID
    author: UUID
    text: str
    asks: bool
    at: datetime
    put_at: datetime | None
    covered_at: datetime | None = None
    carried: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """What two people see: one's own drafts, the points of both, what was talked about last."""

    drafts: tuple[Point, ...]
    points: tuple[Point, ...]
    before: tuple[Point, ...]


def talk(id: UUID, *, reader: UUID) -> Talk:
    """Return a one-to-one to one of its two; raises NotFound to all others."""
    row = TalkRow.objects.filter(id=id).first()
    if row is None or reader not in (row.lead, row.member):
        raise NotFound("one-to-one")
    return Talk(id=row.id, lead=row.lead, member=row.member, at=row.at)


def talks(person: UUID) -> tuple[Talk, ...]:
    """Return the one-to-ones of somebody that have not ended, the oldest first; one query."""
    rows = read(_TALKS, {"org": current_org(), "person": person})
    return tuple(Talk(id=id, lead=lead, member=member, at=at) for id, lead, member, at in rows)


def agenda(found: Talk, *, reader: UUID) -> Agenda:
    """Return what stands on the page of two people for one of them; one query."""
    points = _points(found.id, reader)
    waiting = [one for one in points if one.covered_at is None]
    over = sorted((one for one in points if one.covered_at), key=_latest, reverse=True)
    return Agenda(
        drafts=tuple(one for one in waiting if one.put_at is None),
        points=tuple(one for one in waiting if one.put_at),
        before=tuple(over[:MOST_BEFORE]),
    )


def waiting_points(talk_id: UUID, *, author: UUID) -> int:
    """Return how many points of somebody wait in a one-to-one; they read, nobody else."""
    with reading_as(author):
        covered = CoveredRow.objects.filter(talk=talk_id).values("point")
        rows = PointRow.objects.filter(talk=talk_id, author=author)
        return rows.exclude(id__in=covered).count()


def point_of(row: PointRow) -> Point:
    """Return the value of a point's row that nobody has talked about yet."""
    return Point(
        id=row.id, author=row.author, text=row.text, asks=row.asks, at=row.at, put_at=row.put_at
    )


def _points(talk: UUID, reader: UUID) -> list[Point]:
    rows = read_as(reader, _POINTS, {"org": current_org(), "talk": talk})
    return [_point(row) for row in rows]


def _point(row: tuple[Any, ...]) -> Point:
    id, author, text, asks, at, put_at, covered_at, last = row
    return Point(
        id=id,
        author=author,
        text=unseal(text),
        asks=asks,
        at=at,
        put_at=put_at,
        covered_at=covered_at,
        carried=bool(last and put_at and put_at < last and covered_at is None),
    )


def _latest(point: Point) -> tuple[datetime, UUID]:
    assert point.covered_at is not None
    return point.covered_at, point.id
