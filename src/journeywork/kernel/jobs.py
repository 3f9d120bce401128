"""Work for later: one thin seam to the job queue (procrastinate, in PostgreSQL).

Jobs run at least once, in the worker. One that failed as often as it may stays, until somebody
lets it be tried again or gives it up. While it runs it may say how far it is (`job_notes`).
What time brings about (a duty) comes again by itself: of each only the last failure stays.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Max, Q
from procrastinate.contrib.django import app

from journeywork.kernel.asked import request_id
from journeywork.kernel.errors import NotFound
from journeywork.kernel.models import JobNote

#: Argument of every job that followed from a request: its id, for the log. No task sees it.
REQUEST = "request_id"
#: Beginning of the names of duties, which are for the whole installation.
CLOCK = "clock."
#: For jobs that wait for other systems: they must not keep back what follows from facts.
OUTGOING = "outgoing"
#: Queue -> how many of its jobs a worker does at the same time. One not named here is not worked.
QUEUES: Mapping[str, int] = {"default": 4, OUTGOING: 2}


class JobState(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A job that waits, runs, or failed for good; done ones are gone.

    `step`, `done` and `total` are what it said last of how far it is. `what` and `fault` say
    what could not be done at its last try and what broke, "" where nothing did. `at` is when it
    failed for good, or will be tried next; None for at once.
    """

    id: int
    task: str
    arguments: dict[str, Any]
    state: JobState
    attempts: int
    step: str = ""
    done: int = 0
    total: int = 0
    what: str = ""
    fault: str = ""
    at: datetime | None = None

    @property
    def share(self) -> float:
        """Return how much is done, 0 to 1."""
        return min(1.0, self.done / self.total) if self.total else 0.0

    @property
    def duty(self) -> bool:
        """Tell whether time brings it about: then it comes again by itself."""
        return self.task.startswith(CLOCK)


_STATES = {"todo": JobState.WAITING, "doing": JobState.RUNNING, "failed": JobState.FAILED}


def defer(
    task: str,
    *,
    lock: str | None = None,
    queue: str = "default",
    at: datetime | None = None,
    **arguments: Any,
) -> None:
    """Put `task` in the queue, within the caller's transaction; it runs at once, or `at` a time.

    `arguments` must be plain JSON values. Jobs run at least once: every task must do no
    harm when it runs twice. Jobs with the same `lock` run one after another, in the order in
    which they came: one for later would hold up those for now, so it takes no lock. KeyError
    for a queue that nobody works.
    """
    QUEUES[queue]
    assert at is None or lock is None, "a job for later would hold up those for now"
    asked = {REQUEST: request_id()} if request_id() else {}
    app.configure_task(task, lock=lock, queue=queue, schedule_at=at).defer(**arguments, **asked)


def defer_all(task: str, arguments: Iterable[Mapping[str, Any]]) -> None:
    """Put `task` in the queue once for each of `arguments`, as `defer` does, in one statement."""
    asked = {REQUEST: request_id()} if request_id() else {}
    wanted = [{**each, **asked} for each in arguments]
    if wanted:
        app.configure_task(task, queue="default").batch_defer(*wanted)


def latest(lock: str) -> Job | None:
    """Return the newest job with this lock that waits, runs or failed for good, else None."""
    found = _read(_jobs().filter(lock=lock, status__in=_STATES).order_by("-id")[:1])
    return found[0] if found else None


def failed(
    *, org: UUID | None = None, limit: int = 100, before: int | None = None
) -> tuple[Job, ...]:
    """Return jobs that failed for good, newest first; go on `before` the id of the last seen.

    Those of one organisation with the duties of the installation, or all.
    """
    rows = _failed(org).order_by("-id")
    if before is not None:
        rows = rows.filter(id__lt=before)
    return _read(rows[:limit])


def try_again(ids: Iterable[int], *, at: datetime, org: UUID | None = None) -> int:
    """Queue failed jobs once more, of one organisation or of any; return how many.

    Raises NotFound for one that has not failed there, or is a duty; then none is queued.
    """
    wanted = _all_there(ids, _failed(org).exclude(task_name__startswith=CLOCK))
    for id in wanted:
        app.job_manager.retry_job_by_id(id, retry_at=at)
    return len(wanted)


def give_up(ids: Iterable[int], *, org: UUID | None = None) -> int:
    """Forget failed jobs, of one organisation or of any; return how many.

    What they should have done is not done. Raises NotFound for one that has not failed there;
    then none is forgotten.
    """
    return _forget(Q(id__in=_all_there(ids, _failed(org))))


def give_up_on(lock: str) -> int:
    """Forget what failed for good under a lock, because it is asked for anew."""
    return _forget(Q(lock=lock))


def begin_anew(duty: str) -> None:
    """Forget that a duty failed before, because it runs just now: what counts is how this goes."""
    _forget(Q(task_name=f"{CLOCK}{duty}"))


def take_back(id: int) -> bool:
    """Take a job back that waits; False where it runs by now, or is gone."""
    return app.job_manager.cancel_job_by_id(id, delete_job=True)


def backlog() -> int:
    """Return how many jobs wait or run, in the whole installation."""
    return int(_jobs().filter(status__in=("todo", "doing")).count())


def _read(rows: Any) -> tuple[Job, ...]:
    found = list(rows)
    ids = [row.id for row in found]
    notes = {note.id: note for note in JobNote.objects.filter(id__in=ids)}
    last = {row["job"]: row["at"] for row in _failures(ids)}
    return tuple(_job(row, notes.get(row.id) or JobNote(), last.get(row.id)) for row in found)


def _job(row: Any, note: JobNote, failed_at: datetime | None) -> Job:
    state = _STATES[row.status]
    return Job(
        id=row.id,
        task=row.task_name,
        arguments=row.args,
        state=state,
        attempts=row.attempts,
        step=note.step,
        done=note.done,
        total=note.total,
        what=note.what,
        fault=note.fault,
        at=failed_at if state is JobState.FAILED else row.scheduled_at,
    )


def _all_there(ids: Iterable[int], among: Any) -> list[int]:
    wanted = sorted(set(ids))
    if among.filter(id__in=wanted).count() != len(wanted):
        raise NotFound("job")
    return wanted


def _forget(which: Q) -> int:
    ids = list(_failed(None).filter(which).values_list("id", flat=True))
    if not ids:
        return 0
    with connection.cursor() as cursor:  # The library's models are for reading alone.
        cursor.execute(
            "delete from procrastinate_jobs where id = any(%s) and status = 'failed'", [ids]
        )
        return int(cursor.rowcount)


def _failed(org: UUID | None) -> Any:
    rows = _jobs().filter(status="failed")
    if org is None:
        return rows
    return rows.filter(Q(args__org=str(org)) | Q(task_name__startswith=CLOCK))


def _failures(ids: Any) -> Any:
    """Return job and time of the last failure of each of `ids`."""
    from procrastinate.contrib.django.models import ProcrastinateEvent

    rows = ProcrastinateEvent.objects.filter(job__in=ids, type="failed")
    return rows.values("job").annotate(at=Max("at"))


def _jobs() -> Any:
    from procrastinate.contrib.django.models import ProcrastinateJob  # needs Django to be ready

    return ProcrastinateJob.objects.all()
