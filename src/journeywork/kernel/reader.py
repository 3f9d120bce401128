"""Who reads: the wall around what somebody wrote for themselves.

Models that name an author in `private_to` have row-level security of their own: the
application's role sees no row of theirs until a transaction says who reads, then the reader's
own rows and those that their authors share with the reader; and it writes none but the reader's
own. Whoever forgets to say so reads nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from journeywork.kernel.rows import Scoped

_TELL = "select set_config('journeywork.reader', %%(%s)s, true)"
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


def read_as(person: UUID, statement: str, given: Mapping[str, Any]) -> list[Any]:
    """Return the rows of one statement that `person` reads, as tuples.

    PostgreSQL takes what is sent at once as one transaction: who reads is told and forgotten
    with the statement, in one round trip. `given` stands in places like `%(activity)s`.
    """
    told = {**given, "reader": str(person), "before": str(_current.get() or "")}
    with connection.cursor() as cursor:
        cursor.execute(f"{_TELL % 'reader'}; {statement}; {_TELL % 'before'}", told)
        cursor.nextset()
        return list(cursor.fetchall())


def read_for(persons: Sequence[UUID], statement: str, given: Mapping[str, Any]) -> list[Any]:
    """Return the rows that each of `persons` reads of their own, one after another's.

    For deciding about many at once, never for showing one's to another. In one round trip; who
    reads is told anew before each.
    """
    if not persons:
        return []
    told = {**given, "before": str(_current.get() or "")}
    told |= {f"reader{number}": str(person) for number, person in enumerate(persons)}
    steps = [f"{_TELL % f'reader{number}'}; {statement}" for number in range(len(persons))]
    found: list[Any] = []
    with connection.cursor() as cursor:
        cursor.execute(f"{'; '.join(steps)}; {_TELL % 'before'}", told)
        for _person in persons:
            cursor.nextset()
            found += cursor.fetchall()
            cursor.nextset()
    return found


def authors(model: type[Scoped]) -> list[UUID]:
    """Return who has rows in a private model, and nothing of what is in them: for upkeep."""
    with connection.cursor() as cursor:
        cursor.execute(f"select {model._meta.db_table}_authors()")
        return [row[0] for row in cursor.fetchall()]


def _tell_database(person: UUID | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select set_config('journeywork.reader', %s, true)", [str(person or "")])
