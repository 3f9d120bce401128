"""Calls to the server's API; only the standard library, so that a shell prompt does not wait."""

import json
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

from journeywork.cli.connection import Connection

PATIENCE = 20  # Seconds before a silent server is given up.


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

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._open = build_opener(_Stay).open

    def get(self, path: str, **query: Any) -> Any:
        """Read `path` below /api/v1; arguments that are None are left out."""
        asked = {name: value for name, value in query.items() if value is not None}
        return self._call("GET", f"{path}?{urlencode(asked)}" if asked else path)

    def post(self, path: str, content: Any = None) -> Any:
        """Send `content` as JSON to `path` below /api/v1."""
        return self._call("POST", path, content if content is not None else {})

    def _call(self, method: str, path: str, content: Any = None) -> Any:
        request = Request(  # noqa: S310 -- the person named the address
            f"{self._connection.address}/api/v1/{path}",
            method=method,
            data=None if content is None else json.dumps(content).encode(),
            headers={
                "Authorization": f"Bearer {self._connection.token}",
                "Content-Type": "application/json",
                "Accept": "application/json",
            },
        )
        try:
            with self._open(request, timeout=PATIENCE) as answer:
                return json.loads(answer.read() or b"null")
        except HTTPError as fault:
            raise Refused(fault.code, _words(fault)) from None
        except (URLError, TimeoutError, ConnectionError, ValueError) as fault:
            says = f"{self._connection.address} does not answer as Journeywork ({fault})"
            raise Unreachable(says) from None


def _words(fault: HTTPError) -> str:
    try:
        found = json.loads(fault.read())
        faults = [f"{each['field']}: {each['detail']}" for each in found.get("errors", [])]
        return " ".join([str(found["detail"]), *faults])
    except (ValueError, KeyError, TypeError, AttributeError):
        return f"The server answered {fault.code}."
