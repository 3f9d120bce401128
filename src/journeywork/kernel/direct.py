"""PostgreSQL without the ORM, for the few doors where every microsecond counts.

A line runs one statement at a time, each a transaction of its own: one message there, one
back. It is told which organisation is in force whenever that changes, and never runs anything
for nobody; row-level security holds here as everywhere.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import asyncpg

from journeywork.kernel.durable import CANCELLED, NotDurable

#: What a database that is away, starting, too busy or closed to us answers with: worth trying
#: again, once somebody has seen to it.
AWAY: tuple[type[Exception], ...] = (
    asyncpg.PostgresConnectionError,
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.InvalidCatalogNameError,
    asyncpg.InterfaceError,
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    OSError,
    TimeoutError,
)

#: Seconds; longer than PostgreSQL's own limits on statements and locks.
_PATIENCE = 35.0


class Direct:
    """At most `size` lines of this process to one database, opened when they are needed."""

    def __init__(self, url: str, *, size: int = 4, settings: dict[str, str] | None = None) -> None:
        self._url = url
        self._settings = {"application_name": "journeywork direct", **(settings or {})}
        self._free = asyncio.Semaphore(size)
        self._idle: list[_Line] = []

    async def fetch(self, org: UUID, statement: str, *given: Any) -> list[Any]:
        """Run a statement with `org` in force and commit; return its rows.

        Raises NotDurable when the commit is not safe, one of AWAY when the database is away.
        """
        async with self._line() as line:
            return await line.fetch(org, statement, given)

    async def close(self) -> None:
        """Give the connections back."""
        while self._idle:
            await self._idle.pop().link.close()

    @asynccontextmanager
    async def _line(self) -> AsyncIterator["_Line"]:
        async with self._free:
            while self._idle and self._idle[-1].link.is_closed():
                self._idle.pop()
            line = self._idle.pop() if self._idle else await self._opened()
            try:
                yield line
            except BaseException:
                # Nobody knows what is under way on it: it does not come back.
                line.link.terminate()
                raise
            self._idle.append(line)

    async def _opened(self) -> "_Line":
        link = await asyncpg.connect(
            self._url, command_timeout=_PATIENCE, server_settings=self._settings
        )
        return _Line(link)


class _Line:
    """One connection, which organisation is in force on it, and what it was warned of."""

    def __init__(self, link: Any) -> None:
        self.link = link
        self._org: UUID | None = None
        self._warned: list[str] = []
        link.add_log_listener(self._listen)

    async def fetch(self, org: UUID, statement: str, given: tuple[Any, ...]) -> list[Any]:
        if org != self._org:
            await self.link.fetchval("select set_config('journeywork.org', $1, false)", str(org))
            self._org = org
        found: list[Any] = await self.link.fetch(statement, *given)
        if self._warned:
            raise NotDurable(self._warned[0])
        return found

    def _listen(self, _: Any, notice: Any) -> None:
        if (notice.message or "").startswith(CANCELLED):
            self._warned.append(notice.message)
