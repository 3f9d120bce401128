"""A write that is sent twice acts once, is answered twice, and never half."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections

from journeywork.api.app import api
from journeywork.engine.people import Person
from journeywork.kernel import erasure, kept_answers
from journeywork.kernel.models import KeptAnswerRow
from journeywork.kernel.tenancy import within
from journeywork.people import actions
from tests.conftest import TUESDAY, Cast, make_cast
from tests.rooms.calling import EVERYTHING, Answer, Calls

NOTE = {"text": "The bank says capture, and means refund."}


@pytest.fixture
def calls(at: datetime) -> Calls:
    return Calls(at)


def send(
    calls: Calls,
    who: Person,
    path: str,
    body: Any,
    key: str,
    *,
    method: str = "POST",
    scopes: tuple[str, ...] = EVERYTHING,
) -> Answer:
    calls.as_(who, scopes)
    token = calls._tokens[(who.id, scopes)]
    return calls.call(method, path, body, token, headers={"Idempotency-Key": key})


def notes(calls: Calls, who: Person) -> int:
    return len(calls.as_(who)("GET", "cards?mine=true").items)


@pytest.mark.parametrize("key", ["8e03978e-40d5-43dd-bc93-6894a57f9324", '"quoted"', "x" * 255])
def test_sent_twice_it_acts_once_and_is_answered_twice(key: str, cast: Cast, calls: Calls) -> None:
    first, second = (send(calls, cast.ana, "notes", NOTE, key) for _ in range(2))
    assert (first.status, second.status) == (201, 201)
    assert (second.json, notes(calls, cast.ana)) == (first.json, 1)
    said = [each.headers.get("Idempotency-Replayed") for each in (first, second)]
    assert said == [None, "true"]


def test_an_answer_without_content_is_answered_again_too(cast: Cast, calls: Calls) -> None:
    for _ in range(2):
        answer = send(calls, cast.ana, "me/snooze", {"until": None}, "k")
        assert (answer.status, answer.json) == (204, None)


def test_a_key_is_for_one_request_of_one_person_to_one_operation(cast: Cast, calls: Calls) -> None:
    made = send(calls, cast.ana, "notes", NOTE, "k").json
    other = send(calls, cast.ana, "notes", {"text": "Something else."}, "k")
    assert (other.status, set(other.faults)) == (422, {"Idempotency-Key"})
    weaker = send(calls, cast.ana, "notes", NOTE, "k", scopes=("read", "write"))
    assert weaker.status == 422
    assert send(calls, cast.ben, "notes", NOTE, "k").json["id"] != made["id"]
    assert send(calls, cast.outsider, "notes", NOTE, "k").json["id"] != made["id"]
    assert send(calls, cast.ana, f"cards/{made['key']}/publish", None, "k").status == 200
    assert [notes(calls, who) for who in (cast.ana, cast.ben)] == [1, 1]


def test_what_was_refused_did_nothing_and_its_key_is_free(cast: Cast, calls: Calls) -> None:
    assert send(calls, cast.ana, "notes", {"text": ""}, "k").status == 422
    assert send(calls, cast.ana, "cards/nothing/publish", None, "k").status == 404
    assert KeptAnswerRow.objects.count() == 0
    assert send(calls, cast.ana, "notes", NOTE, "k").status == 201


def test_after_a_day_a_key_is_new(cast: Cast, calls: Calls, at: datetime) -> None:
    send(calls, cast.ana, "notes", NOTE, "k")
    calls.at = at + timedelta(hours=23, minutes=59)
    assert send(calls, cast.ana, "notes", NOTE, "k").headers["Idempotency-Replayed"] == "true"
    calls.at = at + timedelta(hours=24)
    assert send(calls, cast.ana, "notes", NOTE, "k").status == 201
    assert notes(calls, cast.ana) == 2
    kept_answers.sweep(at=at + timedelta(hours=47))
    assert KeptAnswerRow.objects.count() == 1
    kept_answers.sweep(at=at + timedelta(hours=48))
    assert KeptAnswerRow.objects.count() == 0


@pytest.mark.parametrize("key", ["", " ", "a b", 'a"b', '""', "x" * 256, "ä", "a\tb"])
def test_a_key_that_is_none_is_named(key: str, cast: Cast, calls: Calls) -> None:
    answer = send(calls, cast.ana, "notes", NOTE, key)
    assert (answer.status, set(answer.faults)) == (400, {"Idempotency-Key"})
    assert notes(calls, cast.ana) == 0


def test_what_is_kept_can_be_read_by_nobody_and_goes_with_its_person(
    cast: Cast, calls: Calls
) -> None:
    send(calls, cast.ana, "notes", NOTE, "a-key-of-hers")
    with connection.cursor() as cursor:
        cursor.execute("select row_to_json(t)::text from kernel_kept_answer t")
        ((row,),) = cursor.fetchall()
    assert [word for word in ("capture", "refund", "a-key-of-hers", "title") if word in row] == []
    assert "content" not in str(erasure.collect(cast.ana.id).get("kernel_kept_answer"))
    erasure.erase(cast.ana.id)
    assert KeptAnswerRow.objects.count() == 0


def test_a_version_is_compared_once(cast: Cast, calls: Calls) -> None:
    made = send(calls, cast.ana, "notes", NOTE, "k").json
    path = f"cards/{made['key']}"
    token = calls._tokens[(cast.ana.id, EVERYTHING)]
    tag = calls.as_(cast.ana)("GET", path).headers["ETag"]
    headers = {"Idempotency-Key": "e", "If-Match": tag}
    answers = [
        calls.call("PATCH", path, {"title": "Refunds"}, token, headers=headers) for _ in range(2)
    ]
    assert [each.status for each in answers] == [200, 200]
    assert len(calls.as_(cast.ana)("GET", f"{path}/versions").items) == 1


def test_every_write_takes_a_key() -> None:
    without = [
        path
        for path, verbs in api.get_openapi_schema()["paths"].items()
        for verb, operation in verbs.items()
        if ("Idempotency-Key" in {each["name"] for each in operation.get("parameters", ())})
        != (verb != "get")
    ]
    assert without == []


@pytest.fixture
def ana(transactional_db: None) -> Person:
    del transactional_db
    org = actions.create_organisation(key="two", name="Two", at=TUESDAY).id
    with within(org):
        return make_cast(org).ana


def test_at_the_same_moment_there_is_one_effect(ana: Person, calls: Calls) -> None:
    calls.as_(ana)
    together = Barrier(6)

    def note(_: int) -> tuple[int, str]:
        try:
            together.wait()
            answer = send(calls, ana, "notes", NOTE, "k")
            return answer.status, answer.json.get("id", answer.headers.get("Retry-After"))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(note, range(6)))
    assert {status for status, _ in answers} <= {201, 409}
    made = {id for status, id in answers if status == 201}
    assert (len(made), notes(calls, ana)) == (1, 1)
    assert {after for status, after in answers if status == 409} <= {"1"}


def test_while_the_first_is_being_answered_it_is_said_so(ana: Person, calls: Calls) -> None:
    from django.db import transaction

    calls.as_(ana)
    path = "POST /notes"
    asked = kept_answers.asked(person=ana.id, operation=path, key="k", says=b"")
    with within(ana.org), transaction.atomic(), ThreadPoolExecutor(1) as pool:
        assert kept_answers.answered(asked, at=calls.at) is None
        answer = pool.submit(_closing, lambda: send(calls, ana, "notes", NOTE, "k")).result()
    assert (answer.status, answer.headers["Retry-After"]) == (409, "1")
    assert send(calls, ana, "notes", NOTE, "k").status == 201


def _closing(act: Any) -> Any:
    try:
        return act()
    finally:
        connections.close_all()
