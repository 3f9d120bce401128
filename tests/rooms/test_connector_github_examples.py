"""Every payload that GitHub's own examples hold comes in by the real door.

Each is made into work events or set aside with its reason; none is an error. The table says
what becomes of each type, so that a change of what we read is seen. The rest of the 58 types is
about people, settings and money, not about a piece of work.
"""

import hashlib
import hmac
import json
from collections import Counter
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journeywork.connectors.github.events import ASIDE, READERS, translate
from journeywork.connectors.payload import Payload, Unusable
from journeywork.engine.vocabulary import TYPES
from journeywork.kernel import clock
from journeywork.work import actions, queries
from journeywork.work.secrets import secrets_of
from tests.fakes.knocking import Knock, knock_often
from tools import webhook_examples

#: Type of event, and action -> how many examples became which of our types.
MAPPED = {
    "check_run completed": {"check.failed": 1, "check.passed": 2},
    "deployment_status created": {"service.deployed": 3},
    "discussion answered": {"question.answered": 1},
    "discussion unanswered": {"work.reopened": 1},
    "issues assigned": {"work.assigned": 3},
    "issues opened": {"case.opened": 4},
    "issues reopened": {"work.reopened": 1},
    "milestone closed": {"milestone.reached": 2},
    "pull_request assigned": {"work.assigned": 2},
    "pull_request closed": {"work.finished": 2},
    "pull_request opened": {"change.proposed": 4},
    "pull_request ready_for_review": {"change.proposed": 3},
    "pull_request reopened": {"work.reopened": 2},
    "pull_request synchronize": {"change.reworked": 1},
    "push": {"change.merged": 2},
    "release published": {"milestone.reached": 3},
    "status": {"check.passed": 4},
    "workflow_run completed": {"check.passed": 1},
}
#: Types that we read, of which some examples say nothing that counts: why.
REASONS = {
    "check_run": {"only a check that passed or failed counts": 6},
    "deployment_status": {"the deployment has not ended yet": 1},
    "discussion": {
        "a discussion of a category without answers is no question": 2,
        "discussion category_changed neither asks nor answers": 1,
        "discussion edited neither asks nor answers": 2,
        "discussion labeled neither asks nor answers": 2,
        "discussion locked neither asks nor answers": 2,
        "discussion pinned neither asks nor answers": 1,
        "discussion transferred neither asks nor answers": 1,
        "discussion unlabeled neither asks nor answers": 1,
        "discussion unlocked neither asks nor answers": 1,
    },
    "issue_comment": {
        "a comment on an issue does not move the piece of work": 5,
        "only a comment that was made counts": 4,
    },
    "milestone": {"only a milestone that was closed was reached": 3},
    "pull_request_review": {
        "only a review that was submitted counts": 1,
        "what one says of one's own pull request is not a review": 3,
    },
    "push": {"only the main branch shows what became part of the whole": 5},
    "release": {"only a release that was published counts": 10},
    "workflow_run": {
        "only a check that passed or failed counts": 3,
        "the check belongs to no pull request, and to no push to the main branch": 1,
    },
}
#: Neither read nor near to work.
OTHERS = """
    branch_protection_rule create delete deploy_key fork github_app_authorization gollum
    installation installation_repositories label marketplace_purchase member membership meta
    org_block organization project project_column public repository repository_dispatch
    repository_import security_advisory sponsorship star team team_add watch workflow_dispatch
"""


@pytest.fixture(scope="module")
def examples() -> dict[str, list[Any]]:
    """The payloads by type; a development dependency that may be out of reach."""
    try:
        return webhook_examples.examples()
    except webhook_examples.Missing as missing:
        pytest.skip(str(missing))


@pytest.fixture
def db(transactional_db: None) -> None:
    """Committed, because the fast path has connections of its own."""


def outcome(name: str, payload: Any) -> tuple[str, ...] | str:
    """Return our types for a payload, or why there are none."""
    try:
        return tuple(event.type for event in translate(name, Payload(payload)))
    except Unusable as reason:
        return str(reason)


def test_there_are_as_many_as_we_think(examples: dict[str, list[Any]]) -> None:
    assert (len(examples), sum(map(len, examples.values()))) == (58, 329)


def test_what_becomes_of_each_type(examples: dict[str, list[Any]]) -> None:
    mapped: dict[str, Counter[str]] = {}
    reasons: dict[str, Counter[str]] = {}
    for name, payload in each_of(examples):
        found = outcome(name, payload)
        if isinstance(found, tuple):
            key = f"{name} {payload.get('action', '')}".strip()
            mapped.setdefault(key, Counter()).update(found)
        elif name in READERS and f"{name} {payload.get('action')} does not move" not in found:
            reasons.setdefault(name, Counter())[found] += 1
    assert mapped == MAPPED
    assert reasons == REASONS
    assert {key for kinds in MAPPED.values() for key in kinds} <= TYPES.keys()


def test_every_type_is_read_or_has_a_reason(examples: dict[str, list[Any]]) -> None:
    assert set(examples) - READERS.keys() - ASIDE.keys() == set(OTHERS.split())


def test_each_comes_in_by_the_door(org: UUID, at: Any, examples: dict[str, list[Any]]) -> None:
    source = actions.follow(kind="github", key="Codertocat", at=at)
    secret = secrets_of(kind="github", org=org, source=source)[0]
    deliveries = list(each_of(examples))
    knocks = [
        delivery(f"/ingest/github/{org}/{source}", secret, name, payload, number)
        for number, (name, payload) in enumerate(deliveries)
    ]
    answers = knock_often(knocks)
    assert Counter(answer.status_code for answer in answers) == {202: 329}
    for (name, payload), answer in zip(deliveries, answers, strict=True):
        expected, told = outcome(name, payload), answer.json()
        if isinstance(expected, str):
            assert told == {"new": 0, "repeated": 0, "set_aside": expected}
        else:
            assert told["new"] + told["repeated"] == len(expected)
    kept = Counter(event.type for event in queries.all_events())
    everything = list(queries.set_aside(limit=329))
    assert len(everything) == sum("set_aside" in answer.json() for answer in answers)
    # The same again, as after a timeout: nothing is there twice.
    again = knock_often(knocks)
    assert {answer.json()["new"] for answer in again} == {0}
    assert Counter(event.type for event in queries.all_events()) == kept
    assert len(list(queries.set_aside(limit=329))) == len(everything)
    while actions.digest(at=clock.now()):
        pass
    assert queries.backlog() == 0


JUNK = st.sampled_from(
    [None, True, 7, -(2**62), 0.5, "", "x", "0001-01-01T00:00:00+14:00", "é" * 9, [], [[]], {}]
) | st.lists(st.dictionaries(st.sampled_from(["name", "number", "id"]), st.integers()), max_size=3)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(draw=st.data())
def test_whatever_stands_where_something_was_expected_is_no_error(
    examples: dict[str, list[Any]], draw: st.DataObject
) -> None:
    """Parts of real payloads are replaced: what comes out is events or a reason."""
    name = draw.draw(st.sampled_from(sorted(READERS)))
    payload = json.loads(json.dumps(draw.draw(st.sampled_from(examples[name]))))
    for _ in range(draw.draw(st.integers(1, 4))):
        spoil(payload, draw)
    assert outcome(name, payload) is not None


def spoil(payload: Any, draw: st.DataObject) -> None:
    """Put something else at a place in a JSON object."""
    place = payload
    while True:
        key = draw.draw(st.sampled_from(sorted(place)))
        if not (isinstance(place[key], dict) and place[key]) or draw.draw(st.booleans()):
            place[key] = draw.draw(JUNK)
            return
        place = place[key]


def each_of(examples: dict[str, list[Any]]) -> list[tuple[str, Any]]:
    return [(name, payload) for name, payloads in examples.items() for payload in payloads]


def delivery(path: str, secret: str, name: str, payload: Any, number: int) -> Knock:
    body = json.dumps(payload).encode()
    signature = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    headers = {
        "X-GitHub-Event": name,
        "X-GitHub-Delivery": f"d-{number}",
        "X-Hub-Signature-256": f"sha256={signature}",
    }
    return Knock(path, body, headers=headers)
