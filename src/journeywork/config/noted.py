"""Tasks as the worker runs them: each may say how far it is, and what broke is kept with its job.

What is kept is what could not be done, in words, and what broke where: never a message, which
may carry what people wrote.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Any

from procrastinate import JobContext

from journeywork.kernel import metrics
from journeywork.kernel.asked import following
from journeywork.kernel.job_notes import notes_of
from journeywork.kernel.jobs import REQUEST
from journeywork.kernel.reactions import ReactionsFailed
from journeywork.kernel.spans import span
from journeywork.kernel.telling import reason_of, tell, tell_fault

log = logging.getLogger(__name__)


def noted(does: Callable[..., None], what: str) -> Callable[..., None]:
    """Return `does` as a task of the queue: when it breaks, its job says `what` and why."""

    def run(context: JobContext, **arguments: Any) -> None:
        assert context.job.id is not None
        request = str(arguments.pop(REQUEST, ""))
        with _told(context, request), notes_of(context.job.id) as notes:
            try:
                does(**arguments)
            except ReactionsFailed as fault:
                told = "; ".join(map(words_of, fault.reactions))
                notes.fail(told, reason_of(fault.first))
                raise
            except Exception as fault:
                notes.fail(what, reason_of(fault))
                raise

    return run


@contextmanager
def _told(context: JobContext, request: str) -> Iterator[None]:
    """Tell of a job when it is over: what it was, how long it took, what it followed from."""
    task, began = context.job.task_name, perf_counter()
    said: dict[str, Any] = {"task": task, "job": context.job.id}
    said["attempt"] = context.job.attempts + 1
    with following(request), span("job", task=task):
        try:
            yield
        except Exception as fault:
            metrics.JOBS_DONE.add(1, "broke")
            tell_fault(log, "a job broke", fault, ms=_ms(began), **said)
            raise
        metrics.JOBS_DONE.add(1, "done")
        tell(log, "job", ms=_ms(began), **said)


def _ms(began: float) -> float:
    return round((perf_counter() - began) * 1000, 1)


def words_of(does: Callable[..., object]) -> str:
    """Return what a function does in one sentence: the first of its docstring."""
    first = (does.__doc__ or "").strip().split("\n\n")[0]
    return " ".join(first.split())
