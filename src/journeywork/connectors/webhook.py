"""What signed webhooks share: check the sender, read the body, accept or set aside.

The address names organisation and source; the sender proves to have the secret of both. A
connector brings what is its own as pure functions: how a delivery is proved, named and read.

Nobody reads the answer to a webhook. So what cannot be used is set aside with its reason, where
administrators see it, and the rest is taken; only who sends no proof or no JSON is turned away.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import structs
from starlette import datastructures
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from journeywork.connectors.payload import Unusable
from journeywork.engine.addresses import is_web_address
from journeywork.engine.gate import BATCH, parse_json
from journeywork.engine.work import LIMITS, LONGEST_ENTRY, WorkEvent, faults
from journeywork.kernel import clock
from journeywork.kernel.doors import anyone
from journeywork.kernel.fast_doors import body_of, problem, told
from journeywork.work.direct_intake import Aside, Intake, Sent
from journeywork.work.secrets import secrets_of

Headers = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What came in: for which `source`, when (UTC), and the body byte for byte.

    `headers` are found in any case of letters; one that stands twice is joined by commas, so
    that nothing hides behind the first.
    """

    source: UUID
    at: datetime
    headers: Headers
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """A kind of system that sends webhooks.

    `proves` tells whether a delivery was made by somebody who has a secret, in constant time.
    `reads` returns what its content (decoded JSON) tells, part by part: work events, and an
    Unusable for each part that is none; it raises Unusable when the whole is none. `numbered`
    is the header with the id of a delivery, `named` the one with its type, where there is one.
    """

    kind: str
    proves: Callable[[Delivery, str], bool]
    reads: Callable[[Delivery, Any], Iterable[WorkEvent | Unusable]]
    numbered: str
    named: str = ""


def webhook(sender: Sender, intake: Intake) -> Route:
    """Return the door that takes deliveries of sources of one kind."""

    @anyone("a webhook proves itself by its signature")
    async def receive(request: Request) -> Response:
        org, source = request.path_params["org"], request.path_params["source"]
        body, at = await body_of(request), clock.now()
        sent = Delivery(source=source, at=at, headers=_joined(request.headers), body=body)
        secrets = secrets_of(kind=sender.kind, org=org, source=source)
        # Every secret is tried, so that the time says nothing of which one fits. Who has none
        # is answered before anybody looks whether there is such a source: all get the same.
        proved = [sender.proves(sent, secret) for secret in secrets]
        if True not in proved or not await intake.connected(
            kind=sender.kind, org=org, source=source
        ):
            return problem(401, "The signature does not fit.")
        return await _take(sender, sent, intake, org)

    path = f"/ingest/{sender.kind}/{{org:uuid}}/{{source:uuid}}"
    return Route(path, receive, methods=["POST"], name=f"ingest-{sender.kind}")


async def _take(sender: Sender, sent: Delivery, intake: Intake, org: UUID) -> Response:
    came = Sent(org=org, at=sent.at, heard=sent.source, kind=sender.kind)
    try:
        events, refused = _sorted_out(sender.reads(sent, parse_json(sent.body, BATCH)), sent.at)
    except Unusable as reason:
        await intake.take(replace(came, asides=[_aside(sender, sent, reason)]))
        return told({"new": 0, "repeated": 0, "set_aside": str(reason)}, status=202)
    asides = [_aside(sender, sent, why, part=f":{index}") for index, why in refused.items()]
    taken = await intake.take(replace(came, events=events, asides=asides))
    answer: dict[str, Any] = {"new": taken.new, "repeated": taken.repeated}
    if refused:
        answer["refused"] = [{"index": n, "detail": str(why)} for n, why in refused.items()]
    return told(answer, status=202)


def _sorted_out(
    parts: Iterable[WorkEvent | Unusable], at: datetime
) -> tuple[list[WorkEvent], dict[int, Unusable]]:
    """Part what a delivery tells into events to store, and what is wrong with the others."""
    good: list[WorkEvent] = []
    refused: dict[int, Unusable] = {}
    for index, part in enumerate(parts):
        if isinstance(part, Unusable):
            refused[index] = part
            continue
        event = _fitted(part)
        wrong = [f"{field} {says}" for field, says in faults(event, at=at).items()]
        if wrong:
            refused[index] = Unusable("; ".join(wrong), about=event.type)
        else:
            good.append(event)
    return good, refused


def _aside(sender: Sender, sent: Delivery, reason: Unusable, *, part: str = "") -> Aside:
    name = sent.headers.get(sender.named) or reason.about or "unknown"
    delivery = sent.headers.get(sender.numbered) or name
    # Of two sources of one kind, both may number what they send from 1.
    id = f"{sent.source}:{delivery[:200]}{part}"
    return Aside(source=sender.kind, id=id, type=name[:100], reason=str(reason))


def _joined(headers: datastructures.Headers) -> Headers:
    return datastructures.Headers({name: ", ".join(headers.getlist(name)) for name in headers})


def _fitted(event: WorkEvent) -> WorkEvent:
    """Cut what a source says at our limits: a long description must not lose the event."""
    return structs.replace(
        event,
        title=event.title[: LIMITS["title"]],
        text=event.text[: LIMITS["text"]],
        check=event.check[: LIMITS["check"]],
        # Half an address leads nowhere.
        url=event.url if len(event.url) <= LIMITS["url"] and is_web_address(event.url) else "",
        paths=_entries(event.paths, LIMITS["paths"]),
        labels=_entries(event.labels, LIMITS["labels"]),
    )


def _entries(entries: tuple[str, ...], most: int) -> tuple[str, ...]:
    return tuple(entry[:LONGEST_ENTRY] for entry in entries if entry)[:most]
