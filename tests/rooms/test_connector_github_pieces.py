"""What GitHub tells of one piece of work comes together, and only what is about one counts."""

from typing import Any
from uuid import UUID

import pytest

from journeywork.connectors.github.events import translate
from journeywork.connectors.payload import Payload, Unusable
from journeywork.work import actions, queries
from tests.rooms.github import ANA, BEN, REPOSITORY, deliver, pull_request


@pytest.fixture
def db(transactional_db: None) -> None:
    """Committed, because the fast path has connections of its own."""


@pytest.fixture
def source(org: UUID, at: Any) -> UUID:
    return actions.follow(kind="github", key="fairwater/billing", at=at)


def test_a_revert_is_told_of_what_it_takes_back() -> None:
    def reverted(message: str) -> list[tuple[str, str]]:
        time = "2026-03-10T10:00:00Z"
        commit = {"id": "ef" * 20, "message": message, "timestamp": time, "author": {}}
        payload = {"ref": "refs/heads/main", "repository": REPOSITORY, "commits": [commit]}
        return [(e.type, e.subject) for e in translate("push", Payload(payload))]

    own = ("change.merged", "billing@efefefefefef")
    by_git = f'Revert "Fee"\n\nThis reverts commit {"ab" * 20}.'
    assert reverted(by_git) == [own, ("change.reverted", "billing@abababababab")]
    by_the_button = 'Revert "Fee" (#14)\n\nReverts fairwater/billing#12'
    assert reverted(by_the_button) == [
        ("change.committed", "billing#14"),
        ("change.reverted", "billing#12"),
    ]
    assert reverted("Fee\n\nReverts fairwater/ledger#12") == [own]


def test_a_commit_and_its_change_are_the_same_piece_of_work(
    org: UUID, source: UUID, at: Any
) -> None:
    """Checks and deployments after the merge name the commit; they join the change."""
    moment = "2026-03-10T09:00:00Z"
    message = "Charge the fee once (#12)"
    commit = {"id": "ab" * 20, "message": message, "timestamp": moment, "author": {}}
    merged = pull_request("closed", merged=True, merged_at=moment, closed_at=moment)
    deployed = {
        "repository": REPOSITORY,
        "deployment": {"id": 8, "sha": "ab" * 20, "environment": "production"},
        "deployment_status": {"id": 9, "state": "success", "created_at": moment},
    }
    checked = {
        "repository": REPOSITORY,
        "id": 4,
        "sha": "ab" * 20,
        "state": "error",
        "context": "nightly",
        "branches": [{"name": "main"}],
        "created_at": moment,
    }
    pushed = {"ref": "refs/heads/main", "repository": REPOSITORY, "commits": [commit]}
    for name, payload in (
        ("pull_request", pull_request("opened")),
        ("deployment_status", deployed),
        ("pull_request", merged),
        ("push", pushed),
        ("status", checked),
    ):
        assert deliver(org, source, payload, name=name).json() == {"new": 1, "repeated": 0}
    actions.digest(at=at)
    [episode] = queries.episodes()
    assert (episode.key, episode.counts.events, episode.counts.failed_checks) == (
        "billing#12",
        5,
        1,
    )


def test_a_status_of_a_commit_elsewhere_belongs_to_nothing_known() -> None:
    payload = {"repository": REPOSITORY, "state": "failure", "branches": [{"name": "fee"}]}
    with pytest.raises(Unusable, match="not on the main branch"):
        translate("status", Payload(payload))


@pytest.mark.parametrize(
    ("by", "expected"), [(BEN, "github:ben"), (ANA, None), ({"login": "bot", "type": "Bot"}, None)]
)
def test_a_review_is_what_another_person_says_of_a_change(by: Any, expected: str | None) -> None:
    said = {"id": 7, "user": by, "body": "Why twice?", "created_at": "2026-03-10T09:00:00Z"}
    issue = {"id": 1, "number": 12, "user": ANA, "pull_request": {"url": "https://x.example"}}
    given = {"id": 5, "user": by, "state": "COMMENTED", "submitted_at": "2026-03-10T09:00:00Z"}
    told = {
        "issue_comment": {"action": "created", "issue": issue, "comment": said},
        "pull_request_review": pull_request("submitted") | {"review": given},
    }
    for name, payload in told.items():
        if expected is None:
            with pytest.raises(Unusable, match="is not a review"):
                translate(name, Payload(payload | {"repository": REPOSITORY}))
        else:
            [event] = translate(name, Payload(payload | {"repository": REPOSITORY}))
            assert (event.type, event.by_handle, event.to_handle, event.subject) == (
                "change.reviewed",
                expected,
                "github:ana",
                "billing#12",
            )


@pytest.mark.parametrize(
    ("action", "label", "expected"),
    [
        ("labeled", "Incident", "incident.opened"),
        ("labeled", "blocked", "work.blocked"),
        ("unlabeled", "blocked", "work.started"),
        ("unlabeled", "incident", None),
        ("labeled", "bug", None),
    ],
)
def test_two_labels_say_something(action: str, label: str, expected: str | None) -> None:
    issue = {"id": 1, "number": 3, "updated_at": "2026-03-10T09:00:00Z"}
    payload = {"action": action, "issue": issue, "label": {"name": label}}
    payload |= {"repository": REPOSITORY, "sender": ANA}
    if expected is None:
        with pytest.raises(Unusable, match=f"issues {action} does not move"):
            translate("issues", Payload(payload))
    else:
        assert [event.type for event in translate("issues", Payload(payload))] == [expected]


def test_a_discussion_that_takes_no_answers_is_no_question() -> None:
    topic = {"id": 5, "number": 9, "user": ANA, "created_at": "2026-03-10T09:00:00Z"}
    payload = {"action": "created", "repository": REPOSITORY, "discussion": topic}
    assert [e.type for e in translate("discussion", Payload(payload))] == ["question.asked"]
    topic["category"] = {"is_answerable": False}
    with pytest.raises(Unusable, match="no question"):
        translate("discussion", Payload(payload))


def test_an_event_that_does_not_fit_is_set_aside_and_the_others_are_taken(
    org: UUID, source: UUID
) -> None:
    """Nobody reads the answer to a webhook: what is wrong stands where administrators look."""

    def commit(sha: str, year: int) -> dict[str, Any]:
        time = f"{year}-03-10T10:00:00Z"
        return {"id": sha * 20, "message": "Fix", "timestamp": time, "author": {}}

    commits = [commit("ab", 2026), commit("cd", 2999), commit("ef", 2026)]
    pushed = {"ref": "refs/heads/main", "repository": REPOSITORY, "commits": commits}
    for new in (2, 0):
        answer = deliver(org, source, pushed, name="push")
        assert (answer.status_code, answer.json()) == (
            202,
            {
                "new": new,
                "repeated": 2 - new,
                "refused": [{"index": 1, "detail": "at lies more than a day in the future"}],
            },
        )
    [aside] = queries.set_aside(limit=9)
    assert (aside.source, aside.type, aside.reason) == (
        "github",
        "push",
        "at lies more than a day in the future",
    )
