"""A work event of ours as a CloudEvent: what `cloud_event.read` reads, written."""

from collections.abc import Callable
from datetime import UTC
from typing import Any
from uuid import UUID

from journeywork.engine.vocabulary import PREFIX, TYPES
from journeywork.engine.work import WorkEvent

#: How a person is named to other systems: an e-mail address, or the id where there is none.
Address = Callable[[UUID], str]

_WORDS = ("title", "text", "place", "check", "rating", "url")
_LISTS = ("paths", "labels", "part_of")


def written(event: WorkEvent, *, address: Address = str) -> dict[str, Any]:
    """Return `event` as a CloudEvent in JSON's own types; nothing that it says is left out."""
    extensions = {name: value for name, value in event.extra.items() if name != "data"}
    return {
        "specversion": "1.0",
        "id": event.id,
        "source": event.source,
        "type": f"{PREFIX}{event.type}" if event.type in TYPES else event.type,
        "subject": event.subject,
        "time": event.at.astimezone(UTC).isoformat(),
        "datacontenttype": "application/json",
        **extensions,
        "data": _content(event, address),
    }


def _content(event: WorkEvent, address: Address) -> dict[str, Any]:
    said: dict[str, Any] = {
        "by": address(event.by) if event.by else event.by_handle,
        "to": address(event.to) if event.to else event.to_handle,
        "helpers": _helpers(event, address),
    }
    said |= {name: getattr(event, name) for name in _WORDS}
    said |= {name: list(getattr(event, name)) for name in _LISTS}
    further = event.extra.get("data", {})
    return {**further, **{name: value for name, value in said.items() if value or value == 0}}


def _helpers(event: WorkEvent, address: Address) -> list[dict[str, str]]:
    """Name helpers; whom they helped only where it is somebody else than the one it went to."""
    known = [
        {"by": address(each.by), "kind": each.kind.value}
        | ({"to": str(each.to)} if each.to and each.to != event.to else {})
        for each in event.helpers
    ]
    return known + [{"by": handle, "kind": kind.value} for handle, kind in event.helper_handles]
