"""Hands of evidence: ask for a replay, run it, keep its report."""

from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from journeywork.engine.replay import Replay
from journeywork.engine.replay_report import Own, Report
from journeywork.evidence.charts import charts
from journeywork.evidence.models import OwnReplayRow, ReplayRow, ReplayState
from journeywork.evidence.queries import alive
from journeywork.evidence.staging import SEED, resample, staged
from journeywork.evidence.values import plain
from journeywork.kernel import audit, jobs
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.locks import one_at_a_time
from journeywork.kernel.telling import reason_of
from journeywork.work import queries as work

TASK = "run_replay"
#: Reports kept; older ones go when a new one is done.
KEPT = 5
#: After so many events at most it says that it lives: a few seconds' to a minute's work.
BEAT = 10_000
#: (events done, of how many)
Progress = Callable[[int, int], None]


def _quiet(done: int, of: int) -> None:
    del done, of


def ask_for(*, since: datetime, by: UUID | None, at: datetime) -> UUID:
    """Let the worker run a replay; return its id. One that waits or runs already is returned.

    Not so one of which nothing was heard for long (`queries.alive`). Raises Invalid for a
    `since` that does not lie in the past.
    """
    with transaction.atomic():
        one_at_a_time("replay")
        going = ReplayRow.objects.filter(alive()).first()
        if going:
            return UUID(str(going.id))
        row = _begin(since=since, by=by, at=at)
        jobs.defer(TASK, lock=f"replay {row.org}", org=str(row.org), replay=str(row.id))
    return UUID(str(row.id))


def replay(
    *, since: datetime, by: UUID | None, at: datetime, progress: Progress = _quiet
) -> Report:
    """Run a replay now, keep its report and return it; `progress` is told as it goes.

    Raises Invalid for a `since` that does not lie in the past. Costs about a CPU second for
    every thousand events, more where many moments are seen.
    """
    row = _begin(since=since, by=by, at=at)
    return _run(row, at=at, progress=progress)


def run(*, replay_id: UUID, at: datetime) -> Report:
    """Run a replay that was asked for. Raises NotFound; safe to run again."""
    row = ReplayRow.objects.filter(id=replay_id).first()
    if row is None:
        raise NotFound("replay")
    return _run(row, at=at, progress=_quiet)


def _begin(*, since: datetime, by: UUID | None, at: datetime) -> ReplayRow:
    if since.tzinfo is None or since >= at:
        raise Invalid({"since": "must lie in the past, and say its time zone"})
    row: ReplayRow = ReplayRow.objects.create(
        state=ReplayState.WAITING, since=since, asked_by=by, asked_at=at
    )
    audit.record(
        verb="replay.run",
        object=f"replay {row.id}",
        by=by,
        at=at,
        detail={"since": since.isoformat()},
    )
    return row


def _run(row: ReplayRow, *, at: datetime, progress: Progress) -> Report:
    try:
        run, report = _walk(row, at=at, progress=progress)
        _keep(row, report, charts(report), run.own())
    except BaseException as fault:  # Also Ctrl-C: else it would seem to run for good.
        # What broke and where; the message may carry what people wrote, and all read this.
        _mark(row, state=ReplayState.FAILED, fault=reason_of(fault)[:500])
        raise
    return report


def _walk(row: ReplayRow, *, at: datetime, progress: Progress) -> tuple[Replay, Report]:
    total = work.event_count(until=at)
    step = min(BEAT, max(1, total // 100))
    _mark(row, state=ReplayState.RUNNING, done=0, total=total, fault="")
    run, told = staged(since=row.since), 0
    for done in run.see_all(work.all_events(until=at)):
        if done - told >= step:
            told = done
            _mark(row, done=done)
            progress(done, total)
    _mark(row, done=total)
    progress(total, total)
    return run, run.report(resample(SEED), at=at, seed=SEED)


def _mark(row: ReplayRow, **changes: object) -> None:
    ReplayRow.objects.filter(id=row.id).update(heard_at=Now(), **changes)


def _keep(
    row: ReplayRow,
    report: Report,
    drawn: Mapping[str, Mapping[str, str]],
    own: Mapping[UUID, Own],
) -> None:
    with transaction.atomic():
        _mark(
            row,
            state=ReplayState.DONE,
            done=report.events,
            report=plain(report),
            charts=dict(drawn),
        )
        OwnReplayRow.objects.all().delete()
        OwnReplayRow.objects.bulk_create(
            [OwnReplayRow(person=person, content=plain(mine)) for person, mine in own.items()],
            batch_size=500,
        )
        kept = ReplayRow.objects.order_by("-asked_at", "-id").values_list("id", flat=True)[:KEPT]
        ReplayRow.objects.exclude(id__in=list(kept)).delete()
