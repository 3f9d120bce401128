"""What time brings about in matches: a reminder, a question where it is silent, a good end.

The clock of silence: 90 days without a sign, and everybody in a match is asked once whether it
goes on; a tap says so. Seven days more, and it comes to rest, and nobody is at fault. What is
paused has no clock. Where nothing happened that anybody must know, nothing is sent.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from journeywork.activities import queries as activities
from journeywork.engine.activities import ActivityKind, ActivityState
from journeywork.kernel.one_by_one import one_by_one
from journeywork.mentoring import ending, letters
from journeywork.mentoring.match_letters import HELLO, QUIET
from journeywork.mentoring.match_models import MatchRow

log = logging.getLogger(__name__)

#: So long without a sign, and people are asked; so much longer, and it comes to rest.
SILENCE, ANSWER_WITHIN = timedelta(days=90), timedelta(days=7)
#: Without a first meeting for so long, whoever writes first is reminded, once.
FIRST_WITHIN = timedelta(days=21)


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedAfter:
    """How many matches were reminded of a first meeting, asked, and concluded."""

    reminded: int
    asked: int
    concluded: int


def look_after(*, at: datetime) -> LookedAfter:
    """Remind of first meetings, ask where it is silent, conclude what is over. For the clock."""
    runs = MatchRow.objects.filter(ended_at=None)
    late = runs.filter(first_met_at=None, nudged_at=None, at__lte=at - FIRST_WITHIN)
    last = runs.annotate(last=Coalesce("last_sign_at", "at"))
    silent = last.filter(asked_at=None, last__lte=at - SILENCE)
    unanswered = runs.filter(asked_at__lte=at - ANSWER_WITHIN)
    over = runs.filter(id__in=activities.time_up(ActivityKind.MENTORING, at=at))
    return LookedAfter(
        reminded=_each(_awake(late), lambda one: _remind(one, at)),
        asked=_each(_awake(silent), lambda one: _ask(one, at)),
        concluded=_each(
            [*_awake(unanswered), *over.values_list("id", flat=True)],
            lambda one: ending.conclude(match_id=one, at=at),
        ),
    )


def _awake(rows: "QuerySet[MatchRow]") -> list[UUID]:
    """Return the matches of these that do not rest."""
    found = activities.activities_by_id(rows.values_list("id", flat=True))
    return [id for id, each in found.items() if each.state is ActivityState.OPEN]


def _each(ids: list[UUID], does: Callable[[UUID], None]) -> int:
    return len(one_by_one(log, dict.fromkeys(ids), does))


def _remind(id: UUID, at: datetime) -> None:
    with transaction.atomic():
        row = MatchRow.objects.get(id=id)
        MatchRow.objects.filter(id=id).update(nudged_at=at)
        letters.put(kind=HELLO, thing=id, person=row.writes_first or row.first, at=at)


def _ask(id: UUID, at: datetime) -> None:
    with transaction.atomic():
        row = MatchRow.objects.get(id=id)
        MatchRow.objects.filter(id=id).update(asked_at=at)
        letters.put_all(kind=QUIET, thing=id, persons=[row.first, row.second, *row.more], at=at)
