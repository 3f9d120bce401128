"""GitHub's deliveries in our words. Pure: the same payload gives the same events, ids included."""

from collections.abc import Callable, Iterable

from django.http import HttpRequest

from journeywork.connectors.github.changes import check_run, push, review, workflow_run
from journeywork.connectors.github.changes import pull_request as pull_request_events
from journeywork.connectors.github.matters import (
    deployment_status,
    discussion,
    issues,
    milestone,
    release,
)
from journeywork.connectors.payload import Payload, Unusable
from journeywork.engine.work import WorkEvent

TRANSLATED: dict[str, Callable[[Payload], list[WorkEvent]]] = {
    "pull_request": pull_request_events,
    "pull_request_review": review,
    "push": push,
    "check_run": check_run,
    "workflow_run": workflow_run,
    "issues": issues,
    "deployment_status": deployment_status,
    "release": release,
    "milestone": milestone,
    "discussion": discussion,
}


def events(request: HttpRequest, payload: Payload) -> Iterable[WorkEvent]:
    """Return the work events of a delivery; raises Unusable with the reason."""
    return translate(request.headers.get("X-GitHub-Event", ""), payload)


def translate(name: str, payload: Payload) -> list[WorkEvent]:
    """Return the work events in a payload of the type `name`; raises Unusable."""
    if name == "ping":
        raise Unusable("a ping: the connection works")
    if name not in TRANSLATED:
        raise Unusable(f"{name or 'a delivery without a name'} is not about a piece of work")
    if not payload.text("repository", "name"):
        raise Unusable("it names no repository")
    return TRANSLATED[name](payload)
