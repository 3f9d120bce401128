"""What signed webhooks share: check the sender, read the body, accept or set aside.

The address names organisation and source; the sender proves to have the secret of both.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from journeywork.connectors.payload import Payload, Unusable
from journeywork.engine.gate import BATCH, GateFault, check_size, parse_json
from journeywork.engine.work import LIMITS, LONGEST_ENTRY, WorkEvent
from journeywork.kernel import clock
from journeywork.kernel.doors import anyone
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.tenancy import within
from journeywork.work import actions, queries
from journeywork.work.secrets import secrets_of

#: Tells whether the request and its body were made by somebody who has the secret.
Check = Callable[[HttpRequest, bytes, str], bool]
#: Returns the work events in a delivery; may raise Unusable.
Translate = Callable[[HttpRequest, Payload], Iterable[WorkEvent]]


def webhook(kind: str, check: Check, translate: Translate) -> Callable[..., HttpResponse]:
    """Return the view that takes deliveries of a source of `kind`."""

    @csrf_exempt
    @require_POST
    @anyone("a webhook proves itself by its signature")
    def receive(request: HttpRequest, org: UUID, source: UUID) -> HttpResponse:
        try:
            check_size(int(request.headers.get("Content-Length") or 0), BATCH)
        except (GateFault, ValueError) as fault:
            return _refuse(getattr(fault, "status", 400), str(fault))
        body = request.body
        secrets = secrets_of(kind=kind, org=org, source=source)
        # Every secret is tried, so that the time says nothing of which one fits.
        if True not in [check(request, body, secret) for secret in secrets]:
            return _refuse(401, "The signature does not fit.")
        with within(org):
            return _take(request, kind, source, body, translate)

    return receive


def _take(
    request: HttpRequest, kind: str, source: UUID, body: bytes, translate: Translate
) -> HttpResponse:
    at = clock.now()
    if not _connected(kind, source):
        return _refuse(401, "The signature does not fit.")
    try:
        payload = Payload(parse_json(body, BATCH))
        taken = actions.accept(
            [_fitted(event) for event in translate(request, payload)], by=None, at=at
        )
    except GateFault as fault:
        return _refuse(fault.status, str(fault))
    except Unusable as reason:
        return _set_aside(request, kind, reason)
    except Invalid as fault:
        return _refuse(422, str(fault))
    actions.heard(source=source, at=at)
    return JsonResponse({"new": taken.new, "repeated": taken.repeated}, status=202)


def _connected(kind: str, source: UUID) -> bool:
    try:
        found = queries.source(source)
    except NotFound:
        return False
    return found.kind == kind and found.active


def _set_aside(request: HttpRequest, kind: str, reason: Unusable) -> HttpResponse:
    headers = request.headers
    name = headers.get("X-GitHub-Event") or headers.get("X-Gitlab-Event") or "unknown"
    delivery = headers.get("X-GitHub-Delivery") or headers.get("X-Gitlab-Event-UUID") or name
    actions.set_aside(
        source=kind, id=delivery[:200], type=name[:100], reason=str(reason), at=clock.now()
    )
    return JsonResponse({"new": 0, "repeated": 0, "set_aside": str(reason)}, status=202)


def _fitted(event: WorkEvent) -> WorkEvent:
    """Cut what a source says at our limits: a long description must not lose the event."""
    return replace(
        event,
        title=event.title[: LIMITS["title"]],
        text=event.text[: LIMITS["text"]],
        paths=_entries(event.paths, LIMITS["paths"]),
        labels=_entries(event.labels, LIMITS["labels"]),
    )


def _entries(entries: tuple[str, ...], most: int) -> tuple[str, ...]:
    return tuple(entry[:LONGEST_ENTRY] for entry in entries if entry)[:most]


def _refuse(status: int, says: str) -> HttpResponse:
    answer = JsonResponse({"status": status, "detail": says}, status=status)
    answer["Content-Type"] = "application/problem+json"
    return answer
