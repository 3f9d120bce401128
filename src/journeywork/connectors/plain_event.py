"""The quick lane for one CloudEvent: most are plainly good, and one look in C shows it.

It takes only what `cloud_event` would take, as the same work event; about anything else it is
in doubt, and `cloud_event` looks closely and finds the words. So no rule stands here alone, and
a test holds the two side by side.
"""

from datetime import UTC, datetime
from typing import Annotated, Any, Final, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from journeywork.connectors.cloud_event import told
from journeywork.engine.addresses import is_web_address
from journeywork.engine.vocabulary import plain_type
from journeywork.engine.work import AHEAD, FURTHEST_RATING, LIMITS, LONGEST_ENTRY, WorkEvent


def _text(name: str, least: int = 0) -> Any:
    return Annotated[str, Meta(min_length=least, max_length=LIMITS[name])]


def _texts(name: str) -> Any:
    entry = Annotated[str, Meta(min_length=1, max_length=LONGEST_ENTRY)]
    return Annotated[tuple[entry, ...], Meta(max_length=LIMITS[name])]


_PLAIN_WORK: Final = msgspec.defstruct(
    "_PlainWork",
    [
        ("by", _text("by_handle"), ""),
        ("to", _text("to_handle"), ""),
        *((name, _text(name), "") for name in ("title", "text", "place", "check", "url")),
        *((name, _texts(name), ()) for name in ("paths", "labels", "part_of")),
        ("rating", Annotated[int, Meta(ge=-FURTHEST_RATING, le=FURTHEST_RATING)] | None, None),
        # Helpers are worth a close look; data in another form is none of ours.
        ("helpers", UnsetType, UNSET),
    ],
)
_ENVELOPE: Final = msgspec.defstruct(
    "_Envelope",
    [
        ("specversion", Literal["1.0"]),
        *((name, _text(name, least=1)) for name in ("id", "source", "type", "subject")),
        ("time", str),
        ("data", _PLAIN_WORK),
    ],
)
_convert = msgspec.convert


def plainly(content: Any, *, at: datetime) -> WorkEvent | None:
    """Return the work event in one CloudEvent that can be taken at the time `at`; None: in doubt."""
    try:
        found: Any = _convert(content, _ENVELOPE)
        happened = datetime.fromisoformat(found.time)
    except (msgspec.ValidationError, ValueError):
        return None
    work, type = found.data, plain_type(found.type)
    blank = found.id.isspace() or found.source.isspace() or found.subject.isspace()
    if blank or not type or type.isspace() or (work.url and not is_web_address(work.url)):
        return None
    if happened.tzinfo is not UTC or happened > at + AHEAD or "data_base64" in content:
        return None
    return told(content, work, type=type, at=happened)
