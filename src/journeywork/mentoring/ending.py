"""Matches end: by either, without fault; because their time is up; or because they fell silent.

Nobody is asked why and no reason is kept. What was written stays with those who wrote it and
may read it; who gave their time keeps the credit; everybody stays in the programme, and can be
matched anew.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from journeywork.activities import actions as activities
from journeywork.activities import queries as activity_queries
from journeywork.engine.activities import ActivityState
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.facts import publish
from journeywork.mentoring import queries
from journeywork.mentoring.facts import MatchEnded
from journeywork.mentoring.match_models import MatchRow

_TWO = 2


def end(*, match_id: UUID, by: UUID, at: datetime, changes: bool = False) -> None:
    """End a match, or leave a circle that goes on; `changes`: somebody else, please.

    Then the other one is offered somebody else too, if they sought somebody. Whoever is in it may, at any time. Raises NotFound for others, Invalid for one that has ended.
    """
    with transaction.atomic():
        row = _locked(match_id)
        if row is None or by not in _people(row):
            raise NotFound("match")
        if row.ended_at is not None:
            raise Invalid({"match": "it has ended"})
        if len(_people(row)) > _TWO:
            activities.leave(activity_id=match_id, person_id=by, by=by, at=at)
            _go_without(row, {by}, (by,) if changes else (), by, at)
        else:
            activities.end(activity_id=match_id, by=by, at=at)
            alone = (by, *_left_over(row, _people(row))) if changes else ()
            _close(row, tuple(dict.fromkeys(alone)), by, at)


def conclude(*, match_id: UUID, at: datetime) -> None:
    """Let a match come to rest that has fallen silent, or whose time is up: nobody's fault."""
    with transaction.atomic():
        row = _locked(match_id)
        if row is None or row.ended_at is not None:
            return
        activities.end(activity_id=match_id, by=None, at=at)
        _close(row, (), None, at)


def tidy(*, match_id: UUID, at: datetime) -> None:
    """Let a match stand as its activity does, where somebody has left it, or ended it there.

    Whoever is left alone by that is offered somebody else. Other activities stay as they are,
    and so does a match that has ended.
    """
    with transaction.atomic():
        row = _locked(match_id)
        if row is None or row.ended_at is not None:
            return
        activity = activity_queries.activity_of(match_id)
        gone = set(_people(row)) - activity.people
        if activity.state is ActivityState.ENDED and not gone:
            _close(row, (), None, at)
        elif gone and len(_people(row)) - len(gone) >= _TWO:
            _go_without(row, gone, (), None, at)
        elif gone:
            activities.end(activity_id=match_id, by=None, at=at)
            _close(row, _left_over(row, activity.people), None, at)


def leave_programme(*, person_id: UUID, programme_id: UUID, at: datetime) -> int:
    """End what somebody has in a programme that they have left; return how many matches.

    A pause leaves what runs alone.
    """
    taking_part = queries.enrolment(programme_id, person_id)
    if taking_part is not None and taking_part.left_at is None:
        return 0
    mine = [one for one in queries.matches_of(person_id) if one.programme == programme_id]
    for each in mine:
        with transaction.atomic():
            activities.leave(activity_id=each.id, person_id=person_id, by=None, at=at)
            tidy(match_id=each.id, at=at)
    return len(mine)


def _locked(match_id: UUID) -> MatchRow | None:
    row: MatchRow | None = MatchRow.objects.select_for_update().filter(id=match_id).first()
    return row


def _people(row: MatchRow) -> tuple[UUID, ...]:
    return (row.first, row.second, *row.more)


def _left_over(row: MatchRow, here: Collection[UUID]) -> tuple[UUID, ...]:
    """Return who is left alone and sought somebody: a mentor without a mentee has a place free."""
    seeking = queries.programme(row.programme).kind
    sought = (row.first,) if seeking.two_sided else _people(row)
    return tuple(one for one in sought if one in here)


def _go_without(
    row: MatchRow, gone: Collection[UUID], wants: tuple[UUID, ...], by: UUID | None, at: datetime
) -> None:
    """Let a circle go on with those who stay; for who leaves, it has ended."""
    row.first, row.second, *row.more = (one for one in _people(row) if one not in gone)
    row.save(update_fields=("first", "second", "more"))
    left = tuple(sorted(gone))
    publish(
        MatchEnded(match=row.id, programme=row.programme, people=left, changes=wants, by=by, at=at)
    )


def _close(row: MatchRow, changes: tuple[UUID, ...], by: UUID | None, at: datetime) -> None:
    row.ended_at, row.asked_at = at, None
    row.save(update_fields=("ended_at", "asked_at"))
    publish(
        MatchEnded(
            match=row.id,
            programme=row.programme,
            people=_people(row),
            changes=changes,
            by=by,
            at=at,
        )
    )
