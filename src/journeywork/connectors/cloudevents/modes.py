"""The three ways in which CloudEvents travel over HTTP: binary, structured, in a batch."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from journeywork.engine.gate import BATCH, GateFault, check_text, parse_json

MOST = 1_000  # Events in one batch.
ONE = "application/cloudevents+json"
MANY = "application/cloudevents-batch+json"
PLAIN = "application/json"


def decoded(headers: Mapping[str, str], body: bytes) -> list[Any]:
    """Return the events of a request, as decoded JSON; raises GateFault.

    Header names are read in any case of letters. Plain JSON without CloudEvents headers is
    read as one event or, if it is a list, as a batch.
    """
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in (ONE, MANY, PLAIN):
        raise GateFault("Content-Type", f"is not {ONE}, {MANY} or {PLAIN}", status=415)
    if "ce-specversion" in headers:
        return [_binary(headers, body)]
    content = parse_json(body, BATCH)
    many = isinstance(content, list)
    if (kind == MANY and not many) or (kind == ONE and many):
        raise GateFault("", f"is {'one event' if not many else 'a list'}, not what {kind} says")
    events = content if isinstance(content, list) else [content]
    if len(events) > MOST:
        raise GateFault("", f"has more than {MOST} events", status=413)
    return events


def _binary(headers: Mapping[str, str], body: bytes) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for header, value in headers.items():
        name = header.lower()
        if name.startswith("ce-"):
            if name.removeprefix("ce-") in found:
                raise GateFault(name, "stands twice")
            # The standard has header values percent-encoded where they are not plain ASCII.
            found[name.removeprefix("ce-")] = check_text(unquote(value), field=name, lines=False)
    if body:
        found["data"] = parse_json(body, BATCH)
    return found
