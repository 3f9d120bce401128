"""What a job says while it runs, seen by everybody at once, and why it failed.

A job may do all its work in one transaction, of which nobody sees anything before its end. So
its notes travel by a connection of their own.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar

import psycopg
from procrastinate.contrib.django.utils import connector_params

_TELL = """
    insert into kernel_job_note (id, step, done, total, what, fault)
    values (%(id)s, %(step)s, %(done)s, %(total)s, '', '')
    on conflict (id) do update set step = excluded.step, done = excluded.done,
        total = excluded.total, what = '', fault = ''
"""
_FAIL = """
    insert into kernel_job_note (id, step, done, total, what, fault)
    values (%(id)s, '', 0, 0, %(what)s, %(fault)s)
    on conflict (id) do update set what = excluded.what, fault = excluded.fault
"""
LONGEST = 400
#: A step is told in so many pieces, however long it is.
PIECES = 50


class Notes:
    """The notes of one job. A note that cannot be taken is no reason for the job to fail."""

    def __init__(self, job: int) -> None:
        self._job = job
        self._link: psycopg.Connection[tuple[object, ...]] | None = None
        self._told = ("", -1)

    def tell(self, step: str, done: int, total: int) -> None:
        """Note how far the job is; told too often it notes no more than `PIECES` a step."""
        piece = PIECES * done // total if total else 0
        if (step, piece) != self._told:
            self._told = (step, piece)
            self._write(_TELL, step=step[:40], done=done, total=total)

    def fail(self, what: str, fault: str) -> None:
        """Note what could not be done, and what broke; neither may hold what people wrote."""
        self._write(_FAIL, what=what[:LONGEST], fault=fault[:LONGEST])

    def close(self) -> None:
        """Let go of the connection."""
        if self._link is not None:
            self._link.close()

    def _write(self, statement: str, **values: object) -> None:
        with suppress(psycopg.Error):
            if self._link is None:
                self._link = psycopg.connect(**connector_params(), autocommit=True)
            self._link.execute(statement.encode(), {"id": self._job, **values})


_current: ContextVar[Notes | None] = ContextVar("current_notes", default=None)


@contextmanager
def notes_of(job: int) -> Iterator[Notes]:
    """Let what runs within the block tell how far it is, as the job with this id."""
    notes = Notes(job)
    token = _current.set(notes)
    try:
        yield notes
    finally:
        _current.reset(token)
        notes.close()


def tell(step: str, done: int, total: int) -> None:
    """Say how far the job at hand is; outside of a job nobody hears it."""
    notes = _current.get()
    if notes is not None:
        notes.tell(step, done, total)
