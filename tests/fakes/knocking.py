"""Knocking at the doors of the fast path: the real application, the real database, no socket."""

import asyncio
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status_code: int
    headers: Mapping[str, str]
    content: bytes

    def json(self) -> Any:
        return json.loads(self.content)


@dataclass(frozen=True)
class Knock:
    """One request."""

    path: str
    body: bytes = b""
    method: str = "POST"
    headers: Mapping[str, str] | Sequence[tuple[str, str]] = ()


def knock(
    path: str,
    body: bytes = b"",
    *,
    method: str = "POST",
    headers: Mapping[str, str] | Sequence[tuple[str, str]] | None = None,
) -> Answer:
    """Send one request to the fast path, on connections of its own."""
    [answer] = knock_often([Knock(path, body, method, headers or ())])
    return answer


def knock_often(knocks: Iterable[Knock], doors: Callable[[Any], Any] | None = None) -> list[Answer]:
    """Send requests one after another, on the same connections. Headers may stand twice.

    `doors` makes the application from a direct line to the database; usually it is the real one.
    """
    return asyncio.run(_knock_often(knocks, doors))


async def _knock_often(knocks: Iterable[Knock], doors: Callable[[Any], Any] | None) -> list[Answer]:
    from django.conf import settings

    from journeywork.config.fast import fast_doors
    from journeywork.kernel.direct import Direct

    direct = Direct(settings.DIRECT_URL, settings=settings.DIRECT_SETTINGS)
    application = (doors or fast_doors)(direct)
    try:
        return [await knock_at(application, each) for each in knocks]
    finally:
        await direct.close()


def scope_of(knock: Knock) -> dict[str, Any]:
    """Return what the server tells an application of a request."""
    given = knock.headers.items() if isinstance(knock.headers, Mapping) else knock.headers
    headers = [(name.lower(), value) for name, value in given]
    if "content-length" not in dict(headers):
        headers = [("content-length", str(len(knock.body))), *headers]
    path, _, query = knock.path.partition("?")
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": knock.method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode("latin-1"),
        "root_path": "",
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in headers],
        "server": ("testserver", 80),
        "client": ("127.0.0.1", 50000),
    }


async def knock_at(doors: Any, knock: Knock) -> Answer:
    """Send one request to an application."""
    sent: list[dict[str, Any]] = []

    whole = iter([{"type": "http.request", "body": knock.body, "more_body": False}])

    async def receive() -> dict[str, Any]:
        for message in whole:
            return message
        await asyncio.Event().wait()  # Whoever knocked does not go away.
        raise AssertionError

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await doors(scope_of(knock), receive, send)
    start, *rest = sent
    return Answer(
        status_code=start["status"],
        headers={name.decode(): value.decode() for name, value in start["headers"]},
        content=b"".join(part.get("body", b"") for part in rest),
    )
