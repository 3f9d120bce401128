"""GitHub delivers: only with the secret, each thing once, in our words."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from journeywork.connectors.github.events import translate
from journeywork.connectors.payload import Payload, Unusable
from journeywork.work import actions, queries
from tests.fakes.knocking import knock
from tests.rooms.github import ANA, BEN, REPOSITORY, deliver, pull_request


@pytest.fixture
def db(transactional_db: None) -> None:
    """Committed, because the fast path has connections of its own."""


@pytest.fixture
def source(org: UUID, at: Any) -> UUID:
    return actions.follow(kind="github", key="fairwater/billing", at=at)


def test_a_signed_delivery_is_taken_once(org: UUID, source: UUID) -> None:
    first = deliver(org, source, pull_request("opened"))
    again = deliver(org, source, pull_request("opened"))
    assert (first.status_code, first.json()) == (202, {"new": 1, "repeated": 0})
    assert (again.status_code, again.json()) == (202, {"new": 0, "repeated": 1})


def test_a_forged_a_stripped_and_a_foreign_delivery_are_401(org: UUID, source: UUID) -> None:
    forged = deliver(org, source, pull_request("opened"), secret="guessed")
    stripped = knock(f"/ingest/github/{org}/{source}", b"{}")
    elsewhere = deliver(uuid4(), source, pull_request("opened"))
    assert [forged.status_code, stripped.status_code, elsewhere.status_code] == [401, 401, 401]
    assert list(queries.all_events()) == []


def test_a_body_that_is_not_json_is_400_and_nothing_is_kept(org: UUID, source: UUID) -> None:
    answer = deliver(org, source, b'{"a": NaN}')
    assert answer.status_code == 400
    assert list(queries.all_events()) == []


def test_what_is_not_about_work_is_set_aside_with_its_reason(org: UUID, source: UUID) -> None:
    answer = deliver(org, source, {"repository": REPOSITORY}, name="star")
    assert answer.status_code == 202
    assert answer.json()["set_aside"] == "star is not about a piece of work"


def test_a_payload_of_any_other_shape_is_no_500(org: UUID, source: UUID) -> None:
    for content in ([], 7, "x", {"repository": []}, {"pull_request": 3, "repository": REPOSITORY}):
        assert deliver(org, source, content).status_code == 202


def test_a_change_is_told_from_proposal_to_merge() -> None:
    merged = pull_request(
        "closed",
        merged=True,
        merged_by=BEN,
        merged_at="2026-03-10T08:00:00Z",
        closed_at="2026-03-10T08:00:00Z",
    )
    told = [
        translate("pull_request", Payload(pull_request("opened"))),
        translate("pull_request", Payload(pull_request("synchronize"))),
        translate(
            "pull_request_review",
            Payload(
                pull_request("submitted")
                | {
                    "review": {
                        "id": 5,
                        "user": BEN,
                        "state": "APPROVED",
                        "body": "Good.",
                        "submitted_at": "2026-03-10T07:00:00Z",
                    }
                }
            ),
        ),
        translate("pull_request", Payload(merged)),
    ]
    events = [event for each in told for event in each]
    assert [(event.type, event.by_handle) for event in events] == [
        ("change.proposed", "github:ana"),
        ("change.reworked", "github:ana"),
        ("change.reviewed", "github:ben"),
        ("change.merged", "github:ana"),
    ]
    assert {event.subject for event in events} == {"billing#12"}
    assert [handle for handle, _ in events[-1].helper_handles] == ["github:ben"]


def test_a_push_to_main_tells_the_files_of_a_merge_and_the_direct_changes() -> None:
    def commit(sha: str, message: str) -> dict[str, Any]:
        return {
            "id": sha * 20,
            "message": message,
            "timestamp": "2026-03-10T10:00:00+01:00",
            "author": {"email": "ana@fairwater.example", "username": "ana"},
            "added": ["billing/new.py"],
            "modified": ["billing/fees.py"],
            "removed": [],
        }

    payload = {
        "ref": "refs/heads/main",
        "repository": REPOSITORY,
        "commits": [
            commit("ab", "Charge the fee once (#12)"),
            commit("cd", "Fix a typing error"),
            commit("ef", 'Revert "Charge the fee once"'),
        ],
    }
    found = translate("push", Payload(payload))
    assert [(event.type, event.subject) for event in found] == [
        ("change.committed", "billing#12"),
        ("change.merged", "billing@cdcdcdcdcdcd"),
        ("change.reverted", "billing@efefefefefef"),
    ]
    assert found[0].paths == ("billing/new.py", "billing/fees.py")


def test_a_failed_check_belongs_to_its_change() -> None:
    run = {
        "id": 7,
        "name": "unit tests",
        "conclusion": "failure",
        "completed_at": "2026-03-10T09:00:00Z",
        "pull_requests": [{"number": 12}],
        "output": {"summary": "2 failed"},
    }
    payload = {"action": "completed", "repository": REPOSITORY, "sender": ANA, "check_run": run}
    [failed] = translate("check_run", Payload(payload))
    assert (failed.type, failed.subject, failed.check, failed.text) == (
        "check.failed",
        "billing#12",
        "unit tests",
        "2 failed",
    )


@pytest.mark.parametrize(
    ("name", "part", "expected"),
    [
        (
            "issues",
            {
                "action": "opened",
                "issue": {
                    "id": 1,
                    "number": 3,
                    "title": "Down",
                    "labels": [{"name": "incident"}],
                    "created_at": "2026-03-10T09:00:00Z",
                },
            },
            ("incident.opened", "billing#3"),
        ),
        (
            "issues",
            {
                "action": "closed",
                "issue": {
                    "id": 1,
                    "number": 4,
                    "title": "Ask",
                    "closed_at": "2026-03-10T09:00:00Z",
                },
            },
            ("case.closed", "billing#4"),
        ),
        (
            "deployment_status",
            {
                "deployment": {"id": 8, "sha": "ab" * 20, "environment": "production"},
                "deployment_status": {
                    "id": 9,
                    "state": "success",
                    "created_at": "2026-03-10T09:00:00Z",
                },
            },
            ("service.deployed", "billing@abababababab"),
        ),
        (
            "release",
            {
                "action": "published",
                "release": {"id": 2, "tag_name": "v4", "published_at": "2026-03-10T09:00:00Z"},
            },
            ("milestone.reached", "billing release v4"),
        ),
        (
            "milestone",
            {
                "action": "closed",
                "milestone": {
                    "id": 2,
                    "number": 6,
                    "title": "Spring",
                    "closed_at": "2026-03-10T09:00:00Z",
                },
            },
            ("milestone.reached", "billing milestone 6"),
        ),
        (
            "discussion",
            {
                "action": "answered",
                "discussion": {"id": 5, "number": 9, "title": "How?", "user": ANA},
                "answer": {"id": 6, "created_at": "2026-03-10T09:00:00Z", "user": BEN},
            },
            ("question.answered", "billing discussion 9"),
        ),
    ],
)
def test_other_deliveries_in_our_words(
    name: str, part: dict[str, Any], expected: tuple[str, str]
) -> None:
    [event] = translate(name, Payload(part | {"repository": REPOSITORY, "sender": ANA}))
    assert (event.type, event.subject) == expected


def test_a_missing_time_is_unusable_and_says_so() -> None:
    broken = pull_request("opened", created_at="yesterday")
    with pytest.raises(Unusable, match="created_at is not a time"):
        translate("pull_request", Payload(broken))
