"""Work for later: one thin seam to the job queue (procrastinate, in PostgreSQL)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from procrastinate.contrib.django import app


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """A job that was tried as often as allowed and failed each time."""

    id: int
    task: str
    arguments: dict[str, Any]
    attempts: int


def defer(task: str, *, lock: str | None = None, queue: str = "default", **arguments: Any) -> None:
    """Put `task` in the queue, within the caller's transaction.

    `arguments` must be plain JSON values. Jobs run at least once: every task must do no
    harm when it runs twice. Jobs with the same `lock` run one after another.
    """
    app.configure_task(task, lock=lock, queue=queue).defer(**arguments)


def failed(*, org: str | None = None, limit: int = 100) -> tuple[Failed, ...]:
    """Return jobs that failed for good, newest first: those of one organisation, or all."""
    rows = _jobs().filter(status="failed").order_by("-id")
    if org is not None:
        rows = rows.filter(args__org=org)
    return tuple(
        Failed(id=row.id, task=row.task_name, arguments=row.args, attempts=row.attempts)
        for row in rows[:limit]
    )


def try_again(ids: Iterable[int], *, at: datetime) -> None:
    """Queue failed jobs once more."""
    for id in ids:
        app.job_manager.retry_job_by_id(id, retry_at=at)


def backlog() -> int:
    """Return how many jobs wait or run, in the whole installation."""
    return int(_jobs().filter(status__in=("todo", "doing")).count())


def _jobs() -> Any:
    from procrastinate.contrib.django.models import ProcrastinateJob  # needs Django to be ready

    return ProcrastinateJob.objects.all()
