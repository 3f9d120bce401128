"""The learner's taps, and how the help around them fades: kept for themselves alone.

Everything here is written and read as the learner (`kernel.reader`). The clock, too, reads as
the learner when it looks whether help should change, and keeps nothing of it but the level.
"""

import json
from collections.abc import Sequence
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
from journeywork.engine.activities import ActivityState
from journeywork.engine.assignments import AssignmentState
from journeywork.engine.pulse import Pulse, Reading, reading
from journeywork.engine.scaffolding import Fading, Level, Signs, faded, signs_of
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.facts import publish
from journeywork.kernel.reader import reading_as
from journeywork.work import queries as work

LONGEST_LINE = 2000
MOST_SIGNS = 200


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
    """
    rows = AssignmentRow.objects.filter(ended_at=None, held=False).exclude(started_at=None)
    return sum(settle(assignment_id=id, at=at) for id in rows.values_list("id", flat=True))


def settle(*, assignment_id: UUID, at: datetime) -> bool:
    """Let the help of one assignment follow the signs; tell whether it changed."""
    with transaction.atomic():
        row = own(assignment_id, None)
        if activities.activity_of(row.id).state is not ActivityState.OPEN:
            return False
        found = _faded(row)
        if found.level == row.level:
            return False
        _change(row, found.level, found.signs, at, by_hand=False)
        row.save()
    return True


def own_signs(assignment_id: UUID, *, learner: UUID) -> Own:
    """Return what the learner kept for themselves; nothing to anybody else, by the database."""
    with reading_as(learner):
        rows = SignRow.objects.filter(assignment=assignment_id).order_by("-at", "-id")[:MOST_SIGNS]
        kept = [(row.kind, json.loads(row.text), row.at) for row in reversed(rows)]
    return Own(
        pulses=tuple(Pulse(**said, at=at) for kind, said, at in kept if kind == SignKind.PULSE),
        changes=tuple(_change_of(said, at) for kind, said, at in kept if kind == SignKind.CHANGE),
        reached=tuple(
            (UUID(said["checkpoint"]), said["alone"], at)
            for kind, said, at in kept
            if kind == SignKind.REACHED
        ),
    )


def _faded(row: AssignmentRow) -> Fading:
    since = row.changed_at or row.started_at
    assert since is not None
    mine = own_signs(row.id, learner=row.learner)
    signs = _signs_of_taps(mine, since)
    episode = activities.activity_of(row.id).episode
    if episode:
        line = work.time_line(episode, limit=LONGEST_LINE)
        signs += signs_of(line, row.learner, since)
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
