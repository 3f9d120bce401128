"""The stream of a live debrief: `GET /debriefs/<id>/live/events`, server-sent events.

Who asks is found as for any page, by Django's own middleware, in a thread that is free again
after a few milliseconds; the stream itself waits on the loop of events. It begins after the
number in `Last-Event-ID` (or `?after=`), and ends when the debrief does, when whoever listens
takes part in it no more, when the server stops, and after a while in any case: the browser
comes back by itself, is asked again who it is, and goes on where it was.
"""

import asyncio
import signal
import threading
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from io import BytesIO
from secrets import randbelow
from typing import Any, cast
from uuid import UUID

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from journeywork.config.live_rooms import Room, Rooms
from journeywork.debriefs import queries
from journeywork.kernel.doors import declare, require
from journeywork.kernel.errors import Denied, NotFound
from journeywork.kernel.fast_doors import problem
from journeywork.people.presence import People

NEEDS = "debrief.read"
BEGIN, END = "/debriefs/", "/live/events"
#: Streams that one process holds, and seconds that whoever is one too many waits.
MOST, WAIT = 500, 5
#: Seconds between two signs of life, and after which a browser is asked anew who it is.
HEARTBEAT, LONGEST = 15.0, 600.0
#: Milliseconds after which a browser comes back: each after another time, so not all at once.
BACK, SPREAD = 500, 1500
#: Digits of a number that a board can have.
DIGITS = 9
HEADERS = {
    "Cache-Control": "no-store",
    "X-Accel-Buffering": "no",
    "X-Content-Type-Options": "nosniff",
    "Vary": "Cookie",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Listener:
    """Who looks on, at what, and after which change."""

    org: UUID
    person: UUID
    debrief: UUID
    after: int


class _Stream(StreamingResponse):
    """An answer that goes on; `closed` is called once it is over, whether it began or not."""

    def __init__(self, parts: AsyncIterator[bytes], closed: Callable[[], None]) -> None:
        super().__init__(parts, media_type="text/event-stream", headers=HEADERS)
        self._over = closed

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Send it, until it is over or whoever listens is gone."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._over()


class LiveDoor:
    """The door; `most` streams at once, a sign of life every `heartbeat` seconds."""

    def __init__(self, rooms: Rooms, *, most: int = MOST, heartbeat: float = HEARTBEAT) -> None:
        self._rooms, self._most, self._heartbeat = rooms, most, heartbeat
        self._open = 0
        self._ending = False
        self._heeds = False

    @staticmethod
    def takes(path: str) -> bool:
        """Tell whether an address is that of a stream."""
        return path.startswith(BEGIN) and path.endswith(END)

    def route(self) -> Route:
        """Return the route."""

        async def events(request: Request) -> Response:
            return await self._answer(request)

        address = f"{BEGIN}{{debrief_id:uuid}}{END}"
        return Route(address, declare(events, NEEDS), methods=["GET"], name="debrief-events")

    def end(self) -> None:
        """End every stream, and begin none: the server stops."""
        self._ending = True
        self._rooms.ring()

    async def _answer(self, request: Request) -> Response:
        self._heed_the_end()
        if self._ending or self._open >= self._most:
            says = "Too many look on at once. Try again shortly."
            return problem(503, says, headers={"Retry-After": str(WAIT)})
        self._open += 1
        answer = None
        try:
            answer = await self._entered(request)
        finally:
            if not isinstance(answer, _Stream):
                self._open -= 1
        return answer

    async def _entered(self, request: Request) -> Response:
        debrief, after = request.path_params["debrief_id"], _after(request)
        entered = await self._rooms.do(partial(_enter, request.scope, debrief, after))
        if isinstance(entered, HTTPStatus):
            return problem(entered.value, f"{entered.phrase}.")
        if entered is None:
            return Response(status_code=204)  # It is over: a browser does not come back.
        return _Stream(self._stream(entered), self._closed)

    def _closed(self) -> None:
        self._open -= 1

    async def _stream(self, who: Listener) -> AsyncIterator[bytes]:
        yield b"retry: %d\n\n" % (BACK + randbelow(SPREAD))
        async with self._rooms.joined(who.org, who.debrief) as room:
            async for part in self._parts(room, who):
                yield part

    async def _parts(self, room: Room, who: Listener) -> AsyncIterator[bytes]:
        sent, here = min(who.after, len(room.lines)), room.here
        until = time.monotonic() + LONGEST
        while not self._ending and time.monotonic() < until:
            if who.person not in room.people:
                yield b"event: left\ndata: {}\n\n"
                return
            if sent < len(room.lines):
                part, sent = b"".join(room.lines[sent:]), len(room.lines)
                yield part
            elif not room.goes_on:
                yield b"event: ended\ndata: {}\n\n"
                return
            elif here != room.here:
                here = room.here
                yield b"event: here\ndata: %d\n\n" % here
            elif not await room.news(self._heartbeat):
                yield b": still here\n\n"

    def _heed_the_end(self) -> None:
        """See to it that streams end when the server is told to stop; it would wait for them.

        The loop of events has a handler of its own, which goes on to hear of the signal.
        """
        if self._heeds or threading.current_thread() is not threading.main_thread():
            return
        self._heeds = True
        loop = asyncio.get_running_loop()
        for one in (signal.SIGTERM, signal.SIGINT):
            if (
                callable(before := signal.getsignal(one))
                and before is not signal.default_int_handler
            ):
                signal.signal(one, _and_then(before, partial(loop.call_soon_threadsafe, self.end)))
                signal.siginterrupt(one, False)


def _and_then(before: Callable[..., Any], then: Callable[[], Any]) -> Callable[..., None]:
    def both(number: int, frame: Any) -> None:
        before(number, frame)
        then()

    return both


def _after(request: Request) -> int:
    """Return the number of the last change that a browser has; 0 for none, or for nonsense."""
    given = request.headers.get("last-event-id") or request.query_params.get("after", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) <= DIGITS else 0


def _enter(scope: Any, debrief: UUID, after: int) -> Listener | HTTPStatus | None:
    """Return who looks on, why they may not, or None for what is not, or no more, held live."""
    found: list[Listener | None] = []

    def view(request: HttpRequest) -> HttpResponse:
        person = getattr(request, "person", None)
        if person is None:
            return HttpResponse(status=401)
        require(person, NEEDS)
        state = queries.debrief(debrief, reader=person.id)
        goes_on = state.live and state.revealed_at is None and state.state == "writing"
        who = Listener(org=person.org, person=person.id, debrief=debrief, after=after)
        found.append(who if goes_on else None)
        return HttpResponse()

    through = SessionMiddleware(AuthenticationMiddleware(People(view)))
    try:
        answer = through(ASGIRequest(scope, BytesIO()))
    except NotFound:
        return HTTPStatus.NOT_FOUND
    except Denied:
        return HTTPStatus.FORBIDDEN
    return found[0] if found else HTTPStatus(cast("HttpResponse", answer).status_code)
