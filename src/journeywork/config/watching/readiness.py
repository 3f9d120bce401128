"""Whether this installation can do its work: database, migrations, index, worker."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import asyncpg

from journeywork.config.watching import facts
from journeywork.kernel.direct import AWAY, Direct
from journeywork.knowledge.indexing import search_index
from journeywork.knowledge.lag import look_into

OK = "ok"
#: Seconds that each part has to answer.
PATIENCE = 1.0
#: Nobody's: what is asked here belongs to no organisation.
NOBODY = UUID(int=0)
Parts = dict[str, str]


async def parts(direct: Direct) -> Parts:
    """Return how each part stands: `ok`, or what is the matter."""
    found = await asyncio.gather(*(_stands(check, direct) for check in _CHECKS.values()))
    return dict(zip(_CHECKS, found, strict=True))


def ready(found: Parts) -> bool:
    """Tell whether every part is in order."""
    return set(found.values()) == {OK}


async def _stands(check: "Check", direct: Direct) -> str:
    try:
        async with asyncio.timeout(PATIENCE):
            return await check(direct)
    except asyncpg.UndefinedTableError:
        return "not there yet"
    except AWAY:
        return "does not answer"
    except asyncpg.PostgresError:
        return "refuses"


async def _database(direct: Direct) -> str:
    await direct.fetch(NOBODY, "select 1")
    return OK


async def _migrations(direct: Direct) -> str:
    applied: Any = await direct.fetch(NOBODY, facts.MIGRATED)
    waiting = await asyncio.to_thread(facts.pending, [tuple(row) for row in applied])
    return "pending" if waiting else OK


async def _index(direct: Direct) -> str:
    del direct
    try:
        await asyncio.to_thread(look_into, search_index())
    except Exception:  # noqa: BLE001 -- whatever is in the way: it cannot be read
        return "cannot be read"
    return OK


async def _worker(direct: Direct) -> str:
    ((seconds,),) = await direct.fetch(NOBODY, facts.HEARTBEAT)
    return OK if facts.worker_lives(seconds) else "not seen lately"


Check = Callable[[Direct], Awaitable[str]]
_CHECKS: dict[str, Check] = {
    "database": _database,
    "migrations": _migrations,
    "index": _index,
    "worker": _worker,
}
