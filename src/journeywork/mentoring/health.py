"""How a programme goes: signals of its matches, the load of its mentors, and what it teaches.

Signals are times alone: when a match began, met first, last gave a sign. No note, no goal and no
rating is read here, and the database would show none. Figures about people need five of them,
and it is the query that says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce

from journeywork.activities import queries as activities
from journeywork.engine.activities import ActivityState
from journeywork.engine.disclosure import LEAST
from journeywork.engine.fit.participants import Role
from journeywork.engine.mentoring import Match, Programme
from journeywork.engine.mentoring_health import (
    LATE,
    QUIET,
    Learning,
    Load,
    Signal,
    load,
    signal,
)
from journeywork.kernel.reading import read
from journeywork.kernel.tenancy import current_org
from journeywork.mentoring.match_models import MatchRow
from journeywork.mentoring.models import EnrolmentRow
from journeywork.mentoring.values import match_of

#: So many matches that need a look stand on a page.
MOST = 50
_LEARNING = f"""
    with one as (
        select first as person, count(*) as times,
            min(first_met_at - at) filter (where first_met_at is not null) as took
        from mentoring_match where org = %(org)s and programme = %(programme)s group by first
    )
    select percentile_cont(0.5) within group (order by extract(epoch from took)) / 86400,
        count(took), count(*), count(*) filter (where times > 1), count(took) >= {LEAST}
    from one having count(*) >= {LEAST}
"""  # noqa: S608 -- a number of ours


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How many matches run and how they go; `attention` are those that need a look, oldest first."""

    running: int
    met: int
    late: int
    quiet: int
    ended: int
    attention: tuple[tuple[Match, Signal], ...]
    load: Load | None
    learning: Learning


def health(programme: Programme, *, at: datetime) -> Health:
    """Return how a programme goes, for whoever coordinates it."""
    rows = MatchRow.objects.filter(programme=programme.id)
    late = Q(ended_at=None, first_met_at=None, at__lte=at - LATE)
    quiet = Q(ended_at=None, first_met_at__isnull=False, last__lte=at - QUIET)
    counted = rows.annotate(last=Coalesce("last_sign_at", "at")).aggregate(
        running=Count("id", filter=Q(ended_at=None)),
        met=Count("id", filter=Q(ended_at=None, first_met_at__isnull=False)),
        late=Count("id", filter=late),
        quiet=Count("id", filter=quiet),
        ended=Count("id", filter=Q(ended_at__isnull=False)),
    )
    last = rows.annotate(last=Coalesce("last_sign_at", "at"))
    return Health(
        **counted,
        attention=_attention(last.filter(late | quiet), at),
        load=_load(programme) if programme.kind.two_sided else None,
        learning=_learning(programme),
    )


def _attention(rows: "QuerySet[Any]", at: datetime) -> tuple[tuple[Match, Signal], ...]:
    """Return matches that need a look with why, those that are silent longest first.

    What rests needs none.
    """
    found = [match_of(row) for row in rows.order_by("last", "id")[:MOST]]
    states = activities.activities_by_id(one.id for one in found)
    return tuple(
        (one, signal(one, rests=False, at=at))
        for one in found
        if states[one.id].state is not ActivityState.PAUSED
    )


def _load(programme: Programme) -> Load:
    giving = EnrolmentRow.objects.filter(programme=programme.id, left_at=None, places__gt=0)
    places = dict(giving.exclude(role=Role.MENTEE).values_list("person", "places"))
    running = MatchRow.objects.filter(programme=programme.id, ended_at=None)
    return load(places, running.values_list("second", flat=True))


def _learning(programme: Programme) -> Learning:
    taking_part = EnrolmentRow.objects.filter(programme=programme.id, left_at=None)
    if programme.kind.two_sided:
        taking_part = taking_part.exclude(role=Role.MENTOR)
    begun = MatchRow.objects.filter(programme=programme.id)
    ids = set(taking_part.values_list("person", flat=True))
    had = {one for each in begun.values_list("first", "second", "more") for one in _of(each)}
    if programme.kind.two_sided:
        had = set(begun.values_list("first", flat=True))
    told = _told(programme.id)
    return Learning(seek=len(ids), have=len(ids & had), **told)


def _of(each: tuple[UUID, UUID, list[UUID]]) -> tuple[UUID, ...]:
    first, second, more = each
    return (first, second, *more)


def _told(programme_id: UUID) -> Mapping[str, Any]:
    """Return what is told of five people or more; nothing otherwise."""
    found = read(_LEARNING, {"org": current_org(), "programme": programme_id})
    if not found:
        return {}
    days, met, people, changed, enough = found[0]
    told: dict[str, Any] = {"people": people, "changed": changed}
    return told | ({"days": float(days), "met": met} if enough else {})
