"""Around every request: an id, a line in the log, a count, a span, and an answer to what broke."""

import logging
import time
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

import msgspec

from journeywork.kernel import metrics, problems, spans
from journeywork.kernel.asked import Asked, at_hand, id_from, new_request_id
from journeywork.kernel.telling import tell, tell_fault

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]

#: Asked every few seconds by machines: counted, and no line of the log where all is well.
QUIET = frozenset({"healthz", "readyz", "metrics"})
#: Header of the answer, and of requests that bring an id.
HEADER = b"x-request-id"
BROKEN = 500

log = logging.getLogger("journeywork.requests")


class Watched:
    """The outermost application: nothing is answered that is not counted."""

    def __init__(self, rest: Application) -> None:
        self._rest = rest

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Pass a request on, and tell of it when it is answered."""
        if scope["type"] != "http":
            await self._rest(scope, receive, send)
            return
        traceparent, given = _headers(scope["headers"])
        with spans.request(traceparent) as span:
            asked = Asked(id_from(traceparent, given) or span.trace_id or new_request_id())
            span.says(request=asked.id)
            request = _Request(scope, asked, send)
            token = at_hand.set(asked)
            try:
                await request.answer(self._rest, receive)
            finally:
                at_hand.reset(token)
            span.answered(view=request.view, method=request.method, status=request.status)


class _Request:
    """One request on its way."""

    def __init__(self, scope: Message, asked: Asked, send: Send) -> None:
        self.scope, self.asked, self.status = scope, asked, 0
        self._send, self._began = send, time.perf_counter()

    @property
    def view(self) -> str:
        """Return the name of what answered; `static` for files, `none` where nothing is."""
        return self.asked.view or _unnamed(self.scope["path"])

    @property
    def method(self) -> str:
        """Return the method, one of those that there are."""
        method = self.scope["method"]
        return method if method in _METHODS else "OTHER"

    async def answer(self, rest: Application, receive: Receive) -> None:
        try:
            await rest(self.scope, receive, self.send)
        except Exception as fault:  # noqa: BLE001 -- nobody stands further out
            tell_fault(log, "broke", fault, view=self.view)
            if not self.status:
                await self._apologise()
        finally:
            self._note()

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = [*message.get("headers", ()), (HEADER, self.asked.id.encode())]
            message = {**message, "headers": headers}
        await self._send(message)

    def _note(self) -> None:
        seconds, view = time.perf_counter() - self._began, self.view
        status = f"{self.status // 100}xx" if self.status else "none"
        metrics.REQUESTS.add(1, view, status)
        metrics.REQUEST_SECONDS.observe(seconds, view)
        if view in QUIET and self.status < BROKEN:
            return
        ms = round(seconds * 1000, 1)
        tell(log, "request", method=self.method, view=view, status=self.status, ms=ms)

    async def _apologise(self) -> None:
        content = msgspec.json.encode(
            problems.problem(BROKEN, "Something went wrong on our side; it is in the log.")
        )
        headers = [(b"content-type", problems.MEDIA_TYPE.encode())]
        await self.send({"type": "http.response.start", "status": BROKEN, "headers": headers})
        await self.send({"type": "http.response.body", "body": content})


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def _headers(given: Iterable[tuple[bytes, bytes]]) -> tuple[bytes, bytes]:
    """Return traceparent and X-Request-ID, each empty where it does not stand there."""
    traceparent = asked = b""
    for name, value in given:
        if name == HEADER:
            asked = value
        elif name == b"traceparent":
            traceparent = value
    return traceparent, asked


def _unnamed(path: str) -> str:
    return "static" if path.startswith("/static/") else "none"
