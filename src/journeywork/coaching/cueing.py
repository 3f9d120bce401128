"""Cues are given to whoever leads a team, within their attention, and answered by them.

A cue is never pushed: it stands on the page of coaching until it is answered or over. All the
same it counts in the one budget of attention, after what was offered: on a day that is full
there is none.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from journeywork.coaching import cue_queries as queries
from journeywork.coaching.models import CueRow, CueSaidRow
from journeywork.coaching.sights import sights_of
from journeywork.engine.attention import History, Policy
from journeywork.engine.cues import ONCE_IN, Cue, CueAnswer, CueKind, Given, chosen, cues
from journeywork.engine.debrief_triggers import Said
from journeywork.engine.people import Person
from journeywork.engine.support import Attention
from journeywork.kernel import looks
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.locks import one_at_a_time
from journeywork.kernel.one_by_one import in_batches
from journeywork.people import leading
from journeywork.support import queries as support

log = logging.getLogger(__name__)

STEPPED_IN, STEPPED_BACK, NOT_USEFUL = CueAnswer
#: What is looked at under this name stands so in the list of who looked at what.
LOOK = "cue"
#: For so many leads what cues are made of is read together.
TOGETHER = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bounds:
    """What holds for all leads: the promise about attention, what leads said of each kind, when."""

    policy: Policy
    said: Mapping[CueKind, Sequence[Said]]
    at: datetime


def look_around(*, at: datetime) -> int:
    """Give every lead who is at work the few cues that fit now; return how many were given.

    What they are made of is read for several leads together. Where it breaks for one, the others
    get theirs all the same; then the first fault is raised.
    """
    bounds = _Bounds(policy=support.policy(), said=_said(), at=at)
    present = [lead for lead in leading.leads() if _at_work(lead, at)]

    def prepare(few: Sequence[Person]) -> Callable[[Person], int]:
        sights, had = sights_of(few, at=at), _given([lead.id for lead in few], at)
        attention = support.attention_of(few, at=at)

        def give(lead: Person) -> int:
            found = cues(sights[lead.id], at)
            fits = _chosen(lead, found, had[lead.id], attention[lead.id], bounds)
            return _give(lead, found, bounds) if fits else 0

        return give

    return sum(in_batches(log, present, prepare, at_once=TOGETHER))


def seen(*, lead: UUID, at: datetime) -> None:
    """Remember that a lead has seen what stands open; whoever it is about can read that."""
    rows = CueRow.objects.filter(lead=lead, seen_at=None, at__gt=at - queries.OPEN_FOR)
    about = set(rows.exclude(person=None).values_list("person", flat=True))
    with transaction.atomic():
        rows.update(seen_at=at)
        looks.look_at_all(persons=about, what=LOOK, by=lead, at=at)


def answer(*, cue_id: UUID, says: str, by: UUID, at: datetime) -> None:
    """Keep what a lead did with a cue; not useful lowers its kind, for them and for all.

    Raises NotFound for another's cue, Invalid for what is no answer.
    """
    with transaction.atomic():
        row = CueRow.objects.select_for_update().filter(id=cue_id, lead=by).first()
        if row is None:
            raise NotFound("cue")
        if says not in set(CueAnswer):
            raise Invalid({"answer": "must be one of " + ", ".join(CueAnswer)})
        row.answer, row.answered_at = says, at
        row.seen_at = row.seen_at or at
        row.save(update_fields=["answer", "answered_at", "seen_at"])
        CueSaidRow.objects.update_or_create(
            person=by, kind=row.kind, defaults={"yes": says != NOT_USEFUL, "at": at}
        )


def _at_work(lead: Person, at: datetime) -> bool:
    rests = lead.paused_until and lead.working_time.local_date(at) < lead.paused_until
    return not rests and lead.working_time.covers(at)


def _give(lead: Person, found: Sequence[Cue], bounds: _Bounds) -> int:
    """Look once more what a lead has had and has left, while nobody else does, and give."""
    with transaction.atomic():
        one_at_a_time(f"cues of {lead.id}")
        had = _given([lead.id], bounds.at)[lead.id]
        attention = support.attention(lead.id, at=bounds.at)
        fits = _chosen(lead, found, had, attention, bounds)
        CueRow.objects.bulk_create(_row(lead.id, one, bounds.at) for one in fits)
    return len(fits)


def _chosen(
    lead: Person,
    found: Sequence[Cue],
    had: Sequence[Given],
    attention: Attention,
    bounds: _Bounds,
) -> tuple[Cue, ...]:
    left = _left(lead, attention, [one.at for one in had], bounds)
    if left < 1:
        return ()
    return chosen(
        found,
        given=had,
        said=bounds.said,
        quiet=timedelta(days=bounds.policy.quiet_days),
        left=left,
        at=bounds.at,
    )


def _left(lead: Person, attention: Attention, before: list[datetime], bounds: _Bounds) -> int:
    """Return how many cues fit into what is left of a lead's attention today and this week."""
    if attention.snoozed_until:
        return 0
    policy, at = bounds.policy, bounds.at
    history = History(working_time=lead.working_time, pushes=tuple(before))
    today = policy.per_day - attention.spent_today - history.spent_today(at)
    week = policy.per_week - attention.spent_this_week - history.spent_this_week(at)
    return min(today, week)


def _given(leads: Sequence[UUID], at: datetime) -> dict[UUID, list[Given]]:
    found: dict[UUID, list[Given]] = {lead: [] for lead in leads}
    for row in CueRow.objects.filter(lead__in=leads, at__gt=at - ONCE_IN):
        found[row.lead].append(
            Given(
                kind=CueKind(row.kind),
                thing=row.thing,
                about=row.person,
                at=row.at,
                open=queries.is_open(row, at),
                not_useful_at=row.answered_at if row.answer == NOT_USEFUL else None,
            )
        )
    return found


def _said() -> dict[CueKind, list[Said]]:
    found: dict[CueKind, list[Said]] = {}
    for row in CueSaidRow.objects.all():
        said = Said(person=row.person, at=row.at, yes=row.yes)
        found.setdefault(CueKind(row.kind), []).append(said)
    return found


def _row(lead: UUID, cue: Cue, at: datetime) -> CueRow:
    return CueRow(
        lead=lead,
        person=cue.about,
        kind=cue.kind.value,
        thing=cue.thing,
        title=cue.title[:200],
        says=cue.says,
        figures=dict(cue.figures),
        at=at,
    )
