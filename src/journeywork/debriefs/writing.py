"""People write, each for themselves; then everything is revealed at once.

In a debrief without names the order of these steps leaves no trace: one box that is sealed anew
with each change, no row for whoever writes, no fact, no line in the audit log, and no time.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from secrets import randbelow
from uuid import UUID, uuid4

from django.db import transaction

from journeywork.activities import actions as activities
from journeywork.activities import queries as activity_queries
from journeywork.debriefs import boards, box, queries
from journeywork.debriefs.facts import DebriefRevealed
from journeywork.debriefs.live import settle_live
from journeywork.debriefs.live_models import CardRow
from journeywork.debriefs.models import (
    AnswerRow,
    AskKind,
    AskRow,
    ContributionRow,
    DebriefRow,
)
from journeywork.debriefs.opening import REVEALED, hand_on, mine
from journeywork.engine.activities import Activity, ActivityState
from journeywork.engine.debriefs import LONGEST, QUESTIONS, Box, Closed, poured_out, put, ready
from journeywork.kernel import audit
from journeywork.kernel.errors import Denied, Invalid, NotFound
from journeywork.kernel.facts import publish
from journeywork.kernel.one_by_one import one_by_one
from journeywork.kernel.reader import reading_as

log = logging.getLogger(__name__)

Draw = Callable[[int], int]


def write(
    *,
    debrief_id: UUID,
    by: UUID,
    answers: Mapping[str, str],
    at: datetime,
    key: str = "",
    draw: Draw = randbelow,
) -> bool:
    """Keep what somebody wrote, in place of what they wrote before; no answers: they pass.

    Without names it is kept under the `key` of their browser, which alone opens it again.
    Returns whether everything is revealed by that. Raises NotFound to whoever takes no part,
    Invalid by question, and once it is revealed.
    """
    _check(answers)
    with transaction.atomic():
        row = mine(debrief_id, by)
        activity = activity_queries.activity_of(row.id)
        if row.live:
            raise Invalid({"live": "is how this debrief is held: write on its board"})
        if row.revealed_at or activity.state is ActivityState.ENDED:
            raise Invalid({"debrief": "is over: what you write now would come too late"})
        if row.named:
            _keep_own(row, by, answers, at)
        elif not key:
            raise Invalid({"key": "is what opens again what you wrote"})
        box.keep(row, _put(row, by, answers, key))
        AskRow.objects.filter(person=by, kind=AskKind.WRITE, thing=row.id).delete()
        return _settle(row, activity, at, draw)


def settle(*, debrief_id: UUID, at: datetime, draw: Draw = randbelow) -> bool:
    """Reveal what was written if it is time; return whether it was revealed by that."""
    with transaction.atomic():
        row = box.locked(debrief_id)
        return _settle(row, activity_queries.activity_of(row.id), at, draw)


def reveal_due(*, at: datetime) -> int:
    """Reveal every debrief whose time is up, each by itself; return how many were."""
    waiting = list(DebriefRow.objects.filter(waits=True).values_list("id", flat=True))
    known = activity_queries.activities_by_id(waiting)
    over = [each.id for each in known.values() if each.state is ActivityState.ENDED]
    DebriefRow.objects.filter(id__in=over).update(waits=False, box="")
    boards.forget(over)
    due = (each.id for each in known.values() if each.ends_at and each.ends_at <= at)
    return sum(one_by_one(log, due, lambda one: settle(debrief_id=one, at=at)))


def tidy(*, debrief_id: UUID, at: datetime) -> None:
    """Ask nobody to write who takes part no more, nor anybody in a debrief that has ended.

    Whoever leaves may have been the one for whom all others waited. Other activities stay.
    """
    rows = DebriefRow.objects.filter(id=debrief_id)
    if not rows.exists():
        return
    activity = activity_queries.activity_of(debrief_id)
    over = activity.state is ActivityState.ENDED
    waits = AskRow.objects.filter(kind=AskKind.WRITE, thing=debrief_id)
    waits.exclude(person__in=() if over else activity.people).delete()
    if over:
        rows.update(waits=False, box="")
        boards.forget([debrief_id])
    else:
        hand_on(debrief_id=debrief_id, at=at)
        settle(debrief_id=debrief_id, at=at)
        boards.tell(debrief_id)


def remove(*, debrief_id: UUID, answer_id: UUID, by: UUID, at: datetime) -> None:
    """Take an answer away for all who take part. Whoever leads removes, and unmasks nobody.

    Raises Denied for others, NotFound for an answer that there is not.
    """
    with transaction.atomic():
        row = mine(debrief_id, by)
        if row.facilitator != by:
            raise Denied("debrief.lead")
        if answer_id not in {each.id for each in queries.answers(debrief_id, reader=by)}:
            raise NotFound("answer")
        if row.named and not row.live:
            row.removed = [*row.removed, answer_id]
            row.save(update_fields=("removed",))
        else:
            AnswerRow.objects.filter(id=answer_id).delete()
            CardRow.objects.filter(id=answer_id).delete()
        audit.record(verb="debrief.answer_removed", object=f"debrief:{row.id}", by=by, at=at)


def _check(answers: Mapping[str, str]) -> None:
    found = {key: "is no question of a debrief" for key in answers if key not in QUESTIONS}
    found |= {
        key: f"has at most {LONGEST} characters"
        for key, text in answers.items()
        if len(text) > LONGEST
    }
    if found:
        raise Invalid(found)


def _put(row: DebriefRow, by: UUID, answers: Mapping[str, str], key: str) -> Box:
    before = box.opened(row)
    if row.named:
        return Box(entries={}, done=before.done | {by})
    try:
        return put(before, person=by, key=key, answers=answers)
    except Closed as fault:
        raise Invalid({"key": str(fault)}) from None


def _keep_own(row: DebriefRow, by: UUID, answers: Mapping[str, str], at: datetime) -> None:
    with reading_as(by):
        own = ContributionRow.objects.filter(debrief=row.id, author=by)
        kept = {question: text for question, text in answers.items() if text.strip()}
        own.exclude(question__in=kept).delete()
        for question, text in kept.items():
            own.update_or_create(
                debrief=row.id, author=by, question=question, defaults={"text": text, "at": at}
            )


def _settle(row: DebriefRow, activity: Activity, at: datetime, draw: Draw) -> bool:
    if row.live:
        return settle_live(row, activity, at, draw)
    if row.revealed_at or activity.state is not ActivityState.OPEN or not activity.ends_at:
        return False
    lies = box.opened(row)
    done = lies.done & activity.people
    if not ready(
        named=row.named, people=activity.people, done=done, ends_at=activity.ends_at, at=at
    ):
        return False
    AnswerRow.objects.bulk_create(
        [
            AnswerRow(id=uuid4(), debrief=row.id, question=question, text=text)
            for question, text in poured_out(lies, draw)
        ]
    )
    box.empty(row)
    row.revealed_at = at
    row.save(update_fields=box.KEPT)
    AskRow.objects.filter(kind=AskKind.WRITE, thing=row.id).delete()
    activities.move_on(activity_id=row.id, stage=REVEALED, by=None, at=at)
    publish(DebriefRevealed(debrief=row.id, by=None, at=at))
    return True
