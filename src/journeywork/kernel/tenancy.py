"""One organisation at a time: the scope under which every row is read and written.

Two walls keep organisations apart. Managers of scoped models filter by the current
organisation, and PostgreSQL's row-level security repeats it for every statement, with the
connection's setting `journeywork.org`. Outside `within` there is no organisation: managers
raise, and the database shows nothing. A connection that goes back to the pool forgets the
organisation (`leave_no_trace`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from django.db import connection
from psycopg.pq import TransactionStatus

_current: ContextVar[UUID | None] = ContextVar("current_org", default=None)
#: The connection that was told so.
_told: ContextVar[Any] = ContextVar("told_org", default=None)


class NoOrganisation(RuntimeError):
    """A scoped row was asked for outside any organisation."""


def current_org() -> UUID:
    """Return the organisation in force; raises NoOrganisation outside `within`."""
    org = _current.get()
    if org is None:
        raise NoOrganisation("no organisation is in force; use kernel.tenancy.within")
    return org


@contextmanager
def within(org: UUID) -> Iterator[None]:
    """Put `org` in force for the block, in this thread and on this connection.

    Where it is in force already, nothing is said to the database again.
    """
    if _in_force(org):
        yield
        return
    before = _current.get()
    try:
        with _current_is(org):
            _tell_database(org)
            yield
    finally:
        _leave(before)


@contextmanager
def throughout(org: UUID) -> Iterator[None]:
    """Put `org` in force for the length of a request, with one statement rather than two.

    As with `already_within`, whoever has the connection next sees to it that it forgets.
    """
    if _in_force(org):
        yield
        return
    _tell_database(org)
    with already_within(org):
        yield


@contextmanager
def already_within(org: UUID) -> Iterator[None]:
    """Put `org` in force where a statement has told the database so already.

    For the length of a request: afterwards the connection goes back to the pool, which makes
    it forget, so that the statement to do so is spared unless something else was in force.
    """
    before = _current.get()
    try:
        with _current_is(org):
            yield
    finally:
        if before is not None:
            _leave(before)


@contextmanager
def _current_is(org: UUID) -> Iterator[None]:
    connection.ensure_connection()
    token, told = _current.set(org), _told.set(connection.connection)
    try:
        yield
    finally:
        _told.reset(told)
        _current.reset(token)


def _in_force(org: UUID) -> bool:
    # A context may go on in another thread, and a connection may be opened anew.
    return _current.get() == org and _told.get() is connection.connection is not None


def leave_no_trace(returned: Any) -> None:
    """Make a psycopg connection forget its organisation: the pool's `reset`."""
    returned.execute("select set_config('journeywork.org', '', false)")
    returned.commit()


def _tell_database(org: UUID | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select set_config('journeywork.org', %s, false)", [str(org or "")])


def _leave(before: UUID | None) -> None:
    # A broken transaction refuses the statement; its rollback restores the setting instead.
    link = connection.connection
    if link is None or link.closed or connection.needs_rollback:
        return
    if link.info.transaction_status != TransactionStatus.INERROR:
        _tell_database(before)
