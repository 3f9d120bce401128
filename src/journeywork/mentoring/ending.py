"""Matches end: by either, without fault; because their time is up; or because they fell silent.

Nobody is asked why and no reason is kept. What was written stays with those who wrote it and
may read it; who gave their time keeps the credit; everybody stays in the programme, and can be
matched anew.
"""

import logging
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce

from journeywork.activities import actions as activities
from journeywork.activities import queries as activity_queries
from journeywork.engine.activities import ActivityKind, ActivityState
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.facts import publish
from journeywork.kernel.one_by_one import one_by_one
from journeywork.mentoring import match_letters, queries
from journeywork.mentoring.facts import MatchEnded
from journeywork.mentoring.match_models import MatchRow

log = logging.getLogger(__name__)

#: So long without a sign, and people are asked; so much longer, and it comes to rest.
SILENCE, ANSWER_WITHIN = timedelta(days=90), timedelta(days=7)
#: Without a first meeting for so long, whoever writes first is reminded, once.
FIRST_WITHIN = timedelta(days=21)
_TWO = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedAfter:
    """How many matches were reminded of a first meeting, asked, and concluded."""

    reminded: int
    asked: int
    concluded: int


def end(*, match_id: UUID, by: UUID, at: datetime, changes: bool = False) -> None:
    """End a match, or leave a circle that goes on; `changes`: somebody else, please.

    Whoever is in it may, at any time. Raises NotFound for others, Invalid for one that has ended.
    """
    with transaction.atomic():
        row = _locked(match_id)
        if row is None or by not in _people(row):
            raise NotFound("match")
        if row.ended_at is not None:
            raise Invalid({"match": "it has ended"})
        wants = (by,) if changes else ()
        if len(_people(row)) > _TWO:
            activities.leave(activity_id=match_id, person_id=by, by=by, at=at)
            _go_without(row, {by}, wants, by, at)
            return
        activities.end(activity_id=match_id, by=by, at=at)
        _close(row, wants, by, at)


def tidy(*, match_id: UUID, at: datetime) -> None:
    """Let a match stand as its activity does, where somebody has left it, or ended it there.

    Whoever is left alone by that is among those who want somebody else. Other activities stay
    as they are, and so does a match that has ended.
    """
    with transaction.atomic():
        row = _locked(match_id)
        if row is None or row.ended_at is not None:
            return
        activity = activity_queries.activity_of(match_id)
        if activity.state is ActivityState.ENDED:
            _close(row, _left_over(row, activity.people), None, at)
            return
        gone = set(_people(row)) - activity.people
        if not gone:
            return
        if len(_people(row)) - len(gone) >= _TWO:
            _go_without(row, gone, (), None, at)
            return
        activities.end(activity_id=match_id, by=None, at=at)
        _close(row, _left_over(row, activity.people), None, at)


def leave_programme(*, person_id: UUID, programme_id: UUID, at: datetime) -> int:
    """End what somebody has in a programme that they have left; return how many matches."""
    taking_part = queries.enrolment(programme_id, person_id)
    if taking_part is not None and taking_part.left_at is None:
        return 0
    mine = [one for one in queries.matches_of(person_id) if one.programme == programme_id]
    for each in mine:
        activities.leave(activity_id=each.id, person_id=person_id, by=None, at=at)
        tidy(match_id=each.id, at=at)
    return len(mine)


def look_after(*, at: datetime) -> LookedAfter:
    """Remind of first meetings, ask where it is silent, conclude what is over. For the clock.

    Nothing happens to what rests, and nothing twice.
    """
    running = MatchRow.objects.filter(ended_at=None)
    last = running.annotate(last=Coalesce("last_sign_at", "at"))
    return LookedAfter(
        reminded=_each(
            running.filter(first_met_at=None, nudged_at=None, at__lte=at - FIRST_WITHIN), _remind, at
        ),
        asked=_each(last.filter(asked_at=None, last__lte=at - SILENCE), _ask, at),
        concluded=_each(running.filter(_over(at)), _conclude, at),
    )


def _over(at: datetime) -> Q:
    """What is to be concluded: nobody answered, or its time is up."""
    ended = activity_queries.time_up(ActivityKind.MENTORING, at=at)
    return Q(asked_at__lte=at - ANSWER_WITHIN) | Q(id__in=ended)


def _each(rows: "Iterable[MatchRow]", does: "object", at: datetime) -> int:
    raise NotImplementedError
