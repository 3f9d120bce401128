"""Problem details (RFC 9457), in one form for every door."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from journeywork.kernel.asked import request_id

MEDIA_TYPE = "application/problem+json"
OURS = 500
#: As RFC 9110 calls them, whatever the Python at hand does.
_RENAMED = {413: "Content Too Large", 422: "Unprocessable Content"}


def problem(status: int, says: str, errors: Sequence[Mapping[str, Any]] = ()) -> dict[str, Any]:
    """Return a problem: `status`, its name, one sentence; `errors` name fields and their faults.

    A fault of ours (500 and above) carries the id of the request, under which the log tells more.
    """
    content: dict[str, Any] = {
        "type": "about:blank",
        "title": _RENAMED.get(status) or HTTPStatus(status).phrase,
        "status": status,
        "detail": says,
    }
    if status >= OURS and request_id():
        content["request_id"] = request_id()
    return content | ({"errors": list(errors)} if errors else {})
