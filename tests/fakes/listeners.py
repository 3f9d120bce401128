"""Browsers without a window: each hears a stream of server-sent events, and comes back."""

import asyncio
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

PATIENCE = 30.0


@dataclass
class Listener:
    """Hears one stream as a browser does: after a break it asks for what follows `last`."""

    url: str
    cookie: str
    last: int = 0
    #: (number, text) of every change in the order in which it came; seconds when it came
    heard: list[tuple[int, str]] = field(default_factory=list)
    came: list[float] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    retry: float = 0.3
    grew: asyncio.Event = field(default_factory=asyncio.Event)
    connected: asyncio.Event = field(default_factory=asyncio.Event)

    async def listen(self) -> None:
        """Hear until the stream says that it is over."""
        while "ended" not in self.kinds and "left" not in self.kinds:
            try:
                if await self._once() == 204:
                    return
            except (OSError, asyncio.IncompleteReadError, ValueError):
                pass
            self.connected.clear()
            await asyncio.sleep(self.retry)

    async def reached(self, number: int) -> None:
        """Wait until so many changes have been heard."""
        async with asyncio.timeout(PATIENCE * 3):
            while self.last < number:
                self.grew.clear()
                await self.grew.wait()

    async def _once(self) -> int:
        to = urlsplit(self.url)
        reader, writer = await asyncio.open_connection(to.hostname, to.port)
        try:
            head = [f"GET {to.path} HTTP/1.1", f"Host: {to.netloc}", f"Cookie: {self.cookie}"]
            head += [f"Last-Event-ID: {self.last}"] if self.last else []
            writer.write("\r\n".join([*head, "", ""]).encode())
            first = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            status = int(first.split(" ", 2)[1])
            self.statuses.append(status)
            if status == 200:
                self.connected.set()
                await self._parts(reader)
            return status
        finally:
            writer.close()

    async def _parts(self, reader: asyncio.StreamReader) -> None:
        rest = b""
        while size := int(await reader.readuntil(b"\r\n"), 16):
            rest += (await reader.readexactly(size + 2))[:-2]
            *whole, rest = rest.split(b"\n\n")
            for each in whole:
                self._take(each.decode())

    def _take(self, event: str) -> None:
        parts = dict(line.split(": ", 1) for line in event.splitlines() if not line.startswith(":"))
        if parts.get("event") == "change":
            self.last = int(parts["id"])
            self.heard.append((self.last, parts["data"]))
            self.came.append(time.time())
            self.grew.set()
        elif "event" in parts:
            self.kinds.append(parts["event"])
