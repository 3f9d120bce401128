"""The fast path: a few doors that speak to PostgreSQL directly, beside Django in one process."""

from collections.abc import Awaitable, Callable
from typing import Any

from django.conf import settings
from starlette.applications import Starlette
from starlette.routing import Route

from journeywork.config import doors
from journeywork.config.ask_door import AskDoor
from journeywork.config.live_door import LiveDoor
from journeywork.config.live_rooms import Rooms
from journeywork.config.watching import doors as watching_doors
from journeywork.kernel.asked import answered_by
from journeywork.kernel.direct import Direct
from journeywork.kernel.fast_doors import ANSWERS
from journeywork.work.direct_intake import Intake

Application = Callable[[dict[str, Any], Any, Any], Awaitable[None]]
#: Beginnings of the addresses that go this way; those of `watching_doors.PATHS` do, too.
PREFIXES = ("/ingest/",)
#: Lines to the database for whoever watches, so that they wait for no delivery.
WATCHING = 2


class FastPath:
    """An ASGI application that keeps the hot doors to itself and passes the rest on."""

    def __init__(self, rest: Application) -> None:
        self._rest = rest
        url, given = settings.DIRECT_URL, settings.DIRECT_SETTINGS
        self._direct = Direct(url, settings=given)
        self._watching = Direct(url, size=WATCHING, settings=given)
        self._ask = AskDoor()
        self._rooms = Rooms(url, settings=given)
        self._fast = fast_doors(
            self._direct, watching=self._watching, ask=self._ask, live=LiveDoor(self._rooms)
        )
        self._names: dict[Any, str] = {
            door.endpoint: door.name for door in self._fast.routes if isinstance(door, Route)
        }

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Answer, or let the rest of the house do so."""
        if scope["type"] != "http" or not self._keeps(scope):
            await self._rest(scope, receive, send)
            return
        try:
            await self._fast(scope, receive, send)
        finally:
            answered_by(self._names.get(scope.get("endpoint"), ""))

    async def close(self) -> None:
        """Give all lines to the database back."""
        await self._direct.close()
        await self._watching.close()
        self._ask.close()
        await self._rooms.close()

    def _keeps(self, scope: dict[str, Any]) -> bool:
        path = scope["path"]
        if path.startswith(PREFIXES) or path in watching_doors.PATHS or LiveDoor.takes(path):
            return True
        return self._ask.takes(scope)


def fast_doors(
    direct: Direct,
    *,
    watching: Direct | None = None,
    ask: AskDoor | None = None,
    live: LiveDoor | None = None,
) -> Starlette:
    """Return the application with every hot door, on direct lines to a database.

    `watching` is for the doors of whoever watches, where they shall have lines of their own;
    `ask` is the door for questions, `live` that of live debriefs, which have threads.
    """
    intake = Intake(direct)
    routes = [*doors.routes(intake), *watching_doors.routes(intake, watching or direct)]
    routes.append((ask or AskDoor()).route())
    routes.append((live or LiveDoor(Rooms(settings.DIRECT_URL))).route())
    return Starlette(routes=routes, exception_handlers=ANSWERS)
