"""Calls to the server's API; only the standard library, so that a shell prompt does not wait."""

import json
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import (
    HTTPRedirectHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    build_opener,
)

from journeywork.cli.connection import Connection

PATIENCE = 20  # Seconds before a silent server is given up.
PAGE = 200  # Things that the server gives at once.
_HERE = ("localhost", "127.0.0.1", "::1")


class Unreachable(RuntimeError):
    """The server did not answer, or what answered was not Journeywork."""


class Refused(RuntimeError):
    """The server said no; the message is its own, with the fields at fault."""

    def __init__(self, status: int, says: str) -> None:
        super().__init__(says)
        self.status = status


class _Stay(HTTPRedirectHandler):
    """A token is never carried to another address."""

    def redirect_request(self, *given: Any) -> None:
        del given


class Client:
    """One server, as one person."""

    def __init__(self, connection: Connection, *, patience: float = PATIENCE) -> None:
        self._connection = connection
        self._patience = patience
        self._open = _opener(connection.address).open

    @property
    def address(self) -> str:
        """Return where the server is, without a slash at the end."""
        return self._connection.address

    def every(self, *path: str, **query: Any) -> Iterator[dict[str, Any]]:
        """Read a list to its end, page by page."""
        cursor: str | None = ""
        while cursor is not None:
            page = self.get(*path, limit=PAGE, cursor=cursor or None, **query)
            yield from page["items"]
            cursor = page["next"]

    def get(self, *path: str, **query: Any) -> Any:
        """Read what stands at `path` below /api/v1; arguments that are None are left out."""
        asked = {name: value for name, value in query.items() if value is not None}
        return self._call("GET", path, query=urlencode(asked))

    def post(self, *path: str, content: Any = None) -> Any:
        """Send `content` as JSON to `path` below /api/v1."""
        return self._call("POST", path, content if content is not None else {})

    def put(self, *path: str, content: Any) -> Any:
        """Send what shall stand at `path` below /api/v1; sent twice it is the same."""
        return self._call("PUT", path, content)

    def patch(self, *path: str, content: Any) -> Any:
        """Send what shall be different to `path` below /api/v1."""
        return self._call("PATCH", path, content)

    def delete(self, *path: str) -> Any:
        """Take away what stands at `path` below /api/v1."""
        return self._call("DELETE", path)

    def _call(
        self, method: str, path: tuple[str, ...], content: Any = None, query: str = ""
    ) -> Any:
        below = "/".join(quote(part, safe="") for part in path)
        request = Request(  # noqa: S310 -- the person named the address
            f"{self._connection.address}/api/v1/{below}{'?' if query else ''}{query}",
            method=method,
            data=None if content is None else json.dumps(content).encode(),
            headers={
                "Authorization": f"Bearer {self._connection.token}",
                "Content-Type": "application/json",
                "Accept": "application/json",
            },
        )
        try:
            with self._open(request, timeout=self._patience) as answer:
                return json.loads(answer.read() or b"null")
        except HTTPError as fault:
            raise Refused(fault.code, self._told(fault)) from None
        except (URLError, TimeoutError, ConnectionError, ValueError) as fault:
            raise Unreachable(self._unreachable(fault)) from None

    def _told(self, fault: HTTPError) -> str:
        if fault.code == HTTPStatus.UNAUTHORIZED:
            return (
                f"{self._connection.address} does not take this token (any more). Make a new one "
                f"on the page Me > Tokens, then: journeywork login {self._connection.address}"
            )
        return _words(fault)

    def _unreachable(self, fault: Exception) -> str:
        address = self._connection.address
        reason = getattr(fault, "reason", None) or fault
        if isinstance(fault, ValueError):
            return f"What answers at {address} is not Journeywork."
        if isinstance(reason, TimeoutError):
            return f"{address} did not answer within {self._patience:g} seconds."
        return f"{address} cannot be reached ({reason}). Is Journeywork running there?"


def _opener(address: str) -> OpenerDirector:
    """Return what opens addresses; a server on this machine is never reached through a proxy."""
    direct = [ProxyHandler({})] if urlsplit(address).hostname in _HERE else []
    return build_opener(_Stay, *direct)


def _words(fault: HTTPError) -> str:
    try:
        found = json.loads(fault.read())
        faults = [f"{each['field']}: {each['detail']}" for each in found.get("errors", [])]
        return " ".join([str(found["detail"]), *faults])
    except (ValueError, KeyError, TypeError, AttributeError):
        return f"The server answered {fault.code}, in a way that Journeywork does not."
