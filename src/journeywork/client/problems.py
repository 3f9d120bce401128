"""What goes wrong, as exceptions: each status that a program can do something about has its own."""

import json
from collections.abc import Mapping
from typing import Any

OURS = 500


class Unreachable(RuntimeError):
    """The server did not answer, or what answered was not Journeywork."""


class Problem(RuntimeError):
    """The server said no (RFC 9457). `faults` says per field what does not fit.

    `request_id` names the request in the server's log where the fault is the server's, and
    `retry_after` in how many seconds to ask again, None where it does not say so.
    """

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        faults: Mapping[str, str] | None = None,
        request_id: str = "",
        retry_after: float | None = None,
    ) -> None:
        self.status, self.detail, self.faults = status, detail, dict(faults or {})
        self.request_id, self.retry_after = request_id, retry_after
        super().__init__(
            " ".join([detail, *(f"{one}: {says}." for one, says in self.faults.items())])
        )


class Invalid(Problem):
    """The input does not fit (400, 413, 415, 422): `faults` says what, by field."""


class NoToken(Problem):
    """The token is unknown, revoked or over (401)."""


class Denied(Problem):
    """The person's roles or the token's scopes do not reach this (403)."""


class NotThere(Problem):
    """There is no such thing, or nothing that this person may know of (404)."""


class StillRunning(Problem):
    """The same request is still being answered (409)."""


class Stale(Problem):
    """It has changed since it was read (412); nothing was done."""


class TooOften(Problem):
    """The token, or its person, asked too often (429)."""


class Unavailable(Problem):
    """Something is wrong on the server's side (500 and above)."""


_KINDS: Mapping[int, type[Problem]] = {
    **dict.fromkeys((400, 413, 415, 422), Invalid),
    401: NoToken,
    403: Denied,
    404: NotThere,
    409: StillRunning,
    412: Stale,
    429: TooOften,
}


def problem(status: int, content: bytes, headers: Mapping[str, str]) -> Problem:
    """Return the exception for an answer; one without problem details tells its status alone."""
    told = _told(content)
    kind = _KINDS.get(status, Unavailable if status >= OURS else Problem)
    return kind(
        status,
        str(told.get("detail") or f"The server answered {status}."),
        faults={str(one["field"]): str(one["detail"]) for one in told.get("errors", ())},
        request_id=str(told.get("request_id", "")),
        retry_after=_seconds(headers.get("Retry-After", "")),
    )


def _told(content: bytes) -> dict[str, Any]:
    try:
        told = json.loads(content)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _seconds(said: str) -> float | None:
    return float(said) if said.isdecimal() else None
