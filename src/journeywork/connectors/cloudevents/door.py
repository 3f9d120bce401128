"""`POST /ingest/events`: take what is good, name what is not, answer after the commit."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from msgspec.structs import replace
from starlette.requests import Request
from starlette.responses import Response

from journeywork.connectors.cloud_event import Misfit, fitting, read
from journeywork.connectors.cloudevents.modes import decoded
from journeywork.connectors.plain_event import plainly
from journeywork.engine.people import Bearer
from journeywork.engine.permissions import Reach
from journeywork.engine.work import WorkEvent
from journeywork.kernel import clock
from journeywork.kernel.doors import declare
from journeywork.kernel.fast_doors import body_of, problem, told
from journeywork.people import bearers
from journeywork.work.direct_intake import Intake, Sent, refused

NEEDS, KIND = "work.send", "cloudevents"
Fault = dict[str, Any]


def door(intake: Intake) -> Callable[[Request], Awaitable[Response]]:
    """Return the door that takes one event or a batch from whoever holds a token for it."""

    async def receive(request: Request) -> Response:
        at = clock.now()
        scheme, _, secret = request.headers.get("authorization", "").partition(" ")
        named = scheme.lower() == "bearer"
        holder = await intake.bearer(secret.strip(), at=at) if named else None
        if holder is None:
            says = "A valid access token is needed: Authorization: Bearer jw_..."
            return problem(401, says, headers={"WWW-Authenticate": "Bearer"})
        reach = bearers.require(holder, NEEDS)
        contents = decoded(request.headers, await body_of(request))
        good, bad = _sorted_out(contents, holder, reach, at)
        refused(KIND, len(contents) - len(good))
        if bad and not good:
            return problem(422, "No event fits.", errors=bad)
        sent = Sent(org=holder.org, at=at, events=good, by=holder.person, kind=KIND)
        taken = await intake.take(sent)
        answer: dict[str, Any] = {"new": taken.new, "repeated": taken.repeated}
        return told(answer | ({"refused": bad} if bad else {}), status=202)

    return declare(receive, NEEDS)


def _sorted_out(
    contents: list[Any], holder: Bearer, reach: Reach, at: datetime
) -> tuple[list[WorkEvent], list[Fault]]:
    """Part what came in into events to store, and what is wrong with the others."""
    good: list[WorkEvent] = []
    bad: list[Fault] = []
    for index, content in enumerate(contents):
        try:
            good.append(_event(content, holder, reach, at))
        except Misfit as misfit:
            bad += [
                {"index": index, "field": field, "detail": says}
                for field, says in misfit.faults.items()
            ]
    return good, bad


def _event(content: Any, holder: Bearer, reach: Reach, at: datetime) -> WorkEvent:
    """Return the event that `holder` may send; raises Misfit."""
    plain = plainly(content, at=at)
    event = plain or read(content, at=at)
    if reach is not Reach.ORG:
        event = _own(event, holder)
    return event if plain else fitting(event, at=at)


def _own(event: WorkEvent, holder: Bearer) -> WorkEvent:
    """Members send their own work; what they say of somebody else is not taken."""
    nobody = not event.by and not event.by_handle
    if nobody or event.by == holder.person or event.by_handle.lower() == holder.email.lower():
        return replace(event, by=holder.person, by_handle="")
    raise Misfit({"data.by": "is somebody else; your token sends your own work"})
