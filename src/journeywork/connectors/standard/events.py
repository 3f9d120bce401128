"""Standard Webhooks in our words: CloudEvents as they are, `{type, timestamp, data}` as far as it goes.

Pure: the same delivery gives the same events, ids included.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from journeywork.connectors.cloud_event import Misfit, read
from journeywork.connectors.payload import Payload, Unusable
from journeywork.connectors.standard.words import FIELDS, KNOWN_BY, NUMBERED, our_type, thing_of
from journeywork.connectors.webhook import Delivery
from journeywork.engine.gate import GateFault
from journeywork.engine.work import WorkEvent

MOST = 1_000  # Events in one delivery.
_ENVELOPE = ("type", "timestamp", "data", "subject")


def events(sent: Delivery, content: Any) -> Iterable[WorkEvent | Unusable]:
    """Return what each part of a delivery tells; raises GateFault (413) for too many parts."""
    if not isinstance(content, list):
        return [_event(sent, content, sent.headers["webhook-id"])]
    if len(content) > MOST:
        raise GateFault("", f"has more than {MOST} events", status=413)
    return [_told(sent, part, n) for n, part in enumerate(content)]


def _told(sent: Delivery, part: Any, number: int) -> WorkEvent | Unusable:
    try:
        return _event(sent, part, f"{sent.headers['webhook-id']}:{number}")
    except Unusable as reason:
        return reason


def _event(sent: Delivery, content: Any, id: str) -> WorkEvent:
    kind = content.get("type") if isinstance(content, dict) else None
    if not isinstance(kind, str) or not kind.strip():
        raise Unusable("it is neither a CloudEvent nor {type, timestamp, data}")
    ready = content if "specversion" in content else _as_cloud_event(sent, content, id)
    try:
        return read(ready, at=sent.at)
    except Misfit as misfit:
        raise Unusable(str(misfit), about=kind) from None


def _as_cloud_event(sent: Delivery, content: dict[str, Any], id: str) -> dict[str, Any]:
    """Write `{type, timestamp, data}` as a CloudEvent; what has no word of ours stays beside."""
    kind, given = content["type"], Payload(content)
    data = content.get("data")
    if not isinstance(data, dict):
        # The standard allows the data to stand beside the type as well.
        data = {name: content[name] for name in content.keys() - set(_ENVELOPE)}
    return {
        "specversion": "1.0",
        "id": id,
        "source": f"urn:uuid:{sent.source}",
        "type": our_type(kind) or kind,
        "subject": _subject(kind, given, Payload(data)),
        "time": _time(sent, given, kind).isoformat(),
        "data": _data(data),
    }


def _subject(kind: str, given: Payload, data: Payload) -> str:
    """Return the piece of work: named as such, else the thing and its number."""
    if named := given.text("subject") or data.text("subject"):
        return named
    if not our_type(kind):
        says = f"{kind} is not in our vocabulary, and it names no subject"
        raise Unusable(says, about=kind)
    thing = thing_of(kind)
    about = data.part(thing) or data
    number = next((found for name in NUMBERED if (found := about.text(name))), "")
    if not number:
        raise Unusable("it does not say which piece of work it is about", about=kind)
    return f"{thing} {number}"


def _time(sent: Delivery, given: Payload, kind: str) -> datetime:
    if not given.text("timestamp"):
        return datetime.fromtimestamp(int(sent.headers["webhook-timestamp"]), UTC)
    try:
        return given.time("timestamp")
    except Unusable as reason:
        raise Unusable(str(reason), about=kind) from None


def _data(data: dict[str, Any]) -> dict[str, Any]:
    """Return `data` with our names for its fields; what was found elsewhere leaves its place."""
    found = dict(data)
    for ours, names in FIELDS.items():
        theirs = next((name for name in names if data.get(name)), None)
        if theirs is None:
            continue
        value = found.pop(theirs)
        found[ours] = _texts(value) if ours == "labels" else _text(value)
    found.pop("subject", None)
    return found


def _text(value: Any) -> Any:
    """Return how a person or a project that is told as an object is known; all else as it is."""
    if not isinstance(value, dict):
        return value
    return next((found for name in KNOWN_BY if (found := Payload(value).text(name))), "")


def _texts(value: Any) -> Any:
    return [_text(each) for each in value] if isinstance(value, list) else value
