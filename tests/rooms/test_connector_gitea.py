"""Gitea and Forgejo deliver: alike to GitHub where they are, and in their own words elsewhere."""

import json
from typing import Any
from uuid import UUID

import pytest

from journeywork.connectors.gitea.events import ASIDE, READERS, translate
from journeywork.connectors.payload import Payload, Unusable
from journeywork.work import actions, queries
from tests.fakes.knocking import knock
from tests.rooms.signing import Line, hex_of

REPOSITORY = {
    "name": "billing",
    "full_name": "fairwater/billing",
    "html_url": "https://git.fairwater.example/fairwater/billing",
    "default_branch": "main",
}
ANA = {"id": 2, "login": "ana", "username": "ana"}
BEN = {"id": 3, "login": "ben", "username": "ben"}
MACHINE = {"id": -2, "login": "forgejo-actions"}
NOON = "2026-03-10T12:00:00+01:00"


@pytest.fixture
def db(transactional_db: None) -> None:
    """Committed, because the fast path has connections of its own."""


def pull_request(action: str, sender: Any = ANA, more: Any = (), **change: Any) -> dict[str, Any]:
    pull = {
        "id": 31,
        "number": 12,
        "user": ANA,
        "title": "Charge the fee once",
        "body": "The retry charged it twice.",
        "labels": [{"id": 1, "name": "billing"}],
        "html_url": "https://git.fairwater.example/fairwater/billing/pulls/12",
        "created_at": "2026-03-09T09:00:00Z",
        "updated_at": "2026-03-09T09:30:00Z",
        "merged": False,
    }
    told = {"action": action, "number": 12, "repository": REPOSITORY, "sender": sender}
    return told | {"pull_request": pull | change} | dict(more)


def review(kind: str, content: str, sender: Any = BEN) -> dict[str, Any]:
    given = {"review": {"type": f"pull_request_review_{kind}", "content": content}}
    return pull_request("reviewed", sender, given)


def told(name: str, payload: Any) -> list[Any]:
    return translate(name, Payload(payload))


@pytest.fixture
def line(org: UUID, at: Any) -> Line:
    source = actions.follow(kind="gitea", key="fairwater/billing", at=at)
    return Line("gitea", org, source)


def test_either_s_signature_is_one_and_forgejo_s_own_counts_first(line: Line) -> None:
    body = json.dumps(pull_request("opened")).encode()
    good, bad = hex_of(line.secret, body), hex_of("guessed", body)
    pairs = {
        (good, good): 202,
        (bad, good): 401,
        (good, bad): 202,
        (bad, bad): 401,
        ("", good): 401,
    }
    for (forgejo, gitea), status in pairs.items():
        proofs = {"X-Forgejo-Signature": forgejo, "X-Gitea-Signature": gitea}
        named = {"X-Gitea-Event": "pull_request", "X-Gitea-Delivery": "d-1"}
        answer = knock(line.path, body, headers=proofs | named)
        assert answer.status_code == status, (forgejo == good, gitea == good)
    assert [event.type for event in queries.all_events()] == ["change.proposed"]


def test_github_s_header_is_no_proof_here(line: Line) -> None:
    body = json.dumps(pull_request("opened")).encode()
    signature = {"X-Hub-Signature-256": f"sha256={hex_of(line.secret, body)}"}
    assert knock(line.path, body, headers=signature).status_code == 401


def test_a_change_is_told_from_proposal_to_merge() -> None:
    merged = {"merged": True, "merged_by": BEN, "merged_at": NOON, "closed_at": NOON}
    events = [
        *told("pull_request", pull_request("opened")),
        *told("pull_request_rejected", review("rejected", "Twice?")),
        *told("pull_request", pull_request("synchronized")),
        *told("pull_request_approved", review("approved", "Good.")),
        *told("pull_request", pull_request("closed", BEN, **merged)),
    ]
    assert [(event.type, event.by_handle, event.labels[0]) for event in events] == [
        ("change.proposed", "gitea:ana", "billing"),
        ("change.reviewed", "gitea:ben", "changes_requested"),
        ("change.reworked", "gitea:ana", "billing"),
        ("change.reviewed", "gitea:ben", "approved"),
        ("change.merged", "gitea:ana", "billing"),
    ]
    assert {event.subject for event in events} == {"billing#12"}
    assert len({event.id for event in events}) == 5
    assert [handle for handle, _ in events[-1].helper_handles] == ["gitea:ben"]
    assert {event.source for event in events} == {REPOSITORY["html_url"]}


def test_given_to_somebody_and_given_up() -> None:
    [given] = told("pull_request", pull_request("assigned", BEN, assignee=ANA))
    [over] = told("pull_request", pull_request("closed", ANA, closed_at=NOON))
    assert (given.type, given.by_handle, given.to_handle) == (
        "work.assigned",
        "gitea:ben",
        "gitea:ana",
    )
    assert (over.type, over.by_handle) == ("work.finished", "gitea:ana")


def test_the_label_blocked_blocks_and_lifts() -> None:
    on = {"changes": {"added_labels": [{"name": "Blocked"}], "removed_labels": []}}
    off = {"changes": {"added_labels": [], "removed_labels": [{"name": "blocked"}]}}
    events = [
        *told("pull_request", pull_request("label_updated", ANA, on)),
        *told("pull_request", pull_request("label_updated", ANA, off)),
    ]
    assert [event.type for event in events] == ["work.blocked", "work.started"]
    with pytest.raises(Unusable, match="label_updated does not move"):
        told("pull_request", pull_request("label_updated"))


def test_what_one_says_oneself_and_what_a_program_says_is_no_review() -> None:
    for sender in (ANA, MACHINE):
        with pytest.raises(Unusable, match="not a review"):
            told("pull_request_comment", review("comment", "See below.", sender))


def comment(by: Any, **more: Any) -> dict[str, Any]:
    issue = {"id": 8, "number": 12, "title": "Charge the fee once", "user": ANA}
    said = {"id": 77, "user": by, "body": "Why twice?", "created_at": NOON}
    told = {"action": "created", "repository": REPOSITORY, "sender": by}
    return told | {"issue": issue, "comment": said} | more


def test_a_comment_on_somebody_s_change_is_a_review_and_one_on_an_issue_is_not() -> None:
    [found] = told("issue_comment", comment(BEN, is_pull=True))
    assert (found.type, found.subject, found.text, found.labels) == (
        "change.reviewed",
        "billing#12",
        "Why twice?",
        ("comment",),
    )
    with pytest.raises(Unusable, match="a comment on an issue"):
        told("issue_comment", comment(BEN, is_pull=False))


def test_a_push_tells_files_merges_and_what_was_taken_back() -> None:
    def commit(sha: str, message: str) -> dict[str, Any]:
        author = {"name": "Ana", "email": "ana@fairwater.example", "username": "ana"}
        files = {"added": [], "modified": ["fees.py"], "removed": []}
        return {"id": sha * 20, "message": message, "timestamp": NOON, "author": author} | files

    commits = [
        commit("ab", "Merge pull request 'Charge the fee once' (#12) from fee into main\n\nWhy."),
        commit("cd", "Round down (#13)"),
        commit("ef", "Fix a typing error"),
        commit("12", f"revert {'ab' * 20}"),
    ]
    payload = {"ref": "refs/heads/main", "repository": REPOSITORY, "commits": commits}
    assert [(event.type, event.subject, event.part_of) for event in told("push", payload)] == [
        ("change.committed", "billing#12", ("billing@abababababab",)),
        ("change.committed", "billing#13", ("billing@cdcdcdcdcdcd",)),
        ("change.merged", "billing@efefefefefef", ()),
        ("change.merged", "billing@121212121212", ()),
        ("change.reverted", "billing@abababababab", ()),
    ]


def test_workflows_of_gitea_tell_of_the_pull_request_or_the_push() -> None:
    run = {
        "id": 5,
        "run_attempt": 1,
        "conclusion": "failure",
        "head_sha": "ab" * 20,
        "head_branch": "main",
        "event": "push",
        "trigger_actor": ANA,
        "completed_at": NOON,
        "html_url": "https://git.fairwater.example/fairwater/billing/actions/runs/5",
    }
    whole = {
        "action": "completed",
        "workflow": {"name": "tests"},
        "workflow_run": run,
        "repository": REPOSITORY,
    }
    [pushed] = told("workflow_run", whole)
    [proposed] = told("workflow_run", whole | {"pull_request": {"number": 12}})
    assert (pushed.type, pushed.subject, pushed.check) == (
        "check.failed",
        "billing@abababababab",
        "tests",
    )
    assert (proposed.type, proposed.subject) == ("check.failed", "billing#12")
    unfinished = whole | {"workflow_run": run | {"completed_at": "0001-01-01T00:00:00Z"}}
    with pytest.raises(Unusable, match="completed_at is not a time"):
        told("workflow_run", unfinished)
    nightly = whole | {"workflow_run": run | {"event": "schedule"}}
    with pytest.raises(Unusable, match="belongs to no pull request"):
        told("workflow_run", nightly)


@pytest.mark.parametrize(
    ("name", "status", "ref", "event", "expected"),
    [
        ("action_run_failure", "failure", "#12", "pull_request", ("check.failed", "billing#12")),
        ("action_run_success", "success", "main", "push", ("check.passed", "billing@abababababab")),
        ("action_run_recover", "success", "#12", "pull_request", ("check.passed", "billing#12")),
        ("action_run_success", "success", "main", "schedule", None),
        ("action_run_success", "success", "feature", "push", None),
    ],
)
def test_runs_of_forgejo_hold_their_repository_in_themselves(
    name: str, status: str, ref: str, event: str, expected: tuple[str, str] | None
) -> None:
    run = {
        "id": 6,
        "repository": REPOSITORY,
        "workflow_id": "tests.yml",
        "trigger_user": ANA,
        "prettyref": ref,
        "commit_sha": "ab" * 20,
        "event": event,
        "status": status,
        "stopped": NOON,
    }
    payload = {"action": status, "run": run, "prior_status": "running"}
    if expected is None:
        with pytest.raises(Unusable, match="belongs to no pull request"):
            told(name, payload)
        return
    [found] = told(name, payload)
    assert (found.type, found.subject) == expected
    assert (found.check, found.by_handle) == ("tests.yml", "gitea:ana")


@pytest.mark.parametrize(
    ("name", "part", "expected"),
    [
        (
            "issues",
            {"action": "opened", "issue": {"id": 1, "number": 3, "created_at": NOON}},
            ("case.opened", "billing#3"),
        ),
        (
            "issues",
            {
                "action": "closed",
                "issue": {
                    "id": 1,
                    "number": 3,
                    "closed_at": NOON,
                    "labels": [{"name": "Incident"}],
                },
            },
            ("incident.resolved", "billing#3"),
        ),
        (
            "issues",
            {
                "action": "label_updated",
                "changes": {"added_labels": [{"name": "incident"}]},
                "issue": {"id": 1, "number": 3, "updated_at": NOON},
            },
            ("incident.opened", "billing#3"),
        ),
        (
            "release",
            {
                "action": "published",
                "release": {"id": 4, "tag_name": "v4", "published_at": NOON, "author": ANA},
            },
            ("milestone.reached", "billing release v4"),
        ),
    ],
)
def test_other_deliveries_in_our_words(
    name: str, part: dict[str, Any], expected: tuple[str, str]
) -> None:
    [event] = told(name, part | {"repository": REPOSITORY, "sender": ANA})
    assert (event.type, event.subject) == expected


def test_what_is_near_to_work_has_a_reason_and_the_rest_is_not_about_work() -> None:
    for name, reason in (*ASIDE.items(), ("fork", "fork is not about a piece of work")):
        with pytest.raises(Unusable, match=reason):
            told(name, {"repository": REPOSITORY})


def test_a_payload_of_any_other_shape_is_no_error() -> None:
    shapes = ([], 7, None, {"repository": []}, {"run": 3}, {"repository": REPOSITORY, "action": 1})
    for name in (*READERS, "action_run_success"):
        for shape in shapes:
            with pytest.raises(Unusable):
                told(name, shape)
