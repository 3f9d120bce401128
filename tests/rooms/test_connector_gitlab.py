"""GitLab delivers: only with the token, each thing once, in our words."""

import json
from typing import Any
from uuid import UUID

import pytest

from journeywork.connectors.gitlab.events import translate
from journeywork.connectors.payload import Payload, Unusable
from journeywork.work import actions, queries
from journeywork.work.secrets import secrets_of
from tests.fakes.knocking import knock

PROJECT = {
    "name": "Billing",
    "path_with_namespace": "fairwater/billing",
    "web_url": "https://gitlab.example/fairwater/billing",
    "default_branch": "main",
}
ANA = {"username": "ana"}
BEN = {"username": "ben"}


@pytest.fixture
def db(transactional_db: None) -> None:
    """Committed, because the fast path has connections of its own."""


def merge_request(action: str, user: dict[str, str] = ANA, **more: Any) -> dict[str, Any]:
    return {
        "object_kind": "merge_request",
        "project": PROJECT,
        "user": user,
        "labels": [{"title": "billing"}],
        "object_attributes": {
            "id": 44,
            "iid": 7,
            "action": action,
            "title": "Charge the fee once",
            "description": "The retry charged it twice.",
            "created_at": "2026-03-09 09:00:00 UTC",
            "updated_at": "2026-03-09 10:00:00 UTC",
        }
        | more,
    }


def deliver(org: UUID, source: UUID, payload: Any, token: str) -> Any:
    return knock(
        f"/ingest/gitlab/{org}/{source}",
        json.dumps(payload).encode(),
        headers={"X-Gitlab-Event": "Merge Request Hook", "X-Gitlab-Token": token},
    )


def test_a_delivery_with_the_token_is_taken_once_and_without_it_never(org: UUID, at: Any) -> None:
    source = actions.follow(kind="gitlab", key="fairwater/billing", at=at)
    token = secrets_of(kind="gitlab", org=org, source=source)[0]
    assert deliver(org, source, merge_request("open"), "guessed").status_code == 401
    assert deliver(org, source, merge_request("open"), token).json() == {"new": 1, "repeated": 0}
    assert deliver(org, source, merge_request("open"), token).json() == {"new": 0, "repeated": 1}
    assert [event.type for event in queries.all_events()] == ["change.proposed"]


def test_a_change_is_told_from_proposal_to_merge() -> None:
    note = {
        "object_kind": "note",
        "project": PROJECT,
        "user": BEN,
        "object_attributes": {
            "id": 3,
            "author_id": 2,
            "note": "Why twice?",
            "created_at": "2026-03-09 11:00:00 UTC",
        },
        "merge_request": {"iid": 7, "author_id": 1, "title": "Charge the fee once"},
    }
    told = [
        merge_request("open"),
        merge_request("update", oldrev="ab12"),
        note,
        merge_request("approved", BEN),
        merge_request("merge", BEN),
    ]
    events = [event for each in told for event in translate(Payload(each))]
    assert [(event.type, event.by_handle, event.subject) for event in events] == [
        ("change.proposed", "gitlab:ana", "billing!7"),
        ("change.reworked", "gitlab:ana", "billing!7"),
        ("change.reviewed", "gitlab:ben", "billing!7"),
        ("change.reviewed", "gitlab:ben", "billing!7"),
        ("change.merged", "gitlab:ben", "billing!7"),
    ]


def test_a_comment_on_ones_own_change_is_no_review() -> None:
    note = {
        "object_kind": "note",
        "project": PROJECT,
        "object_attributes": {"id": 3, "author_id": 1, "created_at": "2026-03-09 11:00:00 UTC"},
        "merge_request": {"iid": 7, "author_id": 1},
    }
    with pytest.raises(Unusable):
        translate(Payload(note))


def test_a_failed_pipeline_names_the_jobs_that_failed() -> None:
    payload = {
        "object_kind": "pipeline",
        "project": PROJECT,
        "user": ANA,
        "merge_request": {"iid": 7},
        "object_attributes": {
            "id": 1,
            "status": "failed",
            "finished_at": "2026-03-09 12:00:00 UTC",
        },
        "builds": [{"name": "lint", "status": "success"}, {"name": "unit", "status": "failed"}],
    }
    [failed] = translate(Payload(payload))
    assert (failed.type, failed.check) == ("check.failed", "unit")


def push(*messages: str) -> dict[str, Any]:
    """Return a push of commits by Ana whose names are 000..., 111... and so on."""
    commits = [
        {
            "id": f"{number}" * 40,
            "message": message,
            "timestamp": f"2026-03-09T12:0{number}:00Z",
            "author": {"email": "ana@fairwater.example"},
            "modified": ["billing/fees.py"],
        }
        for number, message in enumerate(messages)
    ]
    return {
        "object_kind": "push",
        "project": PROJECT,
        "ref": "refs/heads/main",
        "commits": commits,
    }


@pytest.mark.parametrize(
    ("message", "told"),
    [
        (
            f'Revert "Charge the fee once"\n\nThis reverts commit {"cd" * 20}.',
            [
                ("change.merged", "billing@000000000000"),
                ("change.reverted", "billing@cdcdcdcdcdcd"),
            ],
        ),
        (
            (
                "Revert \"Merge branch 'fee' into 'main'\"\n\nThis reverts merge request !7\n\n"
                "See merge request fairwater/billing!9"
            ),
            [("change.committed", "billing!9"), ("change.reverted", "billing!7")],
        ),
        (
            "Take the fee out\n\nThis reverts merge request fairwater/billing!7",
            [("change.merged", "billing@000000000000"), ("change.reverted", "billing!7")],
        ),
        (
            "Take the fee out\n\nThis reverts merge request fairwater/ledger!7",
            [("change.merged", "billing@000000000000")],
        ),
        ('Revert "Something"', [("change.reverted", "billing@000000000000")]),
    ],
)
def test_a_revert_is_told_of_what_it_takes_back(message: str, told: list[tuple[str, str]]) -> None:
    events = translate(Payload(push(message)))
    assert [(event.type, event.subject) for event in events] == told
    assert len({event.id for event in events}) == len(events)


def test_a_deployment_belongs_to_the_merge_request_that_it_deploys(org: UUID, at: Any) -> None:
    deployed = {
        "object_kind": "deployment",
        "status": "success",
        "deployment_id": 4,
        "status_changed_at": "2026-03-09 13:00:00 +0100",
        "short_sha": "00000000",
        "commit_url": f"{PROJECT['web_url']}/-/commit/{'0' * 40}",
        "environment": "production",
        "project": PROJECT,
        "user": BEN,
    }
    told = [push("Merge\n\nSee merge request fairwater/billing!7"), deployed, merge_request("open")]
    for each in told:
        actions.accept(translate(Payload(each)), by=None, at=at)
    while actions.digest(at=at):
        pass
    change = queries.episode_of("billing!7")
    assert change is not None
    assert [event.type for event in queries.time_line(change.uuid)] == [
        "change.proposed",
        "change.committed",
        "service.deployed",
    ]


def test_a_push_tells_who_by_their_address() -> None:
    payload = {
        "object_kind": "push",
        "project": PROJECT,
        "ref": "refs/heads/main",
        "commits": [
            {
                "id": "cd" * 20,
                "message": "Fix\n\nSee merge request fairwater/billing!7",
                "timestamp": "2026-03-09T12:00:00+01:00",
                "author": {"email": "ana@fairwater.example"},
                "modified": ["billing/fees.py"],
            }
        ],
    }
    [commit] = translate(Payload(payload))
    assert (commit.type, commit.subject, commit.by_handle, commit.paths) == (
        "change.committed",
        "billing!7",
        "ana@fairwater.example",
        ("billing/fees.py",),
    )


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        (
            {
                "object_kind": "issue",
                "object_attributes": {
                    "id": 1,
                    "iid": 3,
                    "action": "close",
                    "type": "Incident",
                    "updated_at": "2026-03-09T12:00:00Z",
                },
            },
            ("incident.resolved", "billing#3"),
        ),
        (
            {
                "object_kind": "deployment",
                "status": "success",
                "deployment_id": 4,
                "status_changed_at": "2026-03-09 12:00:00 +0100",
                "short_sha": "abcdef12",
                "commit_url": "https://gitlab.example/fairwater/billing/-/commit/" + "abcdef12" * 5,
                "environment": "production",
            },
            ("service.deployed", "billing@abcdef12abcd"),
        ),
        (
            {
                "object_kind": "release",
                "action": "create",
                "id": 4,
                "tag": "v4",
                "released_at": "2026-03-09 12:00:00 UTC",
            },
            ("milestone.reached", "billing release v4"),
        ),
    ],
)
def test_other_deliveries_in_our_words(payload: Any, expected: tuple[str, str]) -> None:
    [event] = translate(Payload(payload | {"project": PROJECT, "user": ANA}))
    assert (event.type, event.subject) == expected
