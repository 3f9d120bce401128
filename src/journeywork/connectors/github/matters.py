"""Issues, discussions, deployments, releases and milestones."""

from journeywork.connectors.github.naming import event, known_as, names, numbered
from journeywork.connectors.payload import Payload, Unusable
from journeywork.engine.work import WorkEvent

ISSUE = {
    "opened": "case.opened",
    "closed": "case.closed",
    "reopened": "work.reopened",
    "assigned": "work.assigned",
}
INCIDENT = {"opened": "incident.opened", "closed": "incident.resolved"}
DEPLOYED = {"success": "service.deployed", "failure": "check.failed", "error": "check.failed"}
DISCUSSED = {"created": "question.asked", "answered": "question.answered"}


def issues(payload: Payload) -> list[WorkEvent]:
    """An issue was opened, closed, opened again or assigned; one labelled incident is one."""
    issue, action = payload.part("issue"), payload.text("action")
    if action not in ISSUE:
        raise Unusable(f"issues {action} does not move the piece of work")
    labels = names(issue, "labels")
    incident = "incident" in {label.lower() for label in labels}
    kind = INCIDENT.get(action, ISSUE[action]) if incident else ISSUE[action]
    moments = {"opened": "created_at", "closed": "closed_at"}
    return [
        event(
            payload,
            type=kind,
            id=f"issue:{issue.text('id')}:{action}:{issue.text('updated_at')}",
            at=issue.time(moments.get(action, "updated_at")),
            subject=numbered(payload, issue.text("number")),
            by_handle=known_as(payload.part("sender")),
            to_handle=known_as(payload.part("assignee")) if action == "assigned" else "",
            title=issue.text("title"),
            text=issue.text("body"),
            labels=labels,
            url=issue.text("html_url"),
        )
    ]


def discussion(payload: Payload) -> list[WorkEvent]:
    """A question was asked in the discussions, or an answer was accepted."""
    topic, action = payload.part("discussion"), payload.text("action")
    if action not in DISCUSSED:
        raise Unusable(f"discussion {action} neither asks nor answers")
    answer = payload.part("answer")
    said = answer if action == "answered" else topic
    return [
        event(
            payload,
            type=DISCUSSED[action],
            id=f"discussion:{topic.text('id')}:{action}:{said.text('id')}",
            at=said.time("created_at"),
            subject=f"{payload.text('repository', 'name')} discussion {topic.text('number')}",
            by_handle=known_as(said.part("user")),
            to_handle=known_as(topic.part("user")) if action == "answered" else "",
            title=topic.text("title"),
            text=said.text("body"),
            url=said.text("html_url"),
        )
    ]


def deployment_status(payload: Payload) -> list[WorkEvent]:
    """Something was brought into use, or that failed."""
    status, deployed = payload.part("deployment_status"), payload.part("deployment")
    kind = DEPLOYED.get(status.text("state"))
    if kind is None:
        raise Unusable("the deployment has not ended yet")
    name, target = payload.text("repository", "name"), deployed.text("environment")
    return [
        event(
            payload,
            type=kind,
            id=f"deployment:{deployed.text('id')}:{status.text('id')}",
            at=status.time("created_at"),
            subject=f"{name}@{deployed.text('sha')[:12]}",
            by_handle=known_as(deployed.part("creator")),
            title=f"{name} to {target}",
            check=f"deploy to {target}" if kind == "check.failed" else "",
            text=status.text("description"),
            labels=(target,) if target else (),
            url=status.text("target_url"),
        )
    ]


def release(payload: Payload) -> list[WorkEvent]:
    """A release was published."""
    made = payload.part("release")
    if payload.text("action") != "published":
        raise Unusable("only a release that was published counts")
    name = payload.text("repository", "name")
    return [
        event(
            payload,
            type="milestone.reached",
            id=f"release:{made.text('id')}",
            at=made.time("published_at"),
            subject=f"{name} release {made.text('tag_name')}",
            by_handle=known_as(made.part("author")),
            title=made.text("name") or f"{name} {made.text('tag_name')}",
            text=made.text("body"),
            labels=("release",),
            url=made.text("html_url"),
        )
    ]


def milestone(payload: Payload) -> list[WorkEvent]:
    """A milestone was closed."""
    reached = payload.part("milestone")
    if payload.text("action") != "closed":
        raise Unusable("only a milestone that was closed was reached")
    name = payload.text("repository", "name")
    return [
        event(
            payload,
            type="milestone.reached",
            id=f"milestone:{reached.text('id')}:{reached.text('closed_at')}",
            at=reached.time("closed_at"),
            subject=f"{name} milestone {reached.text('number')}",
            by_handle=known_as(payload.part("sender")),
            title=reached.text("title"),
            text=reached.text("description"),
            url=reached.text("html_url"),
        )
    ]
