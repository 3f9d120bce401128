"""What those who take part keep together: goals, points to talk about, notes, thanks.

Only they read it, and the database holds that (`line_models`). Whoever wrote a line may change
it or take it away; anybody who takes part may say that it is done. No fact, no job and no line
of the audit log tells of one.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from journeywork.activities import queries
from journeywork.activities.line_models import DoneRow, LineRow
from journeywork.activities.models import ActivityRow
from journeywork.engine.activities import Activity, ActivityState
from journeywork.engine.lines import Line, LineKind, fault, of
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.reader import read_as, reading_as
from journeywork.kernel.sealed import unseal
from journeywork.kernel.tenancy import current_org

_LINES = """
    select l.id, l.activity, l.author, l.kind, l.text, l.at, d.at, d.by
    from activities_line l
    left join activities_done d on d.org = l.org and d.line = l.id
    where l.org = %(org)s and l.activity = %(activity)s
    order by l.at, l.id
"""


def lines(activity_id: UUID, *, reader: UUID) -> tuple[Line, ...]:
    """Return what `reader` may read of what an activity keeps, the oldest first; one query."""
    given = {"org": current_org(), "activity": activity_id}
    return tuple(map(_line, read_as(reader, _LINES, given)))


def keep_line(*, activity_id: UUID, kind: LineKind, text: str, by: UUID, at: datetime) -> Line:
    """Write a line for all who take part. Thanks may come when it has ended, nothing else.

    Raises NotFound for who takes no part, Invalid by field.
    """
    with transaction.atomic():
        list(ActivityRow.objects.select_for_update().filter(id=activity_id).values("id"))
        activity = queries.activity(activity_id, reader=by)
        if kind is not LineKind.THANKS:
            _runs_for(by, activity)
        there = len(of(kind, lines(activity_id, reader=by)))
        amiss = fault(kind, text, there)
        if amiss:
            raise Invalid({"text": amiss})
        with reading_as(by):
            row = LineRow.objects.create(
                activity=activity_id, author=by, kind=kind.value, text=text.strip(), at=at
            )
    return Line(id=row.id, activity=activity_id, author=by, kind=kind, text=row.text, at=at)


def change_line(*, line_id: UUID, activity_id: UUID, text: str, by: UUID) -> None:
    """Write a line of one's own anew; NotFound for anybody but its author. Raises Invalid."""
    with reading_as(by):
        row = _mine(line_id, activity_id, by)
        amiss = fault(LineKind(row.kind), text, 0)
        if amiss:
            raise Invalid({"text": amiss})
        LineRow.objects.filter(id=row.id, author=by).update(text=text.strip())


def drop_line(*, line_id: UUID, activity_id: UUID, by: UUID) -> None:
    """Take a line away for good; NotFound for anybody but its author."""
    with reading_as(by):
        row = _mine(line_id, activity_id, by)
        LineRow.objects.filter(id=row.id, author=by).delete()
        DoneRow.objects.filter(line=row.id).delete()


def set_done(*, line_id: UUID, activity_id: UUID, done: bool, by: UUID, at: datetime) -> None:
    """Say that a line is done, or not yet: anybody who takes part (NotFound)."""
    with transaction.atomic():
        activity = queries.activity(activity_id, reader=by)
        if line_id not in {one.id for one in lines(activity_id, reader=by)}:
            raise NotFound("line")
        _runs_for(by, activity)
        if not done:
            DoneRow.objects.filter(line=line_id).delete()
            return
        DoneRow.objects.bulk_create(
            [DoneRow(activity=activity_id, line=line_id, by=by, at=at)], ignore_conflicts=True
        )


def _runs_for(by: UUID, activity: Activity) -> None:
    if activity.state is ActivityState.ENDED or not activity.takes_part(by):
        raise Invalid({"text": "it has ended"})


def _mine(line_id: UUID, activity_id: UUID, by: UUID) -> LineRow:
    row: LineRow | None = LineRow.objects.filter(
        id=line_id, activity=activity_id, author=by
    ).first()
    if row is None:
        raise NotFound("line")
    return row


def _line(row: tuple[Any, ...]) -> Line:
    id, activity, author, kind, text, at, done_at, done_by = row
    return Line(
        id=id,
        activity=activity,
        author=author,
        kind=LineKind(kind),
        text=unseal(text),
        at=at,
        done_at=done_at,
        done_by=done_by,
    )
