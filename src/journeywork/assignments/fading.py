"""The learner's taps, and how the help around them fades: kept for themselves alone.

Everything here is written and read as the learner (`kernel.reader`). The clock, too, reads as
the learner when it looks whether help should change, and keeps nothing of it but the level.
"""

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from journeywork.activities import queries as activities
from journeywork.assignments import letters, queries
from journeywork.assignments.facts import SupportWanted
from journeywork.assignments.lending import own
from journeywork.assignments.models import AssignmentRow, CheckpointRow, SignKind, SignRow
from journeywork.assignments.opening import meet
from journeywork.engine.activities import Activity, ActivityState
from journeywork.engine.assignments import AssignmentState
from journeywork.engine.pulse import Pulse, Reading, reading
from journeywork.engine.scaffolding import Fading, Level, Signs, faded, signs_of
from journeywork.engine.work import WorkEvent
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.facts import publish
from journeywork.kernel.one_by_one import in_batches
from journeywork.kernel.reader import read_as, read_for, reading_as
from journeywork.kernel.schema import READER
from journeywork.kernel.sealed import unseal
from journeywork.kernel.tenancy import current_org
from journeywork.work import queries as work
from journeywork.work import together

log = logging.getLogger(__name__)

LONGEST_LINE = 2000
#: So many assignments are looked at together.
TOGETHER = 100
MOST_SIGNS = 200
_SIGNS = f"""
    select assignment, kind, text, at from (
        select assignment, kind, text, at, id,
            row_number() over (partition by assignment order by at desc, id desc) as latest
        from assignments_sign
        where org = %(org)s and author = {READER} and assignment = any(%(assignments)s::uuid[])
    ) as signs where latest <= %(most)s order by at, id
"""  # noqa: S608 -- our own names


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """That the help changed, when, on which signs; `by_hand`: the learner chose it."""

    before: Level
    after: Level
    at: datetime
    signs: Signs
    by_hand: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """What a learner keeps for themselves in one assignment, oldest first."""

    pulses: tuple[Pulse, ...] = ()
    changes: tuple[Change, ...] = ()
    reached: tuple[tuple[UUID, bool, datetime], ...] = ()

    @property
    def reading(self) -> Reading | None:
        """What the last taps say."""
        return reading(self.pulses)


def feel(
    *, assignment_id: UUID, confidence: int, effort: int, support: int, by: UUID, at: datetime
) -> Reading:
    """Keep three taps of the learner, and return what they say. Raises Invalid for no tap.

    Where they call for support the mentor's flag is raised, and that is all that leaves.
    """
    try:
        pulse = Pulse(confidence=confidence, effort=effort, support=support, at=at)
    except ValueError:
        raise Invalid({"pulse": "takes one tap in each of the three rows"}) from None
    with transaction.atomic():
        row = _running(assignment_id, by)
        taps = {"confidence": confidence, "effort": effort, "support": support}
        _write(row, SignKind.PULSE, taps, at)
        found = reading((*own_signs(row.id, learner=by).pulses[-2:-1], pulse))
        assert found is not None
        if found.offer_support:
            _want_support(row, at)
    return found


def reach(*, assignment_id: UUID, checkpoint_id: UUID, alone: bool, by: UUID, at: datetime) -> None:
    """Say that a checkpoint is reached; whether alone or with help is kept for oneself."""
    with transaction.atomic():
        row = _running(assignment_id, by)
        points = CheckpointRow.objects.filter(id=checkpoint_id, assignment=row.id, done_at=None)
        if not points.update(done_at=at):
            raise NotFound("checkpoint")
        _write(row, SignKind.REACHED, {"checkpoint": str(checkpoint_id), "alone": alone}, at)


def overrule(*, assignment_id: UUID, level: Level, by: UUID, at: datetime) -> None:
    """Choose how close help stands; it stays so until one lets it follow the signs again."""
    with transaction.atomic():
        row = _running(assignment_id, by)
        _change(row, level, Signs(), at, by_hand=True)
        row.held = True
        row.save()


def follow(*, assignment_id: UUID, by: UUID, at: datetime) -> None:
    """Let the help follow the signs again, counted from now on."""
    with transaction.atomic():
        row = _running(assignment_id, by)
        row.held, row.changed_at = False, at
        row.save()


def settle_all(*, at: datetime) -> int:
    """Look at every running assignment whether help should change; return how many did.

    For the clock, once a day. Doing it again changes nothing: signs count anew after a change.
    Many are read together, and only those that change are locked. Where it breaks for one, the
    others are settled all the same; then the first fault is raised.
    """
    running = AssignmentRow.objects.filter(ended_at=None, held=False).exclude(started_at=None)

    def prepare(few: Sequence[AssignmentRow]) -> Callable[[AssignmentRow], bool]:
        known = activities.activities_by_id(row.id for row in few)
        going_on = [row for row in few if known[row.id].state is ActivityState.OPEN]
        signs, lines = _signs_of_each(going_on), _lines(going_on, known)

        def settled(row: AssignmentRow) -> bool:
            if row.id not in signs:
                return False
            found = _faded(row, signs[row.id], lines.get(known[row.id].episode or row.id, ()))
            return found.level != row.level and settle(assignment_id=row.id, at=at)

        return settled

    return sum(in_batches(log, running.order_by("id"), prepare, at_once=TOGETHER))


def settle(*, assignment_id: UUID, at: datetime) -> bool:
    """Let the help of one assignment follow the signs; tell whether it changed."""
    with transaction.atomic():
        row = own(assignment_id, None)
        activity = activities.activity_of(row.id)
        if activity.state is not ActivityState.OPEN:
            return False
        about = activity.episode
        line = work.time_line(about, limit=LONGEST_LINE) if about else ()
        found = _faded(row, own_signs(row.id, learner=row.learner), line)
        if found.level == row.level:
            return False
        _change(row, found.level, found.signs, at, by_hand=False)
        row.save()
    return True


def own_signs(assignment_id: UUID, *, learner: UUID) -> Own:
    """Return what the learner kept for themselves; nothing to anybody else, by the database."""
    given = {"org": current_org(), "assignments": [assignment_id], "most": MOST_SIGNS}
    return _own(read_as(learner, _SIGNS, given))


def _signs_of_each(rows: Sequence[AssignmentRow]) -> dict[UUID, Own]:
    """Return the same of many assignments, each read as its learner, in one round trip."""
    ids = [row.id for row in rows]
    given = {"org": current_org(), "assignments": ids, "most": MOST_SIGNS}
    learners = list(dict.fromkeys(row.learner for row in rows))
    kept: dict[UUID, list[tuple[Any, ...]]] = {id: [] for id in ids}
    for sign in read_for(learners, _SIGNS, given):
        kept[sign[0]].append(sign)
    return {id: _own(signs) for id, signs in kept.items()}


def _own(rows: Sequence[tuple[Any, ...]]) -> Own:
    kept = [(kind, json.loads(unseal(text)), at) for _id, kind, text, at in rows]
    return Own(
        pulses=tuple(Pulse(**said, at=at) for kind, said, at in kept if kind == SignKind.PULSE),
        changes=tuple(_change_of(said, at) for kind, said, at in kept if kind == SignKind.CHANGE),
        reached=tuple(
            (UUID(said["checkpoint"]), said["alone"], at)
            for kind, said, at in kept
            if kind == SignKind.REACHED
        ),
    )


def _lines(
    rows: Sequence[AssignmentRow], known: Mapping[UUID, Activity]
) -> dict[UUID, tuple[WorkEvent, ...]]:
    """Return what happened in the work that assignments are about, since help last changed."""
    about = {id for row in rows if (id := known[row.id].episode)}
    return together.time_lines(about, since=min(map(_since, rows))) if about else {}


def _since(row: AssignmentRow) -> datetime:
    since = row.changed_at or row.started_at
    assert since is not None
    return since


def _faded(row: AssignmentRow, mine: Own, line: Sequence[WorkEvent]) -> Fading:
    since = _since(row)
    signs = _signs_of_taps(mine, since) + signs_of(line, row.learner, since)
    return faded(Level(row.level), signs, held=row.held)


def _signs_of_taps(mine: Own, since: datetime) -> Signs:
    pulses: Sequence[Pulse] = mine.pulses
    called = [
        found.offer_support
        for place, pulse in enumerate(pulses)
        if pulse.at > since and (found := reading(pulses[max(0, place - 1) : place + 1]))
    ]
    reached = [alone for _id, alone, at in mine.reached if at > since]
    return Signs(
        unaided=sum(reached),
        aided=len(reached) - sum(reached),
        calm=called.count(False),
        strained=called.count(True),
    )


def _change(row: AssignmentRow, level: Level, signs: Signs, at: datetime, *, by_hand: bool) -> None:
    """Let help stand at another level: check-ins are planned anew; the caller saves the row."""
    said = {"before": row.level, "after": level, "signs": asdict(signs), "by_hand": by_hand}
    _write(row, SignKind.CHANGE, said, at)
    row.level, row.changed_at = level, at
    meet(row, at)


def _change_of(said: dict[str, Any], at: datetime) -> Change:
    return Change(
        before=Level(said["before"]),
        after=Level(said["after"]),
        at=at,
        signs=Signs(**said["signs"]),
        by_hand=said["by_hand"],
    )


def _write(row: AssignmentRow, kind: SignKind, said: dict[str, Any], at: datetime) -> None:
    with reading_as(row.learner):
        SignRow.objects.create(
            assignment=row.id, author=row.learner, kind=kind, text=json.dumps(said), at=at
        )


def _want_support(row: AssignmentRow, at: datetime) -> None:
    """Raise the flag, where it is not up and somebody is there to see it."""
    if row.mentor is None or row.offer_support:
        return
    row.offer_support = True
    row.save(update_fields=("offer_support",))
    letters.put(kind=letters.SUPPORT, assignment=row.id, person=row.mentor, at=at)
    publish(SupportWanted(assignment=row.id, by=None, at=at))


def _running(assignment_id: UUID, by: UUID) -> AssignmentRow:
    row = own(assignment_id, by)
    found = queries.assignment_of_room(row.id)
    if found.state is not AssignmentState.RUNNING:
        raise Invalid({"assignment": "does not run"})
    return row
