"""What administrators do, done by programs: Ada runs the installation, and sees nobody's help."""

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from openapi_spec_validator import OpenAPIV31SpecValidator, validate

from journeywork import flow
from journeywork.api.app import api
from journeywork.api.shapes.attention import PolicyIn, PolicyOut
from journeywork.engine.attention import Policy
from journeywork.engine.people import Person
from journeywork.engine.work import WorkEvent
from journeywork.kernel import jobs, looks, reactions
from journeywork.kernel.models import PublishedFact
from journeywork.people import actions as people
from journeywork.people import queries as directory
from journeywork.work import actions as work
from journeywork.work import queries as works
from tests.conftest import Cast
from tests.rooms.calling import Calls, walk


@pytest.fixture
def calls(at: datetime) -> Calls:
    return Calls(at)


@pytest.fixture
def ada(cast: Cast, at: datetime) -> Person:
    return people.add_person(
        name="Ada", email="ada@fairwater.example", roles=("administrator",), by=None, at=at
    )


# People and teams


def test_somebody_is_invited_moved_let_go_and_let_in_again(
    ada: Person, cast: Cast, calls: Calls
) -> None:
    call = calls.as_(ada)
    new = {
        "name": "Frida",
        "email": "frida@fairwater.example",
        "other_emails": ["frida@old.example"],
        "teams": [str(cast.payments.id)],
        "reports_to": str(cast.dora.id),
        "zone_name": "Europe/Lisbon",
        "workdays": [1, 2, 3],
    }
    made = call("POST", "admin/people", new)
    assert (made.status, made.json["key"], made.json["roles"]) == (201, "frida", ["member"])
    assert {name: made.json[name] for name in new} == new
    frida = call("PATCH", "admin/people/frida", {"teams": [str(cast.support.id)]}).json
    assert (frida["teams"], frida["workdays"]) == ([str(cast.support.id)], [1, 2, 3])
    assert call("POST", "admin/people/frida/leave").json["active"] is False
    assert call("POST", "admin/people/frida/invite").json["active"] is True
    assert call("POST", "admin/people/frida/erase").status == 204
    assert "Frida" not in str(call("GET", "admin/people").items)


def test_what_does_not_fit_changes_nothing(ada: Person, cast: Cast, calls: Calls) -> None:
    call = calls.as_(ada)
    change = {"name": "Anna", "email": "ben@fairwater.example"}
    refused = call("PATCH", "admin/people/ana", change)
    assert (refused.status, refused.faults) == (
        422,
        {"email": "already belongs to somebody here"},
    )
    nowhere = {"name": "Anna", "teams": [str(cast.other_org)]}
    assert call("PATCH", "admin/people/ana", nowhere).status == 404
    assert directory.person(cast.ana.id) == cast.ana
    last = call("PATCH", "admin/people/ada", {"roles": ["member"]})
    assert set(last.faults) == {"roles"}


def test_whoever_was_looked_at_can_read_so(ada: Person, cast: Cast, calls: Calls) -> None:
    call = calls.as_(ada)
    listed = {each["key"] for each in call("GET", "admin/people?limit=200").items}
    assert listed >= {"ana", "ben", "cleo", "dora", "emil", "ada"}
    assert looks.looks(cast.ana.id) == ()
    call("GET", "admin/people/ana")
    assert [(each.by, each.what) for each in looks.looks(cast.ana.id)] == [(ada.id, "account")]


def test_a_team_is_added_named_and_led(ada: Person, cast: Cast, calls: Calls) -> None:
    call = calls.as_(ada)
    assert call("POST", "admin/teams", {"name": "Ledger", "setting": "software"}).json["key"] == (
        "ledger"
    )
    led = {"name": "Payments and fees", "leads": [str(cast.ana.id)]}
    assert call("PATCH", "admin/teams/payments", led).json["name"] == "Payments and fees"
    assert {
        one.key: cast.payments.id in one.leads for one in directory.team_members(cast.payments.id)
    } == {"ana": True, "ben": False, "dora": False}
    stranger = {"name": "Fees", "leads": [str(cast.cleo.id)]}
    assert set(call("PATCH", "admin/teams/payments", stranger).faults) == {"leads"}
    assert directory.team(cast.payments.id).name == "Payments and fees"


# Sources, and who is meant


def test_a_source_is_connected_and_disconnected(ada: Person, cast: Cast, calls: Calls) -> None:
    call = calls.as_(ada)
    made = call("POST", "admin/sources", {"kind": "github", "key": "acme/payments"})
    assert made.status == 201
    assert made.json["address"].endswith(f"/ingest/github/{cast.org}/{made.json['id']}")
    assert len(made.json["secret"]) == 43
    listed = call("GET", "admin/sources").items
    assert [each["key"] for each in listed] == ["acme/payments"]
    assert made.json["secret"] not in str(listed)
    assert call("DELETE", f"admin/sources/{made.json['id']}").status == 204
    assert call("DELETE", f"admin/sources/{made.json['id']}").status == 404
    refused = call("POST", "admin/sources", {"kind": "pigeon", "key": "roof"})
    assert refused.faults == {"kind": "must be one of: github, gitlab, gitea, standard"}
    verbs = [line["verb"] for line in call("GET", "admin/audit").items]
    assert {"source.connected", "source.disconnected"} <= set(verbs)


def test_what_was_set_aside_is_told_and_tried_again(
    ada: Person, calls: Calls, at: datetime
) -> None:
    for number in range(3):
        work.set_aside(source="urn:x", id=str(number), type="x", reason="is no event", at=at)
    call = calls.as_(ada)
    whole = call("GET", "admin/set-aside").items
    assert [each["reason"] for each in whole] == ["is no event"] * 3
    assert walk(call, "admin/set-aside", limit=2) == whole
    assert call("POST", "admin/set-aside/again").json == {"count": 0}  # None of them is stored.


def test_a_name_in_the_work_becomes_ben(
    ada: Person, cast: Cast, calls: Calls, at: datetime
) -> None:
    events = [
        WorkEvent(
            source="urn:x", id=str(number), type="change.merged", at=at, subject="change/1",
            by_handle="Octo@old.example", title="A migration",
        )
        for number in range(3)
    ]  # fmt: skip
    work.accept(events, by=None, at=at)
    work.digest(at=at)
    call = calls.as_(ada)
    assert call("GET", "admin/authors").items == [
        {"handle": "octo@old.example", "events": 3, "seen_at": "2026-03-10T10:00:00Z"}
    ]
    assert walk(call, "admin/authors", limit=1) == call("GET", "admin/authors").items
    named = {"handle": "octo@old.example", "person": "ben"}
    assert call("POST", "admin/authors", named | {"person": "zorro"}).status == 404
    assert call("POST", "admin/authors", named).status == 202
    assert call("POST", "admin/authors", named).status == 404  # Nobody asks twice.
    turn(at)
    (episode,) = works.episodes(people=[cast.ben.id])
    assert episode.key == "change/1"
    assert "octo" not in str(call("GET", "admin/audit").items)


def turn(at: datetime) -> None:
    """Do what follows from what happened, as the worker does."""
    for row in PublishedFact.objects.order_by("id"):
        reactions.turn(row.id, flow.REACTIONS, at=at)


# Rules and the budget


def rule(**more: Any) -> dict[str, Any]:
    written: dict[str, Any] = {
        "title": "A third failure",
        "need": "solve",
        "says": "{check} has failed again",
        "when": [{"measure": "type", "test": "is", "value": "check.failed"}],
        "wants": ["card"],
        "once_per": ["subject"],
    }
    return written | more


def test_a_rule_is_read_changed_switched_and_reset(ada: Person, calls: Calls) -> None:
    call = calls.as_(ada)
    before = call("GET", "admin/rules/stuck_check").json
    assert (before["changed"], before["enabled"]) == (False, True)
    off = call("POST", "admin/rules/stuck_check/switch", {"enabled": False}).json
    assert (off["enabled"], off["changed"], off["when"]) == (False, True, before["when"])
    same = {name: value for name, value in before.items() if name not in ("key", "changed")}
    assert call("PUT", "admin/rules/stuck_check", same).json == before | {"changed": True}
    assert call("DELETE", "admin/rules/stuck_check").status == 204
    assert call("GET", "admin/rules/stuck_check").json == before


def test_a_rule_of_ones_own_is_put_in_force_and_taken_back(ada: Person, calls: Calls) -> None:
    call = calls.as_(ada)
    assert call("PUT", "admin/rules/third_failure", rule()).json["key"] == "third_failure"
    assert "third_failure" in [each["key"] for each in call("GET", "admin/rules").items]
    assert call("DELETE", "admin/rules/third_failure").status == 204
    assert call("GET", "admin/rules/third_failure").status == 404
    assert call("DELETE", "admin/rules/third_failure").status == 404


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"need": "fun"}, "need"),
        ({"says": "{nothing} failed"}, "says"),
        ({"when": [{"measure": "mood", "test": "is", "value": "bad"}]}, "when.0.measure"),
        ({"when": [{"measure": "type", "test": "smells", "value": "x"}]}, "when.0.test"),
        ({"when": []}, "when"),
        ({"wants": ["cake"]}, "wants"),
        ({"rank": 0}, "rank"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_what_does_not_fit_in_a_rule_is_named(
    more: dict[str, Any], field: str, ada: Person, calls: Calls
) -> None:
    for way, path in (("PUT", "third_failure"), ("POST", "third_failure/preview")):
        refused = calls.as_(ada)(way, f"admin/rules/{path}", rule(**more))
        assert (refused.status, [each.partition(".")[0] for each in refused.faults]) == (
            422,
            [field.partition(".")[0]],
        )


def test_a_preview_tells_no_number_that_would_be_about_somebody(
    ada: Person, cast: Cast, calls: Calls, at: datetime
) -> None:
    event = WorkEvent(
        source="urn:x", id="1", type="check.failed", at=at, subject="change/1", by=cast.ana.id
    )
    work.accept([event], by=None, at=at)
    work.digest(at=at)
    later = Calls(at.replace(hour=11), calls._tokens)
    tried = later.as_(ada)("POST", "admin/rules/third_failure/preview", rule()).json
    assert tried == {"events": 1, "moments": None, "people": None}


def test_the_promise_is_changed_within_its_bounds(ada: Person, calls: Calls) -> None:
    call = calls.as_(ada)
    changed = call("PATCH", "admin/policy", {"per_day": 1, "withheld": 0}).json
    assert (changed["per_day"], changed["withheld"], changed["per_week"]) == (1, 0.0, 6)
    assert set(call("PATCH", "admin/policy", {"per_day": 11}).faults) == {"per_day"}
    assert set(call("PATCH", "admin/policy", {"per_week": 0}).faults) == {"per_week"}
    assert call("GET", "policy").json == changed


def test_all_of_the_promise_can_be_read_and_changed() -> None:
    whole = set(Policy.__dataclass_fields__)
    assert set(PolicyOut.model_fields) == set(PolicyIn.model_fields) == whole


# The log, the jobs, the demo


def test_the_log_is_read_page_by_page_and_verified(ada: Person, calls: Calls) -> None:
    call = calls.as_(ada)
    whole = call("GET", "admin/audit?limit=200").items
    assert walk(call, "admin/audit", limit=3) == whole
    verdict = call("POST", "admin/audit/verify").json
    assert (verdict["broken"], verdict["lines"]) == (None, whole[0]["number"])


def test_what_could_not_be_done_is_tried_again_or_given_up(
    ada: Person, cast: Cast, calls: Calls
) -> None:
    first, second = (fail(cast.org, fact) for fact in ("first", "second"))
    elsewhere = fail(cast.other_org, "third")
    call = calls.as_(ada)
    assert [each["id"] for each in call("GET", "admin/jobs").items] == [second, first]
    assert [each["id"] for each in walk(call, "admin/jobs")] == [second, first]
    for job in (elsewhere, 0, 10**30):
        assert call("POST", f"admin/jobs/{job}/again").status == 404
        assert call("DELETE", f"admin/jobs/{job}").status == 404
    assert call("POST", f"admin/jobs/{first}/again").status == 202
    assert call("DELETE", f"admin/jobs/{second}").status == 204
    assert call("GET", "admin/jobs").items == []
    assert [job.id for job in jobs.failed(org=cast.other_org)] == [elsewhere]


def fail(org: UUID, fact: str) -> int:
    """Put a job in the queue that has failed as often as it may; return its number."""
    jobs.defer("turn_fact", org=str(org), fact=fact)
    with connection.cursor() as cursor:
        for status in ("doing", "failed"):
            cursor.execute(
                "update procrastinate_jobs set status = %s where args->>'fact' = %s",
                [status, fact],
            )
    return jobs.failed(org=org)[0].id


def test_the_demo_is_asked_for_once(ada: Person, calls: Calls) -> None:
    call = calls.as_(ada)
    nothing = {
        "installed": True, "organisation": None, "state": None,
        "removing": False, "share": 0.0, "fault": "",
    }  # fmt: skip
    assert call("GET", "admin/demo").json == nothing
    assert call("DELETE", "admin/demo").json == nothing  # There is none to remove.
    before = jobs.backlog()
    for _ in range(3):
        assert call("POST", "admin/demo").json == nothing | {"state": "waiting"}
    assert jobs.backlog() == before + 1


# The description


def test_the_description_is_valid_openapi_3_1() -> None:
    import json

    schema = json.loads(json.dumps(api.get_openapi_schema(), default=str))
    validate(schema, cls=OpenAPIV31SpecValidator)


def test_every_operation_parameter_and_field_has_its_sentence() -> None:
    schema, mute = api.get_openapi_schema(), []
    for path, verbs in schema["paths"].items():
        for operation in verbs.values():
            named = {each["name"]: each for each in operation.get("parameters", ())}
            mute += [path] if not operation.get("description") else []
            mute += [
                f"{path} {name}" for name, each in named.items() if not each.get("description")
            ]
    for name, shape in schema["components"]["schemas"].items():
        mute += [name] if not shape.get("description") else []
        fields = shape.get("properties", {})
        mute += [f"{name}.{field}" for field, each in fields.items() if not each.get("description")]
    assert mute == []
