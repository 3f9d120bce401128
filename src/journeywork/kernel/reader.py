"""Who reads: the wall around what somebody wrote for themselves.

Models that name an author in `private_to` have row-level security of their own: the
application's role sees no row of theirs until a transaction says who reads, then the reader's
own rows and those that their authors share with the reader; and it writes none but the reader's
own. Whoever forgets to say so reads nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from django.db import connection, transaction

from journeywork.kernel.rows import Scoped

_current: ContextVar[UUID | None] = ContextVar("current_reader", default=None)


@contextmanager
def reading_as(person: UUID) -> Iterator[None]:
    """Read, and write, what is private as `person` for the block, in one transaction."""
    before = _current.get()
    token = _current.set(person)
    try:
        with transaction.atomic():
            _tell_database(person)
            yield
            # Where the block broke, the rollback restores what was told before.
            _tell_database(before)
    finally:
        _current.reset(token)


def authors(model: type[Scoped]) -> list[UUID]:
    """Return who has rows in a private model, and nothing of what is in them: for upkeep."""
    with connection.cursor() as cursor:
        cursor.execute(f"select {model._meta.db_table}_authors()")
        return [row[0] for row in cursor.fetchall()]


def _tell_database(person: UUID | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select set_config('journeywork.reader', %s, true)", [str(person or "")])
