"""Webhooks by program: Ada adds one, looks at what was delivered, decides about dead letters."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest

from journeywork.engine.people import Person
from journeywork.people import actions as people
from journeywork.subscriptions import queries
from tests.conftest import Cast
from tests.fakes.outbound import Day
from tests.fakes.receiver import Receiver, answer, receiving
from tests.rooms.calling import Answer, Calls, walk

NEW = {
    "name": "wiki",
    "address": "https://wiki.example/hook",
    "kinds": ["card.published", "card.archived"],
}
Call = Callable[..., Answer]


@pytest.fixture
def calls(at: datetime) -> Calls:
    return Calls(at)


@pytest.fixture
def ada(cast: Cast, at: datetime) -> Person:
    return people.add_person(
        name="Ada", email="ada@fairwater.example", roles=("administrator",), by=None, at=at
    )


@pytest.fixture
def call(ada: Person, calls: Calls) -> Call:
    return calls.as_(ada)


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    settings.INSIDE = frozenset({"127.0.0.1"})
    with receiving() as made:
        yield made


def test_one_is_added_read_changed_paused_and_removed(call: Call) -> None:
    made = call("POST", "admin/webhooks", NEW)
    path = f"admin/webhooks/{made.json['id']}"
    assert (made.status, made.json["secret"][:6], made.json["state"]) == (201, "whsec_", "active")
    assert {name: made.json[name] for name in NEW} == NEW
    told = call("GET", path).json
    assert (call("GET", "admin/webhooks").items, "secret" in told) == ([told], False)
    assert call("PATCH", path, {"kinds": ["card.flagged"]}).json["kinds"] == ["card.flagged"]
    assert [call("POST", f"{path}/{act}").json["state"] for act in ("pause", "resume")] == [
        "paused",
        "active",
    ]
    renewed = call("POST", f"{path}/secret", {"overlap_hours": 48})
    assert renewed.json["secret"] != made.json["secret"]
    assert call("GET", path).json["old_until"] == "2026-03-12T10:00:00Z"
    assert [call("DELETE", path).status, call("GET", path).status] == [204, 404]


def test_what_may_be_told_is_told_with_its_fields(call: Call) -> None:
    kinds = {each["kind"]: each for each in call("GET", "admin/webhook-kinds").items}
    assert kinds.keys() == queries.KINDS.keys()
    assert kinds["card.flagged"]["type"] == "org.journeywork.card.flagged"
    assert kinds["card.flagged"]["fields"]["reason"] == "one word: outdated or wrong"


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"address": "https://127.0.0.1/"}, {"address"}),
        ({"address": "http://wiki.example/"}, {"address"}),
        ({"kinds": ["offer.made"]}, {"kinds"}),
        ({"kinds": []}, {"kinds"}),
        ({"secret": "hunter2"}, {"secret"}),
        ({"name": " "}, {"name"}),
        ({"state": "active"}, {"state"}),
    ],
)
def test_what_does_not_fit_is_named(call: Call, change: dict[str, Any], fields: set[str]) -> None:
    refused = call("POST", "admin/webhooks", NEW | change)
    assert (refused.status, set(refused.faults), queries.subscriptions()) == (422, fields, ())


def two_dead_letters(day: Day, line: Any, receiver: Receiver) -> None:
    """Two that it cannot take, while others come through."""

    def choosy(request: Any) -> None:
        answer(422 if "new" in receiver.heard[-1].event["data"] else 204)(request)

    receiver.usual = choosy
    day.happens(2)
    day.work_until(line, lambda: min(one.tries for one in queries.deliveries()) == 9)
    day.publish_card("Charge a fee once")
    day.work_until(line, lambda: queries.subscription(line.id).dead == 2)


def test_dead_letters_are_tried_again_and_dropped(
    call: Call, cast: Cast, at: datetime, receiver: Receiver
) -> None:
    day = Day(cast, at)
    line = day.subscribe(receiver)
    two_dead_letters(day, line, receiver)
    letters = call("GET", "admin/dead-letters").items
    assert [len(each["attempts"]) for each in letters] == [10, 10]
    assert letters[0]["attempts"][-1]["reason"] == "it answers with 422"
    path = f"admin/webhooks/{line.id}"
    assert call("GET", f"{path}/deliveries?state=dead%20letter&limit=1").items == letters[:1]
    assert walk(call, "admin/dead-letters") == letters
    again = call("POST", "admin/dead-letters/again", {"deliveries": [letters[0]["id"]]})
    assert (again.status, again.json) == (202, {"count": 1})
    assert call("POST", "admin/dead-letters/drop", {"webhook": str(line.id)}).json == {"count": 1}
    assert call("GET", "admin/dead-letters").items == []
    nothing = {"deliveries": [str(uuid4())]}
    assert call("POST", "admin/dead-letters/again", nothing).status == 404


def test_a_test_is_sent_and_told_of(
    call: Call, cast: Cast, at: datetime, receiver: Receiver
) -> None:
    day = Day(cast, at)
    line = day.subscribe(receiver)
    sent = call("POST", f"admin/webhooks/{line.id}/test")
    assert (sent.status, sent.json["state"], sent.json["test"]) == (202, "waiting", True)
    day.work(line)
    (told,) = call("GET", f"admin/webhooks/{line.id}/deliveries").items
    assert (told["state"], told["event"], told["attempts"][0]["status"]) == (
        "delivered",
        receiver.ids[0],
        204,
    )


def test_one_that_ended_does_not_go_on(
    call: Call, cast: Cast, at: datetime, receiver: Receiver
) -> None:
    day, receiver.usual = Day(cast, at), answer(410)
    line = day.subscribe(receiver)
    day.happens()
    day.work(line)
    refused = call("POST", f"admin/webhooks/{line.id}/resume")
    assert (refused.status, set(refused.faults)) == (422, {"state"})


def test_only_administrators_see_and_do_it(cast: Cast, calls: Calls, call: Call) -> None:
    made = call("POST", "admin/webhooks", NEW).json["id"]
    for person in (cast.ana, cast.dora, cast.emil):
        other = calls.as_(person)
        assert other("GET", "admin/webhooks").status == 403
        assert other("DELETE", f"admin/webhooks/{made}").status == 403
    outside = calls.as_(cast.outsider)
    assert (outside("GET", "admin/webhooks").items, outside("GET", f"admin/webhooks/{made}").status) == (
        [],
        404,
    )  # fmt: skip
