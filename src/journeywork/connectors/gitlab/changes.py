"""Merge requests, notes, pushes and pipelines."""

from collections.abc import Iterator

import re2

from journeywork.connectors.forge_pushes import reverted_shas
from journeywork.connectors.gitlab.naming import committed, event, known_as, request_key
from journeywork.connectors.payload import Payload, Unusable
from journeywork.engine.work import WorkEvent

_REVERT = 'Revert "'
_REVERTED_REQUEST = re2.compile(r"(?i)\breverts merge request ([\w./-]{0,300})!(\d{1,9})")
_SEE = re2.compile(r"See merge request [^\s!]*!(\d{1,9})")

MOVED = {
    "open": "change.proposed",
    "reopen": "work.reopened",
    "close": "work.finished",
    "merge": "change.merged",
    "approved": "change.reviewed",
    "approval": "change.reviewed",
}
OUTCOME = {"success": "check.passed", "failed": "check.failed"}


def merge_request(payload: Payload) -> list[WorkEvent]:
    """A merge request was opened, pushed to, approved, closed or merged."""
    change = payload.part("object_attributes")
    action = change.text("action")
    kind = MOVED.get(action)
    if action == "update" and change.text("oldrev"):
        kind = "change.reworked"
    if kind is None:
        raise Unusable(f"merge_request {action} does not move the piece of work")
    return [
        event(
            payload,
            type=kind,
            id=f"merge_request:{change.text('id')}:{action}:{change.text('updated_at')}",
            at=change.time("created_at" if action == "open" else "updated_at"),
            subject=request_key(payload, change.text("iid")),
            by_handle=known_as(payload.part("user")),
            title=change.text("title"),
            text=change.text("description"),
            labels=_labels(payload),
            url=change.text("url"),
        )
    ]


def note(payload: Payload) -> list[WorkEvent]:
    """Somebody else commented on a merge request: a review."""
    said, change = payload.part("object_attributes"), payload.part("merge_request")
    if not change:
        raise Unusable("only a comment on a merge request counts")
    if said.text("author_id") == change.text("author_id"):
        raise Unusable("a comment on one's own merge request is not a review")
    return [
        event(
            payload,
            type="change.reviewed",
            id=f"note:{said.text('id')}",
            at=said.time("created_at"),
            subject=request_key(payload, change.text("iid")),
            by_handle=known_as(payload.part("user")),
            title=change.text("title"),
            text=said.text("note"),
            labels=("comment",),
            url=said.text("url"),
        )
    ]


def push(payload: Payload) -> list[WorkEvent]:
    """Commits reached the main branch: what they touched, direct changes, what they took back."""
    main = payload.text("project", "default_branch")
    if payload.text("ref") != f"refs/heads/{main}":
        raise Unusable("only the main branch shows what became part of the whole")
    commits = [each for each in payload.parts("commits") if each.text("id")]
    if not commits:
        raise Unusable("the push brought no commits")
    return [told for commit in commits for told in _told(payload, commit)]


def pipeline(payload: Payload) -> list[WorkEvent]:
    """The pipeline of a merge request ended."""
    run, number = payload.part("object_attributes"), payload.text("merge_request", "iid")
    kind = OUTCOME.get(run.text("status"))
    if kind is None:
        raise Unusable("only a pipeline that passed or failed counts")
    if not number:
        raise Unusable("the pipeline belongs to no merge request")
    failed = [job.text("name") for job in payload.parts("builds") if job.text("status") == "failed"]
    return [
        event(
            payload,
            type=kind,
            id=f"pipeline:{run.text('id')}:{run.text('status')}:{run.text('finished_at')}",
            at=run.time("finished_at"),
            subject=request_key(payload, number),
            by_handle=known_as(payload.part("user")),
            check=", ".join(failed)[:300] or "pipeline",
            url=run.text("url"),
        )
    ]


def _labels(payload: Payload) -> tuple[str, ...]:
    return tuple(name for each in payload.parts("labels") if (name := each.text("title")))


def _told(payload: Payload, commit: Payload) -> Iterator[WorkEvent]:
    sha, message = commit.text("id"), commit.text("message")
    title, _, text = message.partition("\n")
    seen, gone = _SEE.search(message), _taken_back(payload, message)
    # A merge request's merge is told by its own delivery; its commit adds the files touched.
    kind = "change.committed" if seen else "change.merged"
    if title.startswith(_REVERT) and not gone:
        kind = "change.reverted"
    alone = committed(payload, sha)
    more = {
        "at": commit.time("timestamp"),
        "by_handle": commit.text("author", "email"),
        "title": title,
        "url": commit.text("url"),
    }
    yield event(
        payload,
        type=kind,
        id=f"commit:{sha}",
        subject=request_key(payload, seen[1]) if seen else alone,
        # Deployments name the commit: they belong to the same piece of work.
        part_of=(alone,) if seen else (),
        text=text.strip(),
        paths=tuple(p for each in ("added", "modified", "removed") for p in commit.texts(each)),
        **more,
    )
    for subject in gone:
        id = f"commit:{sha}:reverts:{subject}"
        yield event(payload, type="change.reverted", id=id, subject=subject, **more)


def _taken_back(payload: Payload, message: str) -> list[str]:
    """Return the subjects of the changes here that a commit says it reverts."""
    here = ("", payload.text("project", "path_with_namespace"))
    shas = [committed(payload, sha) for sha in reverted_shas(message)]
    told = _REVERTED_REQUEST.findall(message)
    return list(dict.fromkeys(shas + [request_key(payload, n) for path, n in told if path in here]))
