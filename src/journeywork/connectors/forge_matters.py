"""Issues and releases, as GitHub and its kin tell of them."""

from journeywork.connectors.forge import Forge, added, names, numbered
from journeywork.connectors.forge_changes import assignee, blocking
from journeywork.connectors.payload import Payload, Unusable
from journeywork.engine.work import WorkEvent

ISSUE = {
    "opened": "case.opened",
    "closed": "case.closed",
    "reopened": "work.reopened",
    "assigned": "work.assigned",
}
INCIDENT = {"opened": "incident.opened", "closed": "incident.resolved"}
#: The label that makes an issue an incident.
URGENT = "incident"


def issues(forge: Forge, payload: Payload) -> list[WorkEvent]:
    """An issue was opened, closed, opened again, assigned or blocked; some are incidents."""
    issue, action = payload.part("issue"), payload.text("action")
    labels = names(issue, "labels")
    kind = _kind(payload, urgent=URGENT in {label.lower() for label in labels})
    if not kind:
        raise Unusable(f"issues {action} does not move the piece of work")
    moments = {"opened": "created_at", "closed": "closed_at"}
    return [
        forge.event(
            payload,
            type=kind,
            id=f"issue:{issue.text('id')}:{action}:{issue.text('updated_at')}",
            at=issue.time(moments.get(action, "updated_at")),
            subject=numbered(payload, issue.text("number")),
            by_handle=forge.known_as(payload.part("sender")),
            to_handle=assignee(forge, payload, issue),
            title=issue.text("title"),
            text=issue.text("body"),
            labels=labels,
            url=issue.text("html_url"),
        )
    ]


def release(forge: Forge, payload: Payload) -> list[WorkEvent]:
    """A release was published."""
    made = payload.part("release")
    if payload.text("action") != "published":
        raise Unusable("only a release that was published counts")
    name = payload.text("repository", "name")
    return [
        forge.event(
            payload,
            type="milestone.reached",
            id=f"release:{made.text('id')}",
            at=made.time("published_at"),
            subject=f"{name} release {made.text('tag_name')}",
            by_handle=forge.known_as(made.part("author")),
            title=made.text("name") or f"{name} {made.text('tag_name')}",
            text=made.text("body"),
            labels=("release",),
            url=made.text("html_url"),
        )
    ]


def _kind(payload: Payload, *, urgent: bool) -> str:
    """Return our type for what happened to an issue, "" for nothing of ours."""
    action = payload.text("action")
    if URGENT in added(payload):
        return "incident.opened"
    kind = ISSUE.get(action, "")
    return (INCIDENT.get(action, kind) if urgent else kind) or blocking(payload)
