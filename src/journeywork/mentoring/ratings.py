"""How useful sessions were: each person's own, and once a month what is told of many.

A rating is its author's: the database shows it to nobody else. What is told is counted once,
when a month is over, and then only read: of five people or more, each counted once, and in steps
that say of nobody what they tapped (`engine.opportunity`). There is no other query over them, so
nobody asks again after one more tap and subtracts.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction

from journeywork.activities import queries as activities
from journeywork.engine.disclosure import LEAST
from journeywork.engine.mentoring_health import USEFUL, USES, Told, last_month
from journeywork.engine.opportunity import told as step_of
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.locks import one_at_a_time
from journeywork.kernel.reader import authors, read_as, read_for, reading_as
from journeywork.kernel.tenancy import current_org
from journeywork.mentoring import queries
from journeywork.mentoring.rating_models import RatingRow, ToldRow
from journeywork.mentoring.running import sign

#: So many people's own are read in one round trip.
AT_ONCE = 200
_MINE = """
    select check_in, useful from mentoring_rating
    where org = %(org)s and match = %(match)s and author = %(author)s
"""
_LAST = """
    select distinct on (programme, author) programme, author, useful from mentoring_rating
    where org = %(org)s and at >= %(since)s and at < %(until)s
    order by programme, author, at desc, id desc
"""


def rate(*, match_id: UUID, check_in_id: UUID, useful: int, by: UUID, at: datetime) -> None:
    """Say how useful a session was; saying it anew counts. Nobody else reads it.

    NotFound for who is not in the match, or no session of it; Invalid for no such answer.
    """
    if useful not in USES:
        raise Invalid({"useful": "must be 1, 2 or 3"})
    found = queries.match(match_id, reader=by)
    if check_in_id not in {one.id for one in activities.check_ins([match_id])}:
        raise NotFound("check-in")
    with reading_as(by):
        RatingRow.objects.update_or_create(
            author=by,
            check_in=check_in_id,
            defaults={
                "programme": found.programme,
                "match": match_id,
                "useful": useful,
                "at": at,
            },
        )
    sign(match_id, at=at)


def mine(match_id: UUID, *, author: UUID) -> dict[UUID, int]:
    """Return what somebody said of their sessions in a match: session -> how useful."""
    given = {"org": current_org(), "match": match_id, "author": author}
    return dict(read_as(author, _MINE, given))


def tell_due(*, at: datetime) -> int:
    """Count the last month that is over, once; return of how many programmes something is told."""
    month, after = last_month(at)
    with transaction.atomic():
        one_at_a_time("ratings of mentoring")
        if ToldRow.objects.filter(month=month).exists():
            return 0
        told = _counted(month, after)
        ToldRow.objects.bulk_create(
            ToldRow(
                programme=programme,
                month=month,
                size=one.size,
                least=one.least,
                most=one.most,
                at=at,
            )
            for programme, one in told.items()
        )
    return len(told)


def told(programme_id: UUID) -> Told | None:
    """Return what was told last of a programme's sessions; None where nothing was."""
    row = ToldRow.objects.filter(programme=programme_id).order_by("-month").first()
    return Told(month=row.month, size=row.size, least=row.least, most=row.most) if row else None


def _counted(month: date, after: date) -> Mapping[UUID, Told]:
    """Return what may be told of programmes: five people or more, each by their last session."""
    given: dict[str, Any] = {
        "org": current_org(),
        "since": _midnight(month),
        "until": _midnight(after),
    }
    said: dict[UUID, dict[UUID, int]] = defaultdict(dict)
    who = authors(RatingRow)
    for first in range(0, len(who), AT_ONCE):
        for programme, author, useful in read_for(who[first : first + AT_ONCE], _LAST, given):
            said[programme][author] = useful
    found = {}
    for programme, each in said.items():
        if len(each) < LEAST:
            continue
        least, most = step_of(sum(useful >= USEFUL for useful in each.values()), len(each))
        found[programme] = Told(month=month, size=len(each), least=least, most=most)
    return found


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)
