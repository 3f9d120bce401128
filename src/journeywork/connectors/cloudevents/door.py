"""`POST /ingest/events`: take what is good, name what is not, answer after the commit."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from journeywork.connectors.cloudevents.event import Misfit, fitting, read
from journeywork.connectors.cloudevents.modes import decoded
from journeywork.engine.gate import BATCH, GateFault, check_size
from journeywork.engine.people import Person
from journeywork.engine.permissions import Reach
from journeywork.engine.work import WorkEvent
from journeywork.kernel import clock
from journeywork.kernel.doors import declare, require
from journeywork.kernel.errors import Denied
from journeywork.kernel.tenancy import within
from journeywork.people import bearers, queries
from journeywork.work import actions

Fault = dict[str, Any]


def receive(request: HttpRequest) -> HttpResponse:
    """Take one event or a batch from whoever holds a token with the scope for it."""
    at = clock.now()
    try:
        check_size(int(request.headers.get("Content-Length") or 0), BATCH)
        scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
        holder = bearers.bearer(secret.strip(), at=at) if scheme.lower() == "bearer" else None
        if holder is None:
            return _problem(401, "A valid access token is needed: Authorization: Bearer jw_...")
        with within(holder.org):
            sender = queries.person(holder.person)
            reach = require(sender, "work.send", scopes=holder.scopes)
            return _take(decoded(request), sender, reach, at)
    except GateFault as fault:
        return _problem(fault.status, str(fault))
    except ValueError:
        return _problem(400, "Content-Length is not a number.")
    except Denied:
        return _problem(403, "This token may not send work events.")


receive = csrf_exempt(require_POST(declare(receive, "work.send")))


def _take(contents: list[Any], sender: Person, reach: Reach, at: datetime) -> HttpResponse:
    good: list[WorkEvent] = []
    bad: list[Fault] = []
    for index, content in enumerate(contents):
        try:
            good.append(_fitting(content, sender, reach, at))
        except Misfit as misfit:
            bad += [
                {"index": index, "field": field, "detail": says}
                for field, says in misfit.faults.items()
            ]
    if bad and not good:
        return _problem(422, "No event fits.", bad)
    taken = actions.accept(good, by=sender.id, at=at)
    answer: dict[str, Any] = {"new": taken.new, "repeated": taken.repeated}
    return JsonResponse(answer | ({"refused": bad} if bad else {}), status=202)


def _fitting(content: Any, sender: Person, reach: Reach, at: datetime) -> WorkEvent:
    event = read(content, at=at)
    if reach is not Reach.ORG:
        event = _own(event, sender)
    return fitting(event, at=at)


def _own(event: WorkEvent, sender: Person) -> WorkEvent:
    """Members send their own work; what they say of somebody else is not taken."""
    nobody = not event.by and not event.by_handle
    if nobody or event.by == sender.id or event.by_handle.lower() == sender.email.lower():
        return replace(event, by=sender.id, by_handle="")
    raise Misfit({"data.by": "is somebody else; your token sends your own work"})


def _problem(status: int, says: str, errors: list[Fault] | None = None) -> HttpResponse:
    content: dict[str, Any] = {"type": "about:blank", "status": status, "detail": says}
    if errors:
        content["errors"] = errors
    answer = JsonResponse(content, status=status)
    answer["Content-Type"] = "application/problem+json"
    if status == 401:  # noqa: PLR2004 -- unauthorised
        answer["WWW-Authenticate"] = "Bearer"
    return answer
