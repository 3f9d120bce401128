"""Deliveries of Gitea and Forgejo in our words. Pure: the same payload gives the same events."""

from collections.abc import Iterable, Mapping
from typing import Any

from journeywork.connectors.forge import Forge, Reader, read
from journeywork.connectors.forge_changes import comment, pull_request, workflow_run
from journeywork.connectors.forge_matters import issues, release
from journeywork.connectors.forge_pushes import push
from journeywork.connectors.gitea.changes import action_run, review
from journeywork.connectors.payload import Payload
from journeywork.connectors.webhook import Delivery
from journeywork.engine.work import WorkEvent

GITEA = Forge(
    kind="gitea",
    home="https://gitea.com",
    # Whoever left, and the accounts of the machinery, have numbers below zero.
    is_robot=lambda user: user.text("id").startswith("-"),
)

READERS: Mapping[str, Reader] = {
    "pull_request": pull_request,
    "pull_request_approved": review,
    "pull_request_rejected": review,
    "pull_request_comment": review,
    "issue_comment": comment,
    "push": push,
    "workflow_run": workflow_run,
    "issues": issues,
    "release": release,
}
#: Forgejo's own; their repository stands in `run`.
RUNS = ("action_run_success", "action_run_failure", "action_run_recover")

#: Types that are near to work, and why nothing is made of them.
ASIDE: Mapping[str, str] = {
    "status": "it does not say whose commit it is about",
    "workflow_job": "its workflow run tells how it ended",
    "package": "its release tells of it",
}


def events(sent: Delivery, content: Any) -> Iterable[WorkEvent]:
    """Return the work events of a delivery; raises Unusable with the reason."""
    return translate(sent.headers.get("X-Gitea-Event", ""), Payload(content))


def translate(name: str, payload: Payload) -> list[WorkEvent]:
    """Return the work events in a payload of the type `name`; raises Unusable."""
    if name in RUNS:
        return action_run(GITEA, payload)
    return read(GITEA, name, payload, readers=READERS, aside=ASIDE)
