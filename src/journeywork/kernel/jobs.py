"""Work for later: one thin seam to the job queue (procrastinate, in PostgreSQL)."""

from typing import Any

from procrastinate.contrib.django import app


def defer(task: str, *, lock: str | None = None, queue: str = "default", **arguments: Any) -> None:
    """Put `task` in the queue, within the caller's transaction.

    `arguments` must be plain JSON values. Jobs run at least once: every task must do no
    harm when it runs twice. Jobs with the same `lock` run one after another.
    """
    app.configure_task(task, lock=lock, queue=queue).defer(**arguments)
