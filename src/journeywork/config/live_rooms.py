"""Who looks on at live debriefs in this process: one line that listens, one list a debrief.

The changes of a board are numbered from 1 without a gap, so a stream is a place in a list: it
sends what stands after it and waits for more. Whoever is slow holds up nobody, and there is no
queue that could overflow. Nothing waits in a thread: one of two reads what has changed, once
for all who look on, in a few milliseconds.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from journeywork.debriefs import live_reading
from journeywork.debriefs.boards import CHANNEL
from journeywork.debriefs.live_reading import Heard
from journeywork.kernel.beside import Beside
from journeywork.kernel.direct import AWAY
from journeywork.kernel.telling import reason_of, tell
from journeywork.kernel.tenancy import within

#: Seconds between two looks at every board that is open here, should no call have come; and
#: before the line that listens is opened again.
ROUNDS, AGAIN = 10.0, 1.0
THREADS = 2

Key = tuple[UUID, UUID]
log = logging.getLogger(__name__)


class Room:
    """A live debrief that somebody in this process looks on at."""

    def __init__(self) -> None:
        self.people: frozenset[UUID] = frozenset()
        self.goes_on = True
        self.here = 0
        #: what is sent for the changes 1, 2, 3, ...
        self.lines: list[bytes] = []
        self.listeners = 0
        self.reading = asyncio.Lock()
        self._bell = asyncio.Event()

    async def news(self, seconds: float) -> bool:
        """Wait until something has changed, and tell so; or for so long."""
        try:
            await asyncio.wait_for(self._bell.wait(), seconds)
        except TimeoutError:
            return False
        return True

    def ring(self) -> None:
        """Wake all who wait for news."""
        self._bell.set()
        self._bell = asyncio.Event()

    def heard(self, found: Heard) -> None:
        """Take in what was read, and wake all who wait where it is new."""
        before = self._known()
        for number, change in found.changes:
            if number == len(self.lines) + 1:
                self.lines.append(line(number, change))
        self.people, self.goes_on, self.here = found.people, found.goes_on, found.here
        if before != self._known():
            self.ring()

    def _known(self) -> tuple[object, ...]:
        return len(self.lines), self.people, self.goes_on, self.here


def line(number: int, change: dict[str, Any]) -> bytes:
    """Return a change as a stream of events has it."""
    return b"id: %d\nevent: change\ndata: %s\n\n" % (number, msgspec.json.encode(change))


class Rooms:
    """The live debriefs that somebody looks on at here, and the line that hears of changes."""

    def __init__(self, url: str, *, settings: dict[str, str] | None = None) -> None:
        self._url = url
        self._settings = {"application_name": "journeywork live", **(settings or {})}
        self._beside = Beside(many=THREADS)
        self._rooms: dict[Key, Room] = {}
        self._tasks: Sequence[asyncio.Task[None]] = ()

    @property
    def listeners(self) -> int:
        """Return how many streams are open."""
        return sum(room.listeners for room in self._rooms.values())

    @asynccontextmanager
    async def joined(self, org: UUID, debrief: UUID) -> AsyncIterator[Room]:
        """Look on at a debrief; its room has heard all that there is."""
        self._begin()
        room = self._rooms.setdefault((org, debrief), Room())
        room.listeners += 1
        try:
            await self._read((org, debrief), room)
            yield room
        finally:
            room.listeners -= 1
            if not room.listeners:
                self._rooms.pop((org, debrief), None)

    async def do(self, work: Callable[[], Any]) -> Any:
        """Do something short with the database in a thread."""
        return await self._beside.do(work)

    def ring(self) -> None:
        """Wake every stream."""
        for room in self._rooms.values():
            room.ring()

    async def close(self) -> None:
        """Listen no more."""
        tasks, self._tasks = self._tasks, ()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._beside.close()

    def _begin(self) -> None:
        if not self._tasks:
            self._tasks = [asyncio.create_task(each()) for each in (self._listen, self._look)]

    async def _listen(self) -> None:
        while True:
            try:
                await self._hear()
            except AWAY as fault:
                tell(log, "nobody hears of live debriefs", fault=reason_of(fault), seconds=AGAIN)
            await asyncio.sleep(AGAIN)

    async def _hear(self) -> None:
        """Listen until the line breaks; what was said meanwhile is read when it is open again."""
        link = await asyncpg.connect(self._url, server_settings=self._settings)
        gone = asyncio.Event()
        called: asyncio.Queue[str] = asyncio.Queue()
        link.add_termination_listener(lambda _: gone.set())
        try:
            await link.add_listener(CHANNEL, lambda *told: called.put_nowait(told[-1]))
            await self._read_all()
            ends = asyncio.create_task(gone.wait())
            while not gone.is_set():
                await self._called(called, ends)
        finally:
            link.terminate()

    async def _called(self, called: "asyncio.Queue[str]", ends: "asyncio.Task[Any]") -> None:
        """Read what the next calls are about, once however often it was called."""
        waits = asyncio.create_task(called.get())
        await asyncio.wait((waits, ends), return_when=asyncio.FIRST_COMPLETED)
        if not waits.done():
            waits.cancel()
            return
        names = {waits.result()}
        while not called.empty():
            names.add(called.get_nowait())
        for name in names:
            key = _key(name)
            if room := self._rooms.get(key):
                await self._read(key, room)

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(ROUNDS)
            with suppress(Exception):
                await self._read_all()

    async def _read_all(self) -> None:
        for key, room in list(self._rooms.items()):
            await self._read(key, room)

    async def _read(self, key: Key, room: Room) -> None:
        """Read what is new; one at a time, so that no change is taken in twice."""
        async with room.reading:
            room.heard(await self._beside.do(lambda: _heard(key, len(room.lines))))


def _key(name: str) -> Key:
    org, debrief = name.split(" ")
    return UUID(org), UUID(debrief)


def _heard(key: Key, after: int) -> Heard:
    org, debrief = key
    with within(org):
        return live_reading.heard(debrief, after=after)
