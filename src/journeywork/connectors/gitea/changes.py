"""Reviews, and what Forgejo's Actions found out."""

from journeywork.connectors.forge import Forge, committed, main_branch, numbered
from journeywork.connectors.forge_changes import OUTCOME, about, reviewed
from journeywork.connectors.payload import Payload, Unusable
from journeywork.engine.work import WorkEvent

#: The type of a review -> the label it gets, in the words that GitHub has for them.
REVIEWS = {
    "pull_request_review_approved": "approved",
    "pull_request_review_rejected": "changes_requested",
    "pull_request_review_comment": "commented",
}


def review(forge: Forge, payload: Payload) -> list[WorkEvent]:
    """Somebody else reviewed a pull request."""
    change, given, by = payload.part("pull_request"), payload.part("review"), payload.part("sender")
    kind = REVIEWS.get(given.text("type"))
    if kind is None:
        raise Unusable("only a review that was submitted counts")
    # A review has no number of its own here.
    what = f"review:{by.text('login')}:{kind}:{change.text('updated_at')}"
    more = about(payload, change, what) | {"text": given.text("content"), "labels": (kind,)}
    more["at"] = change.time("updated_at")
    return [reviewed(forge, payload, change, by, **more)]


def action_run(forge: Forge, payload: Payload) -> list[WorkEvent]:
    """A run of Forgejo's Actions ended, for a pull request or a push to the main branch."""
    # The repository stands in the run, and nowhere else.
    run = payload.part("run")
    kind, number = OUTCOME.get(run.text("status")), run.text("prettyref").removeprefix("#")
    if kind is None:
        raise Unusable("only a check that passed or failed counts")
    pushed = run.text("event") == "push" and run.text("prettyref") == main_branch(run)
    if not (pushed or number.isdecimal()):
        raise Unusable("the check belongs to no pull request, and to no push to the main branch")
    sha = run.text("commit_sha")
    return [
        forge.event(
            run,
            type=kind,
            id=f"check:{run.text('id')}:{run.text('stopped')}",
            at=run.time("stopped"),
            subject=committed(run, sha) if pushed else numbered(run, number),
            by_handle=forge.known_as(run.part("trigger_user")),
            check=run.text("workflow_id"),
            url=run.text("html_url"),
        )
    ]
