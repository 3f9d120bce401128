"""GitHub's deliveries in our words. Pure: the same payload gives the same events, ids included."""

from collections.abc import Iterable, Mapping
from typing import Any

from journeywork.connectors.forge import Forge, Reader, read
from journeywork.connectors.forge_changes import comment, pull_request, workflow_run
from journeywork.connectors.forge_matters import issues, release
from journeywork.connectors.forge_pushes import push
from journeywork.connectors.github.changes import check_run, review, status
from journeywork.connectors.github.matters import deployment_status, discussion, milestone
from journeywork.connectors.payload import Payload
from journeywork.connectors.webhook import Delivery
from journeywork.engine.work import WorkEvent

GITHUB = Forge(
    kind="github",
    home="https://github.com",
    is_robot=lambda user: user.text("type") == "Bot",
)

READERS: Mapping[str, Reader] = {
    "pull_request": pull_request,
    "pull_request_review": review,
    "issue_comment": comment,
    "push": push,
    "check_run": check_run,
    "workflow_run": workflow_run,
    "status": status,
    "issues": issues,
    "deployment_status": deployment_status,
    "release": release,
    "milestone": milestone,
    "discussion": discussion,
}

#: Types that are near to work, and why nothing is made of them.
ASIDE: Mapping[str, str] = {
    "ping": "a ping: the connection works",
    "check_suite": "its check runs tell how it ended",
    "workflow_job": "its check run tells how it ended",
    "pull_request_review_comment": "the review that it is part of tells of it",
    "pull_request_review_thread": "a conversation within a review does not move the change",
    "discussion_comment": "an answer is told when it is chosen",
    "commit_comment": "it does not say whose commit it is about",
    "deployment": "its deployment status tells how it ended",
    "deployment_review": "its deployment status tells how it ended",
    "page_build": "the deployment status of its pages tells how it ended",
    "merge_group": "the pull request tells when it was merged",
    "package": "its release tells of it",
    "code_scanning_alert": "an alert is work when somebody opens an issue for it",
    "dependabot_alert": "an alert is work when somebody opens an issue for it",
    "secret_scanning_alert": "an alert is work when somebody opens an issue for it",
    "repository_vulnerability_alert": "an alert is work when somebody opens an issue for it",
    "project_card": "the issue or pull request on the card tells what happens to it",
    "projects_v2_item": "the issue or pull request on the card tells what happens to it",
}


def events(sent: Delivery, content: Any) -> Iterable[WorkEvent]:
    """Return the work events of a delivery; raises Unusable with the reason."""
    return translate(sent.headers.get("X-GitHub-Event", ""), Payload(content))


def translate(name: str, payload: Payload) -> list[WorkEvent]:
    """Return the work events in a payload of the type `name`; raises Unusable."""
    return read(GITHUB, name, payload, readers=READERS, aside=ASIDE)
