"""The request at hand: its id, and which page or operation answers it.

The id follows from the door to the answer, into the log, and into the jobs that a request
brings about. It is that of the caller where they have one that says nothing of anybody.
"""

import random
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

_TRACE = re.compile(
    rb"[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:-.*)?"
)
#: Hexadecimal with dashes (of most proxies), or a ULID: nothing that could be a name.
_GIVEN = re.compile(rb"[0-9a-fA-F-]{16,64}|[0-7][0-9A-HJKMNP-TV-Z]{25}")


@dataclass(slots=True)
class Asked:
    """A request: its `id`, and the name of the `view` that answers it, once that is known."""

    id: str
    view: str = ""


#: The request at hand, for whoever begins one.
at_hand: ContextVar[Asked | None] = ContextVar("asked", default=None)


def id_from(traceparent: bytes, request_id: bytes) -> str:
    """Return the id that these two headers give, "" where neither has a good one."""
    if traceparent and (trace := _TRACE.fullmatch(traceparent)):
        return trace[1].decode()
    if request_id and _GIVEN.fullmatch(request_id):
        return request_id.decode()
    return ""


def new_request_id() -> str:
    """Return an id of chance: 32 hexadecimal digits, as those of traces are. It is no secret."""
    return f"{random.getrandbits(128):032x}"


def request_id() -> str:
    """Return the id of the request at hand, "" outside of any."""
    asked = at_hand.get()
    return asked.id if asked else ""


def answered_by(view: str) -> None:
    """Note which page or operation answers the request at hand; outside of any nobody hears it."""
    asked = at_hand.get()
    if asked is not None:
        asked.view = view


@contextmanager
def following(request: str) -> Iterator[None]:
    """Let what runs within the block be what followed from a request, by its id; "": from none."""
    token = at_hand.set(Asked(request) if request else None)
    try:
        yield
    finally:
        at_hand.reset(token)
