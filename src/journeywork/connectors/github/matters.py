"""Discussions, deployments and milestones."""

from journeywork.connectors.forge import Forge, committed
from journeywork.connectors.payload import Payload, Unusable
from journeywork.engine.work import WorkEvent

DEPLOYED = {"success": "service.deployed", "failure": "check.failed", "error": "check.failed"}
DISCUSSED = {
    "created": "question.asked",
    "answered": "question.answered",
    "unanswered": "work.reopened",
    "closed": "work.finished",
    "reopened": "work.reopened",
}


def discussion(forge: Forge, payload: Payload) -> list[WorkEvent]:
    """A question was asked in the discussions, an answer was chosen, or it was closed."""
    topic, action = payload.part("discussion"), payload.text("action")
    if action not in DISCUSSED:
        raise Unusable(f"discussion {action} neither asks nor answers")
    if topic.denies("category", "is_answerable"):
        raise Unusable("a discussion of a category without answers is no question")
    answered = action == "answered"
    said = payload.part("answer") if answered else topic
    own = action in ("created", "answered")
    name = payload.text("repository", "name")
    return [
        forge.event(
            payload,
            type=DISCUSSED[action],
            id=f"discussion:{topic.text('id')}:{action}:{said.text('id' if own else 'updated_at')}",
            at=said.time("created_at" if own else "updated_at"),
            subject=f"{name} discussion {topic.text('number')}",
            by_handle=forge.known_as(said.part("user") if own else payload.part("sender")),
            to_handle=forge.known_as(topic.part("user")) if answered else "",
            title=topic.text("title"),
            text=said.text("body"),
            url=said.text("html_url"),
        )
    ]


def deployment_status(forge: Forge, payload: Payload) -> list[WorkEvent]:
    """Something was brought into use, or that failed."""
    status, deployed = payload.part("deployment_status"), payload.part("deployment")
    kind = DEPLOYED.get(status.text("state"))
    if kind is None:
        raise Unusable("the deployment has not ended yet")
    name, target = payload.text("repository", "name"), deployed.text("environment")
    return [
        forge.event(
            payload,
            type=kind,
            id=f"deployment:{deployed.text('id')}:{status.text('id')}",
            at=status.time("created_at"),
            subject=committed(payload, deployed.text("sha")),
            by_handle=forge.known_as(deployed.part("creator")),
            title=f"{name} to {target}",
            check=f"deploy to {target}" if kind == "check.failed" else "",
            text=status.text("description"),
            labels=(target,) if target else (),
            url=status.text("target_url"),
        )
    ]


def milestone(forge: Forge, payload: Payload) -> list[WorkEvent]:
    """A milestone was closed."""
    reached = payload.part("milestone")
    if payload.text("action") != "closed":
        raise Unusable("only a milestone that was closed was reached")
    name = payload.text("repository", "name")
    return [
        forge.event(
            payload,
            type="milestone.reached",
            id=f"milestone:{reached.text('id')}:{reached.text('closed_at')}",
            at=reached.time("closed_at"),
            subject=f"{name} milestone {reached.text('number')}",
            by_handle=forge.known_as(payload.part("sender")),
            title=reached.text("title"),
            text=reached.text("description"),
            url=reached.text("html_url"),
        )
    ]
