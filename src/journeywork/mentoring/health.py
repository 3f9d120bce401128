"""How a programme goes: signals of its matches, the load of its mentors, and what it teaches.

Signals are times alone: when a match began, met first, last gave a sign. No note, no goal and no
rating is read here, and the database would show none. Figures about people need five of them,
and it is the statement that says so.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Coalesce

from journeywork.activities import queries as activities
from journeywork.engine.activities import ActivityKind
from journeywork.engine.disclosure import LEAST
from journeywork.engine.mentoring import Programme
from journeywork.engine.mentoring_health import (
    LATE,
    QUIET,
    Learning,
    Load,
    Signal,
    signal,
)
from journeywork.kernel.reading import read
from journeywork.kernel.tenancy import current_org
from journeywork.mentoring.match_models import MatchRow
from journeywork.mentoring.values import match_of

#: So many matches that need a look stand on a page.
MOST = 50
#: How many matches run, and how; who looks for somebody, and who of them has had somebody: with
#: peers all are both. What is told of people is told of five.
_COUNTED = f"""
    with counted as (
        select count(*) filter (where ended_at is null) as running,
            count(*) filter (where ended_at is null and first_met_at is not null) as met_now,
            count(*) filter (where ended_at is null and first_met_at is null and at <= %(late)s)
                as late,
            count(*) filter (where ended_at is null and first_met_at is not null
                and coalesce(last_sign_at, at) <= %(quiet)s) as quiet,
            count(*) filter (where ended_at is not null) as ended
        from mentoring_match where org = %(org)s and programme = %(programme)s
    ), has as (
        select m.first as person, m.at, m.first_met_at from mentoring_match m
        where m.org = %(org)s and m.programme = %(programme)s
        union all
        select other, m.at, m.first_met_at from mentoring_match m,
            unnest(array_append(m.more, m.second)) other
        where m.org = %(org)s and m.programme = %(programme)s and not %(two_sided)s
    ), each as (
        select person, count(*) as times, min(first_met_at - at) as took from has group by person
    ), told as (
        select percentile_cont(0.5) within group (order by extract(epoch from took)) / 86400 as days,
            count(took) as met, count(*) as people, count(*) filter (where times > 1) as changed
        from each having count(*) >= {LEAST}
    ), seek as (
        select e.person from mentoring_enrolment e where e.org = %(org)s
        and e.programme = %(programme)s and e.left_at is null
        and not (%(two_sided)s and e.role = 'mentor')
    )
    select running, met_now, late, quiet, ended, (select count(*) from seek),
        (select count(*) from seek where person in (select person from has)),
        case when met >= {LEAST} then days end, case when met >= {LEAST} then met end,
        people, changed
    from counted left join told on true
"""  # noqa: S608 -- a number of ours
_LOAD = """
    select coalesce(m.has, 0), count(*), sum(greatest(0, e.places - coalesce(m.has, 0)))
    from mentoring_enrolment e
    left join (
        select second, count(*) as has from mentoring_match
        where org = %(org)s and programme = %(programme)s and ended_at is null group by second
    ) m on m.second = e.person
    where e.org = %(org)s and e.programme = %(programme)s and e.left_at is null
        and e.role in ('mentor', 'both') and (e.places > 0 or m.has > 0)
    group by 1 order by 1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attention:
    """A match that needs a look: `names` of those in it, the signal, and when the last sign was."""

    match: UUID
    names: str
    signal: Signal
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How many matches run and how they go; `attention` are those that need a look, oldest first.

    `late` have not met, `quiet` have met and are silent; `load` None: there are no mentors.
    """

    running: int
    met: int
    late: int
    quiet: int
    ended: int
    attention: tuple[Attention, ...]
    load: Load | None
    learning: Learning


def health(programme: Programme, *, at: datetime) -> Health:
    """Return how a programme goes, for whoever coordinates it."""
    given: dict[str, Any] = {
        "org": current_org(),
        "programme": programme.id,
        "two_sided": programme.kind.two_sided,
        "late": at - LATE,
        "quiet": at - QUIET,
    }
    running, met, late, quiet, ended, *learned = read(_COUNTED, given)[0]
    return Health(
        running=running,
        met=met,
        late=late,
        quiet=quiet,
        ended=ended,
        attention=_attention(programme, at) if late or quiet else (),
        load=_load(given) if programme.kind.two_sided else None,
        learning=_learning(*learned),
    )


def _attention(programme: Programme, at: datetime) -> tuple[Attention, ...]:
    """Return matches that need a look with why, those that are silent longest first.

    What rests needs none.
    """
    runs = MatchRow.objects.filter(programme=programme.id, ended_at=None)
    last = runs.annotate(last=Coalesce("last_sign_at", "at"), title=activities.title_of("id"))
    late, quiet = Q(first_met_at=None, at__lte=at - LATE), Q(last__lte=at - QUIET)
    awake = last.filter(late | quiet).exclude(id__in=activities.resting(ActivityKind.MENTORING))
    return tuple(
        Attention(
            match=row.id,
            names=row.title.removeprefix(f"{programme.name}: "),
            signal=signal(match_of(row), rests=False, at=at),
            since=row.last,
        )
        for row in awake.order_by("last", "id")[:MOST]
    )


def _load(given: dict[str, Any]) -> Load:
    rows = read(_LOAD, given)
    return Load(
        spread={has: mentors for has, mentors, _ in rows},
        free=int(sum(free for *_, free in rows)),
    )


def _learning(
    seek: int,
    have: int,
    days: float | None,
    met: int | None,
    people: int | None,
    changed: int | None,
) -> Learning:
    return Learning(
        seek=seek,
        have=have,
        days=None if days is None else float(days),
        met=met,
        people=people,
        changed=changed,
    )
