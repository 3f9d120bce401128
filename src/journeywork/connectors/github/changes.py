"""Reviews, checks and commit statuses."""

from journeywork.connectors.forge import Forge, committed, main_branch
from journeywork.connectors.forge_changes import OUTCOME, about, checked, reviewed
from journeywork.connectors.payload import Payload, Unusable
from journeywork.engine.work import WorkEvent


def review(forge: Forge, payload: Payload) -> list[WorkEvent]:
    """Somebody else reviewed a pull request."""
    if payload.text("action") != "submitted":
        raise Unusable("only a review that was submitted counts")
    change, given = payload.part("pull_request"), payload.part("review")
    more = about(payload, change, f"review:{given.text('id')}")
    more |= {"text": given.text("body"), "labels": (given.text("state").lower(),)}
    more["at"] = given.time("submitted_at")
    return [reviewed(forge, payload, change, given.part("user"), **more)]


def check_run(forge: Forge, payload: Payload) -> list[WorkEvent]:
    """A check of a pull request ended."""
    return checked(forge, payload, payload.part("check_run"), payload.part("sender"))


def status(forge: Forge, payload: Payload) -> list[WorkEvent]:
    """A check of a commit on the main branch ended, told by a system of somebody else's."""
    kind = (OUTCOME | {"error": "check.failed"}).get(payload.text("state"))
    if kind is None:
        raise Unusable("only a check that passed or failed counts")
    if main_branch(payload) not in {each.text("name") for each in payload.parts("branches")}:
        raise Unusable("the commit is not on the main branch, and its pull request is not told")
    return [
        forge.event(
            payload,
            type=kind,
            id=f"status:{payload.text('id')}",
            at=payload.time("created_at"),
            subject=committed(payload, payload.text("sha")),
            by_handle=forge.known_as(payload.part("sender")),
            check=payload.text("context"),
            text=payload.text("description"),
            url=payload.text("target_url"),
        )
    ]
