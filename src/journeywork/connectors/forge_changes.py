"""Pull requests, their reviews and checks, as GitHub and its kin tell of them."""

from typing import Any

from journeywork.connectors.forge import (
    Forge,
    added,
    committed,
    main_branch,
    names,
    numbered,
    removed,
)
from journeywork.connectors.payload import Payload, Unusable
from journeywork.engine.work import HelpKind, WorkEvent

PROPOSED = {"opened": "change.proposed", "ready_for_review": "change.proposed"}
MOVED = {
    "reopened": "work.reopened",
    "synchronize": "change.reworked",
    "synchronized": "change.reworked",
    "assigned": "work.assigned",
}
OUTCOME = {"success": "check.passed", "failure": "check.failed", "timed_out": "check.failed"}
#: The label that says that a piece of work cannot go on.
BLOCKED = "blocked"


def pull_request(forge: Forge, payload: Payload) -> list[WorkEvent]:
    """A pull request was opened, pushed to, assigned, blocked, closed or merged."""
    change, action = payload.part("pull_request"), payload.text("action")
    if action == "closed":
        return [_closed(forge, payload, change)]
    kind = (PROPOSED | MOVED).get(action) or blocking(payload)
    if not kind:
        raise Unusable(f"pull_request {action} does not move the piece of work")
    by = change.part("user") if action in PROPOSED else payload.part("sender")
    return [
        forge.event(
            payload,
            type=kind,
            at=change.time("created_at" if action == "opened" else "updated_at"),
            by_handle=forge.known_as(by),
            to_handle=assignee(forge, payload, change),
            **about(payload, change, f"{action}:{change.text('updated_at')}"),
        )
    ]


def comment(forge: Forge, payload: Payload) -> list[WorkEvent]:
    """Somebody else commented on a pull request: a review."""
    change, said = payload.part("issue"), payload.part("comment")
    if payload.text("action") != "created":
        raise Unusable("only a comment that was made counts")
    if not (change.part("pull_request") or payload.flag("is_pull")):
        raise Unusable("a comment on an issue does not move the piece of work")
    more = about(payload, change, f"comment:{said.text('id')}")
    more |= {"text": said.text("body"), "labels": ("comment",), "url": said.text("html_url")}
    more["at"] = said.time("created_at")
    return [reviewed(forge, payload, change, said.part("user"), **more)]


def checked(forge: Forge, payload: Payload, run: Payload, by: Payload) -> list[WorkEvent]:
    """A check of pull requests ended, or one that a push to the main branch set off."""
    kind = OUTCOME.get(run.text("conclusion"))
    if kind is None or payload.text("action") != "completed":
        raise Unusable("only a check that passed or failed counts")
    return [
        forge.event(
            payload,
            type=kind,
            id=f"check:{run.text('id')}:{run.text('run_attempt') or 1}:{which}",
            at=run.time("completed_at" if run.text("completed_at") else "updated_at"),
            subject=subject,
            by_handle=forge.known_as(by),
            check=run.text("name") or payload.text("workflow", "name"),
            text=run.text("output", "summary"),
            url=run.text("html_url"),
        )
        for which, subject in _checked(payload, run)
    ]


def workflow_run(forge: Forge, payload: Payload) -> list[WorkEvent]:
    """A workflow ended."""
    run = payload.part("workflow_run")
    by = run.part("triggering_actor") or run.part("trigger_actor") or run.part("actor")
    return checked(forge, payload, run, by)


def reviewed(
    forge: Forge, payload: Payload, change: Payload, by: Payload, **more: Any
) -> WorkEvent:
    """Return the review that `by` gave somebody else's pull request; raises Unusable."""
    reviewer, author = forge.known_as(by), forge.known_as(change.part("user"))
    if not reviewer:
        raise Unusable("what a program says is not a review")
    if reviewer == author:
        raise Unusable("what one says of one's own pull request is not a review")
    more |= {"by_handle": reviewer, "to_handle": author}
    return forge.event(payload, type="change.reviewed", **more)


def blocking(payload: Payload) -> str:
    """Return the type for the label that blocks, put on or taken off; "" for any other."""
    if BLOCKED in added(payload):
        return "work.blocked"
    return "work.started" if BLOCKED in removed(payload) else ""


def assignee(forge: Forge, payload: Payload, thing: Payload) -> str:
    """Return to whom `thing` was given; "" where the delivery is not about that."""
    if payload.text("action") != "assigned":
        return ""
    return forge.known_as(payload.part("assignee") or thing.part("assignee"))


def about(payload: Payload, change: Payload, what: str) -> dict[str, Any]:
    """Return what is told of a pull request whenever `what` happens to it, which makes the id."""
    return {
        "id": f"pull_request:{change.text('id')}:{what}",
        "subject": numbered(payload, change.text("number")),
        "title": change.text("title"),
        "text": change.text("body"),
        "labels": names(change, "labels"),
        "url": change.text("html_url"),
    }


def _closed(forge: Forge, payload: Payload, change: Payload) -> WorkEvent:
    merged = change.flag("merged")
    author, merger = forge.known_as(change.part("user")), forge.known_as(change.part("merged_by"))
    helped = ((merger, HelpKind.REVIEWED),) if merger and merger != author else ()
    return forge.event(
        payload,
        type="change.merged" if merged else "work.finished",
        at=change.time("merged_at" if merged else "closed_at"),
        by_handle=author if merged else forge.known_as(payload.part("sender")),
        helper_handles=helped if merged else (),
        **about(payload, change, "closed:" + change.text("closed_at")),
    )


def _checked(payload: Payload, run: Payload) -> list[tuple[str, str]]:
    """Return what a check belongs to: its part of the event's id, and the subject."""
    changes = [*run.parts("pull_requests"), payload.part("pull_request")]
    numbers = dict.fromkeys(n for each in changes if (n := each.text("number")))
    if numbers:
        return [(number, numbered(payload, number)) for number in numbers]
    pushed = run.text("event") == "push" and run.text("head_branch") == main_branch(payload)
    sha = run.text("head_sha")
    if pushed and sha:
        return [(sha, committed(payload, sha))]
    raise Unusable("the check belongs to no pull request, and to no push to the main branch")
