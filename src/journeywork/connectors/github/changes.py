"""Pull requests, reviews, commits and checks."""

import re2

from journeywork.connectors.github.naming import event, known_as, names, numbered
from journeywork.connectors.payload import Payload, Unusable
from journeywork.engine.work import HelpKind, WorkEvent

_NUMBER = re2.compile(r"^Merge pull request #(\d{1,9})|\(#(\d{1,9})\)$")

PROPOSED = {"opened": "change.proposed", "ready_for_review": "change.proposed"}
MOVED = {"reopened": "work.reopened", "synchronize": "change.reworked", "assigned": "work.assigned"}
OUTCOME = {"success": "check.passed", "failure": "check.failed", "timed_out": "check.failed"}


def pull_request(payload: Payload) -> list[WorkEvent]:
    """A pull request was opened, pushed to, assigned, closed or merged."""
    change, action = payload.part("pull_request"), payload.text("action")
    if action == "closed":
        return [_closed(payload, change)]
    kind = (PROPOSED | MOVED).get(action)
    if kind is None:
        raise Unusable(f"pull_request {action} does not move the piece of work")
    by = change.part("user") if action in PROPOSED else payload.part("sender")
    return [
        event(
            payload,
            type=kind,
            at=change.time("created_at" if action == "opened" else "updated_at"),
            by_handle=known_as(by),
            to_handle=known_as(payload.part("assignee")) if action == "assigned" else "",
            **_about(payload, change, f"{action}:{change.text('updated_at')}"),
        )
    ]


def review(payload: Payload) -> list[WorkEvent]:
    """Somebody reviewed a pull request."""
    if payload.text("action") != "submitted":
        raise Unusable("only a review that was submitted counts")
    change, given = payload.part("pull_request"), payload.part("review")
    about = _about(payload, change, f"review:{given.text('id')}")
    about |= {"text": given.text("body"), "labels": (given.text("state").lower(),)}
    return [
        event(
            payload,
            type="change.reviewed",
            at=given.time("submitted_at"),
            by_handle=known_as(given.part("user")),
            to_handle=known_as(change.part("user")),
            **about,
        )
    ]


def push(payload: Payload) -> list[WorkEvent]:
    """Commits reached the main branch: what they touched, and direct changes."""
    main = payload.text("repository", "default_branch")
    if payload.text("ref") != f"refs/heads/{main}":
        raise Unusable("only the main branch shows what became part of the whole")
    found = [_commit(payload, each) for each in payload.parts("commits") if each.text("id")]
    if not found:
        raise Unusable("the push brought no commits")
    return found


def check_run(payload: Payload) -> list[WorkEvent]:
    """A check of a pull request ended."""
    return _checked(payload, payload.part("check_run"), payload.part("sender"))


def workflow_run(payload: Payload) -> list[WorkEvent]:
    """A workflow for a pull request ended."""
    run = payload.part("workflow_run")
    return _checked(payload, run, run.part("triggering_actor") or run.part("actor"))


def _closed(payload: Payload, change: Payload) -> WorkEvent:
    merged = change.flag("merged")
    author, merger = known_as(change.part("user")), known_as(change.part("merged_by"))
    helped = ((merger, HelpKind.REVIEWED),) if merger and merger != author else ()
    return event(
        payload,
        type="change.merged" if merged else "work.finished",
        at=change.time("merged_at" if merged else "closed_at"),
        by_handle=author if merged else known_as(payload.part("sender")),
        helper_handles=helped if merged else (),
        **_about(payload, change, "closed:" + change.text("closed_at")),
    )


def _about(payload: Payload, change: Payload, what: str) -> dict[str, object]:
    return {
        "id": f"pull_request:{change.text('id')}:{what}",
        "subject": numbered(payload, change.text("number")),
        "title": change.text("title"),
        "text": change.text("body"),
        "labels": names(change, "labels"),
        "url": change.text("html_url"),
    }


def _commit(payload: Payload, commit: Payload) -> WorkEvent:
    sha, message = commit.text("id"), commit.text("message")
    title, _, text = message.partition("\n")
    number = _number(title)
    # A pull request's merge is told by its own delivery; its commit adds the files touched.
    kind = "change.committed" if number else "change.merged"
    if title.startswith('Revert "'):
        kind = "change.reverted"
    name = payload.text("repository", "name")
    return event(
        payload,
        type=kind,
        id=f"commit:{sha}",
        at=commit.time("timestamp"),
        subject=numbered(payload, number) if number else f"{name}@{sha[:12]}",
        by_handle=_author(commit),
        title=title,
        text=text.strip(),
        paths=tuple(p for each in ("added", "modified", "removed") for p in commit.texts(each)),
        url=commit.text("url"),
    )


def _author(commit: Payload) -> str:
    login = commit.text("author", "username")
    return f"github:{login}" if login else commit.text("author", "email")


def _number(title: str) -> str:
    found = _NUMBER.search(title)
    return (found[1] or found[2]) if found else ""


def _checked(payload: Payload, run: Payload, by: Payload) -> list[WorkEvent]:
    kind = OUTCOME.get(run.text("conclusion"))
    numbers = [n for each in run.parts("pull_requests") if (n := each.text("number"))]
    if kind is None or payload.text("action") != "completed":
        raise Unusable("only a check that passed or failed counts")
    if not numbers:
        raise Unusable("the check belongs to no pull request")
    return [
        event(
            payload,
            type=kind,
            id=f"check:{run.text('id')}:{run.text('run_attempt') or 1}:{number}",
            at=run.time("completed_at" if run.text("completed_at") else "updated_at"),
            subject=numbered(payload, number),
            by_handle=known_as(by),
            check=run.text("name"),
            text=run.text("output", "summary"),
            url=run.text("html_url"),
        )
        for number in numbers
    ]
