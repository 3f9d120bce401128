"""GitLab's deliveries in our words. Pure: the same payload gives the same events, ids included."""

from collections.abc import Callable, Iterable
from typing import Any

from journeywork.connectors.gitlab.changes import merge_request, note, pipeline, push
from journeywork.connectors.gitlab.matters import deployment, issue, milestone, release
from journeywork.connectors.gitlab.naming import project
from journeywork.connectors.payload import Payload, Unusable
from journeywork.connectors.webhook import Delivery
from journeywork.engine.work import WorkEvent

TRANSLATED: dict[str, Callable[[Payload], list[WorkEvent]]] = {
    "merge_request": merge_request,
    "note": note,
    "push": push,
    "pipeline": pipeline,
    "issue": issue,
    "incident": issue,
    "deployment": deployment,
    "release": release,
    "milestone": milestone,
}


def events(_: Delivery, content: Any) -> Iterable[WorkEvent]:
    """Return the work events of a delivery; raises Unusable with the reason."""
    return translate(Payload(content))


def translate(payload: Payload) -> list[WorkEvent]:
    """Return the work events in a payload; raises Unusable."""
    kind = payload.text("object_kind")
    if kind not in TRANSLATED:
        raise Unusable(f"{kind or 'a delivery without a kind'} is not about a piece of work")
    if not project(payload):
        raise Unusable("it names no project")
    return TRANSLATED[kind](payload)
