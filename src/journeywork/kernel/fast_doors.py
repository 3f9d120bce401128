"""What the doors of the fast path share: reading a request, and answering with problem details."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from journeywork.engine.gate import GateFault, check_path, check_size, check_whole
from journeywork.kernel import problems
from journeywork.kernel.direct import AWAY
from journeywork.kernel.durable import NotDurable
from journeywork.kernel.errors import Denied
from journeywork.kernel.gate import limits_for
from journeywork.kernel.gathering import Full

Fault = Mapping[str, Any]
_encode = msgspec.json.Encoder().encode


async def body_of(request: Request) -> bytes:
    """Return the body; raises GateFault as soon as it is too large, whatever it says it is."""
    limits = limits_for(check_path(request.url.path))
    given = request.headers.get("content-length") or "0"
    check_size(check_whole(given, field="Content-Length", least=0), limits)
    body = bytearray()
    async for part in request.stream():
        body += part
        check_size(len(body), limits)
    return bytes(body)


def told(content: Any, *, status: int = 200) -> Response:
    """Return an answer in JSON."""
    return Response(_encode(content), status, media_type="application/json")


def problem(
    status: int,
    says: str,
    *,
    errors: Sequence[Fault] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return problem details (RFC 9457); `errors` name fields and what is wrong with each."""
    content = problems.problem(status, says, errors)
    return Response(_encode(content), status, dict(headers or {}), problems.MEDIA_TYPE)


async def refused(_: Request, fault: Exception) -> Response:
    """Answer what the gate did not let through."""
    assert isinstance(fault, GateFault)
    errors = [{"field": fault.field, "detail": fault.says}]
    return problem(fault.status, str(fault), errors=errors)


async def denied(_: Request, fault: Exception) -> Response:
    """Answer somebody who may not do this."""
    return problem(403, f"This token does not allow it ({fault}).")


async def busy(_: Request, fault: Exception) -> Response:
    """Answer when nothing can be stored now: what came in was not accepted, and may come again."""
    says = "Too much waits already." if isinstance(fault, Full) else "Nothing can be stored now."
    return problem(503, f"{says} Send it again.", headers={"Retry-After": "1"})


async def broken_off(_: Request, fault: Exception) -> Response:
    """Answer whoever went away while they were still speaking, though nobody hears it."""
    del fault
    return problem(400, "The body broke off.")


async def unknown(_: Request, fault: Exception) -> Response:
    """Answer an address or a method that does not exist."""
    assert isinstance(fault, HTTPException)
    return problem(fault.status_code, fault.detail, headers=fault.headers)


async def broken(_: Request, fault: Exception) -> Response:
    """Answer when it is our fault; the fault goes on to whoever writes the log."""
    del fault
    return problem(500, "Something went wrong on our side; it is in the log.")


#: What goes wrong -> how it is answered. Whatever is not listed is a fault of ours: 500.
ANSWERS: dict[Any, Any] = {
    GateFault: refused,
    Denied: denied,
    HTTPException: unknown,
    ClientDisconnect: broken_off,
    Full: busy,
    NotDurable: busy,
    **dict.fromkeys(AWAY, busy),
    Exception: broken,
}
