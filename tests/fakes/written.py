"""Sees what a request leaves behind in the database, and takes it back."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

_WRITES = re.compile(
    r'\s*(?:with\b.*?\b)?(insert into|update|delete from|truncate)\s+"?(\w+)',
    re.IGNORECASE | re.DOTALL,
)
#: Written on every entrance, whatever becomes of the request: when a token was last used.
BY_ENTERING = frozenset({"people_token"})


class Written:
    """The writes of a request that were not rolled back, as (verb, table)."""

    def __init__(self) -> None:
        self._open: list[list[tuple[str, str]]] = [[]]

    def __call__(
        self, run: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any
    ) -> Any:
        said = sql if isinstance(sql, str) else str(sql)
        if said.startswith("SAVEPOINT"):
            self._open.append([])
        elif said.startswith("ROLLBACK TO SAVEPOINT"):
            self._open[-1].clear()
        elif said.startswith("RELEASE SAVEPOINT") and len(self._open) > 1:
            kept = self._open.pop()
            self._open[-1] += kept
        elif found := _WRITES.match(said):
            self._open[-1].append((found[1].lower(), found[2]))
        return run(sql, params, many, context)

    def tables(self) -> list[str]:
        """Return the tables that are different now, but for those that every entrance writes."""
        every = {table for writes in self._open for _, table in writes}
        return sorted(every - BY_ENTERING)


@contextmanager
def taken_back() -> Iterator[Written]:
    """Let a request write, say what it wrote, and leave the database as it was."""
    seen = Written()
    with transaction.atomic(), connection.execute_wrapper(seen):
        try:
            yield seen
        finally:
            transaction.set_rollback(True)
