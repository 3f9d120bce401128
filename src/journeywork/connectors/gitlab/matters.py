"""Issues and incidents, deployments, releases and milestones."""

import re2

from journeywork.connectors.gitlab.naming import committed, event, known_as, project
from journeywork.connectors.payload import Payload, Unusable
from journeywork.engine.work import WorkEvent

ISSUE = {"open": "case.opened", "close": "case.closed", "reopen": "work.reopened"}
INCIDENT = {"open": "incident.opened", "close": "incident.resolved", "reopen": "incident.opened"}
_COMMIT = re2.compile(r"/commit/([0-9a-f]{12,64})")
DEPLOYED = {"success": "service.deployed", "failed": "check.failed"}


def issue(payload: Payload) -> list[WorkEvent]:
    """An issue or incident was opened, closed, opened again or given to somebody."""
    found = payload.part("object_attributes")
    action = found.text("action")
    incident = "incident" in (payload.text("object_kind"), found.text("type").lower())
    kind = (INCIDENT if incident else ISSUE).get(action)
    given = action == "update" and payload.part("changes", "assignees")
    if given:
        kind = "work.assigned"
    if kind is None:
        raise Unusable(f"issue {action} does not move the piece of work")
    people = payload.parts("assignees")
    return [
        event(
            payload,
            type=kind,
            id=f"issue:{found.text('id')}:{action}:{found.text('updated_at')}",
            at=found.time("created_at" if action == "open" else "updated_at"),
            subject=f"{project(payload)}#{found.text('iid')}",
            by_handle=known_as(payload.part("user")),
            to_handle=known_as(people[0]) if given and people else "",
            title=found.text("title"),
            text=found.text("description"),
            labels=tuple(t for each in payload.parts("labels") if (t := each.text("title"))),
            url=found.text("url"),
        )
    ]


def deployment(payload: Payload) -> list[WorkEvent]:
    """Something was brought into use, or that failed."""
    kind = DEPLOYED.get(payload.text("status"))
    if kind is None:
        raise Unusable("the deployment has not ended yet")
    target = payload.text("environment")
    return [
        event(
            payload,
            type=kind,
            id=f"deployment:{payload.text('deployment_id')}:{payload.text('status')}",
            at=payload.time("status_changed_at"),
            subject=committed(payload, _deployed(payload)),
            by_handle=known_as(payload.part("user")),
            title=f"{project(payload)} to {target}",
            check=f"deploy to {target}" if kind == "check.failed" else "",
            text=payload.text("commit_title"),
            labels=(target,) if target else (),
            url=payload.text("deployable_url"),
        )
    ]


def _deployed(payload: Payload) -> str:
    """Return the commit that was deployed; by its short name alone nothing else knows it."""
    whole = _COMMIT.search(payload.text("commit_url"))
    return whole[1] if whole else payload.text("short_sha")


def release(payload: Payload) -> list[WorkEvent]:
    """A release was made."""
    if payload.text("action") != "create":
        raise Unusable("only a release that was made counts")
    return [
        event(
            payload,
            type="milestone.reached",
            id=f"release:{payload.text('id')}",
            at=payload.time("released_at"),
            subject=f"{project(payload)} release {payload.text('tag')}",
            title=payload.text("name") or f"{project(payload)} {payload.text('tag')}",
            text=payload.text("description"),
            labels=("release",),
            url=payload.text("url"),
        )
    ]


def milestone(payload: Payload) -> list[WorkEvent]:
    """A milestone was closed."""
    reached = payload.part("object_attributes")
    if payload.text("action") != "close":
        raise Unusable("only a milestone that was closed was reached")
    return [
        event(
            payload,
            type="milestone.reached",
            id=f"milestone:{reached.text('id')}:{reached.text('updated_at')}",
            at=reached.time("updated_at"),
            subject=f"{project(payload)} milestone {reached.text('iid')}",
            title=reached.text("title"),
            text=reached.text("description"),
        )
    ]
