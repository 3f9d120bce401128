"""Calls of the API: a token, retries that do no harm, keys on writes, pages, validators."""

import time
from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from http.client import HTTPException
from typing import Any, Self, TypeVar
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, ProxyHandler, Request, build_opener
from uuid import uuid4

import msgspec

from journeywork.client.problems import Problem, Unreachable, problem
from journeywork.client.shape import Answered, Given

Found = TypeVar("Found")

ROOT = "/api/v1"
#: Statuses after which the same request may come again, as the server says itself.
AGAIN = (HTTPStatus.CONFLICT, HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
_HERE = ("localhost", "127.0.0.1", "::1")


class _Stay(HTTPRedirectHandler):
    """A token is never carried to another address."""

    def redirect_request(self, *given: Any) -> None:
        del given


class Calls:
    """One server, as one person.

    :param address: such as https://learn.example.org, without a path.
    :param token: a personal access token, from the page Me > Tokens.
    :param patience: seconds after which a silent server is given up.
    :param tries: how often a request is sent at most, where the server asks for that or is away.
        A write carries one key each time: it acts once.
    :param longest: seconds to wait at most before a request is sent again; where the server asks
        for more, what it said is raised.
    :param sleep: how to wait.
    """

    def __init__(
        self,
        address: str,
        token: str,
        *,
        patience: float = 30.0,
        tries: int = 4,
        longest: float = 60.0,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        parts = urlsplit(address.rstrip("/"))
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query:
            raise ValueError(f"{address!r} is not an address such as https://learn.example.org")
        self._address, self._token = f"{parts.scheme}://{parts.netloc}", token
        self._patience, self._tries, self._longest, self._sleep = patience, tries, longest, sleep
        self._open = _opener(parts.hostname).open

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is held open: a call ends when it is answered."""

    def get(
        self,
        path: str,
        kind: Any,
        *,
        query: Mapping[str, Any] | None = None,
        known: object = None,
    ) -> Any:
        """Read what stands at `path`; `known` is returned as it is where nothing has changed."""
        tag = getattr(known, "etag", "")
        sent = {"If-None-Match": tag} if tag else {}
        answer = self._call("GET", path + _asked(query or {}), headers=sent)
        return known if answer is None and known is not None else _read(answer, kind)

    def pages(
        self, path: str, kind: type[Found], *, query: Mapping[str, Any] | None = None
    ) -> Iterator[Found]:
        """Read a list from its beginning to its end, a page when it is needed."""
        cursor: str | None = None
        while True:
            asked = {**(query or {}), "cursor": cursor}
            page = msgspec.json.decode(self._sent("GET", path + _asked(asked)))
            yield from msgspec.convert(page["items"], list[kind])  # type: ignore[valid-type]
            cursor = page["next"]
            if cursor is None:
                return

    def send(
        self,
        method: str,
        path: str,
        kind: Any,
        *,
        body: Given | None = None,
        query: Mapping[str, Any] | None = None,
        once: str | None = None,
        if_match: str = "",
    ) -> Any:
        """Do something, once, however often it is sent: under the key `once`, or a new one."""
        headers = {"Idempotency-Key": once or str(uuid4())}
        headers |= {"If-Match": if_match} if if_match else {}
        content = None if body is None else msgspec.json.encode(body)
        answer = self._call(method, path + _asked(query or {}), content=content, headers=headers)
        return _read(answer, kind)

    def _sent(self, method: str, path: str) -> bytes:
        answer = self._call(method, path)
        assert answer is not None
        return answer[0]

    def _call(
        self,
        method: str,
        path: str,
        *,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> tuple[bytes, str, str] | None:
        """Return content, its type and its validator; None where nothing has changed."""
        for number in range(self._tries):
            try:
                return self._once(method, path, content, headers or {})
            except (Problem, Unreachable) as fault:
                wait = _wait(fault, number)
                if wait is None or wait > self._longest or number + 1 == self._tries:
                    raise
            self._sleep(wait)
        raise AssertionError("unreachable")

    def _once(
        self, method: str, path: str, content: bytes | None, headers: Mapping[str, str]
    ) -> tuple[bytes, str, str] | None:
        request = Request(  # noqa: S310 -- the address was looked at
            f"{self._address}{ROOT}{path}",
            method=method,
            data=content,
            headers={
                "Authorization": f"Bearer {self._token}",
                "Accept": "application/json",
                "Content-Type": "application/json",
                **headers,
            },
        )
        try:
            with self._open(request, timeout=self._patience) as answer:
                told = answer.headers
                return answer.read(), told.get("Content-Type", ""), told.get("ETag", "")
        except HTTPError as fault:
            if fault.code == HTTPStatus.NOT_MODIFIED:
                return None
            raise problem(fault.code, fault.read(), dict(fault.headers)) from None
        except (URLError, OSError, HTTPException) as fault:
            reason = getattr(fault, "reason", None) or fault
            raise Unreachable(f"{self._address} does not answer ({reason}).") from None


class Room:
    """Operations that belong together."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls


def at(*parts: object) -> str:
    """Return the path that parts make, each of them safe."""
    return "".join(f"/{quote(str(part), safe='')}" for part in parts)


def _opener(host: str) -> OpenerDirector:
    """Return what opens addresses; a server on this machine is never reached through a proxy."""
    direct = [ProxyHandler({})] if host in _HERE else []
    return build_opener(_Stay, *direct)


def _asked(query: Mapping[str, Any]) -> str:
    told = {name: value for name, value in query.items() if value is not None}
    words = {
        name: str(value).lower() if value in (True, False) else value
        for name, value in told.items()
    }
    return f"?{urlencode(words)}" if words else ""


def _wait(fault: Problem | Unreachable, number: int) -> float | None:
    """Return after how many seconds the same request may come again, None for never."""
    if isinstance(fault, Problem):
        if fault.status not in AGAIN:
            return None
        if fault.retry_after is not None:
            return fault.retry_after
    return 2.0**number


def _read(answer: tuple[bytes, str, str] | None, kind: Any) -> Any:
    if answer is None:
        raise Unreachable("The server says that nothing has changed, and nobody asked.")
    content, type, tag = answer
    if not content:
        return msgspec.convert(None, kind)
    if "json" not in type:
        return msgspec.convert(content.decode(), kind)
    try:
        found = msgspec.json.decode(content, type=kind)
    except msgspec.DecodeError as fault:
        raise Unreachable(f"What was answered has another shape ({fault}).") from None
    if isinstance(found, Answered):
        found.__dict__["etag"] = tag
    return found
