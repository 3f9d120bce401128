"""Shadowing through the API: Ana watches Ben; to anybody else there is no visit, and no marks."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from journeywork.activities import queries as together
from journeywork.api.app import api
from journeywork.api.doors import OPERATIONS
from journeywork.engine.people import Person
from journeywork.engine.permissions import ROLES
from journeywork.shadowing import actions, queries
from tests.conftest import Cast
from tests.rooms.calling import Answer, Calls, walk
from tests.rooms.shadowing import TITLE, agreed, asked, offered, visiting
from tests.rooms.test_shadowing import turn
from tests.rooms.test_shadowing_no_marks import judges

NOTE = "He counts the keys twice: zanzibar"


@pytest.fixture
def calls(at: datetime) -> Calls:
    return Calls(at)


def read(answer: Answer, status: int = 200) -> Any:
    assert answer.status == status, answer.json
    return answer.json


def names(found: list[Any]) -> list[str]:
    return [one["title"] for one in found]


def test_offered_found_taken_up_agreed_on_and_gone_step_by_step(cast: Cast, calls: Calls) -> None:
    ana, ben = calls.as_(cast.ana), calls.as_(cast.ben)
    shows = {"title": TITLE, "topics": ["#Ledger"], "modes": ["observe", "parts"]}
    made = read(ben("POST", "shadowing/offers", shows), 201)
    assert (made["host"]["name"], made["topics"], made["open"]) == ("Ben", ["ledger"], True)
    for query in ("text=month", "topic=%23ledger", "text=close&topic=ledger"):
        assert names(ana("GET", f"shadowing/offers?{query}").items) == [TITLE], query
    assert ana("GET", "shadowing/offers?text=zeppelin").items == []
    offer = f"shadowing/offers/{made['id']}"
    visit = read(ana("POST", f"{offer}/visits", {"aims": "when you stop", "minutes": 60}), 201)
    path = f"shadowing/visits/{visit['id']}"
    assert (visit["visitor"]["name"], visit["mode"], visit["meetings"]) == ("Ana", "observe", [])
    assert [one["says"] for one in visit["look_fors"]] != []
    assert read(ana("GET", offer))["open"] is False
    slot = visit["times"][1]
    assert read(ana("POST", f"{path}/times/{slot['id']}/agree"))["times"][1]["agreed"] == [
        str(cast.ana.id)
    ]
    both = read(ben("POST", f"{path}/times/{slot['id']}/agree"))
    (met,) = both["meetings"]
    assert (both["times"], met["starts"], met["state"]) == ([], slot["starts"], "planned")
    assert ana("PUT", f"{path}/step", {"mode": "parts"}).faults == {
        "mode": "is taken once both say that they are ready"
    }
    assert read(ana("PUT", f"{path}/ready", {"ready": True}))["next_mode"] is None
    assert read(ben("PUT", f"{path}/ready", {"ready": True}))["next_mode"] == "parts"
    on = read(ben("PUT", f"{path}/step", {"mode": "parts"}))
    assert (on["mode"], on["ready"], on["next_mode"]) == ("parts", [], None)
    back = read(ana("PUT", f"{path}/step", {"mode": "observe"}))
    assert [(one["mode"], one["by"]["name"]) for one in back["steps"]] == [
        *(("observe", "Ana"), ("parts", "Ben"), ("observe", "Ana"))
    ]
    assert names(ben("GET", "shadowing/visits?running=true").items) == [TITLE]
    assert read(ben("POST", f"{offer}/close"))["closed_at"] is not None
    assert (ana("GET", "shadowing/offers").items, read(ana("GET", path))["runs"]) == ([], True)


def test_a_meeting_moves_and_is_called_off(cast: Cast, calls: Calls, at: datetime) -> None:
    visit = agreed(cast, at)
    ana, ben = calls.as_(cast.ana), calls.as_(cast.ben)
    path = f"shadowing/visits/{visit.id}"
    (met,) = read(ana("GET", path))["meetings"]
    meeting = f"{path}/meetings/{met['id']}"
    seeking = read(ben("POST", f"{meeting}/move"))
    assert [one["moving"] for one in seeking["meetings"]] == [True]
    slot = seeking["times"][1]
    for call in (ben, ana):
        moved = read(call("POST", f"{path}/times/{slot['id']}/agree"))
    assert [(one["id"], one["starts"]) for one in moved["meetings"]] == [
        (met["id"], slot["starts"])
    ]
    off = read(ana("POST", f"{meeting}/call-off"))
    assert ([one["state"] for one in off["meetings"]], off["runs"]) == (["skipped"], True)
    assert ana("POST", f"{meeting}/call-off").status == 404
    assert len(read(ana("POST", f"{path}/times"))["times"]) > 1


def test_a_host_says_an_offer_anew_and_nobody_else_does(
    cast: Cast, calls: Calls, at: datetime
) -> None:
    ana, ben = calls.as_(cast.ana), calls.as_(cast.ben)
    path = f"shadowing/offers/{offered(cast, at).id}"
    anew = {"title": "Close the quarter", "topics": ["ledger"], "visitors": 2}
    said = read(ben("PUT", path, anew))
    assert (said["title"], said["visitors"], said["about"]) == ("Close the quarter", 2, "")
    assert read(ana("GET", path))["title"] == "Close the quarter"
    assert ana("PUT", path, anew).status == 404
    assert ben("PUT", path, anew | {"visitors": 0}).faults.keys() == {"visitors"}
    read(ben("POST", f"{path}/close"))
    assert ben("PUT", path, anew).faults.keys() == {"offer"}


def test_either_of_the_two_says_what_to_look_for(cast: Cast, calls: Calls, at: datetime) -> None:
    ana, ben, cleo = (calls.as_(one) for one in (cast.ana, cast.ben, cast.cleo))
    path = f"shadowing/visits/{visiting(cast, at).id}/look-fors"
    put = read(ana("POST", path, {"says": "When he stops"}), 201)
    (mine,) = [one for one in put["look_fors"] if one["says"] == "When he stops"]
    assert (mine["source"], mine["shown"]) == ("hand", True)
    one = f"{path}/{mine['id']}"
    said = read(ben("PUT", one, {"says": "When he stops, and why"}))
    assert "When he stops, and why" in [each["says"] for each in said["look_fors"]]
    for method, place, body in (
        ("POST", path, {"says": "x"}),
        ("PUT", one, {"says": "x"}),
        ("DELETE", one, None),
    ):
        assert cleo(method, place, body).status == 404, method
    assert mine["id"] not in [each["id"] for each in read(ana("DELETE", one))["look_fors"]]
    assert ana("DELETE", one).status == 404


def test_a_time_of_ones_own_is_proposed_and_refused_outside_the_hours(
    cast: Cast, calls: Calls, at: datetime
) -> None:
    visit = visiting(cast, at)
    ana = calls.as_(cast.ana)
    path = f"shadowing/visits/{visit.id}/times"
    free = read(ana("POST", path))["times"][-1]["starts"]
    asked_for = read(ana("POST", f"{path}/own", {"starts": free}))
    agreed_to = [one["starts"] for one in asked_for["times"] if one["agreed"]]
    assert agreed_to == [free]
    night = (at + timedelta(days=1)).replace(hour=2).isoformat()
    assert ana("POST", f"{path}/own", {"starts": night}).faults.keys() == {"starts"}
    assert calls.as_(cast.cleo)("POST", f"{path}/own", {"starts": free}).status == 404


def test_whoever_is_asked_sees_it_and_invites(cast: Cast, calls: Calls) -> None:
    ana, ben, cleo = (calls.as_(one) for one in (cast.ana, cast.ben, cast.cleo))
    wish = {"title": "How the month is closed", "aims": "when you stop", "to_person": "ben"}
    made = read(ana("POST", "shadowing/requests", wish), 201)
    assert (made["visitor"]["name"], made["to_person"]["name"]) == ("Ana", "Ben")
    one = f"shadowing/requests/{made['id']}"
    assert names(ben("GET", "shadowing/requests?text=month").items) == [made["title"]]
    assert names(ana("GET", "shadowing/requests?mine=true").items) == [made["title"]]
    assert ben("GET", "shadowing/requests?mine=true").items == []
    assert cleo("GET", "shadowing/requests").items == []
    for method, path, body in (
        ("GET", "", None),
        ("POST", "/close", None),
        ("POST", "/visits", {}),
    ):
        assert cleo(method, one + path, body).status == 404
    assert ben("POST", f"{one}/close").status == 404
    visit = read(ben("POST", f"{one}/visits", {"modes": ["observe"]}), 201)
    assert (visit["host"]["name"], visit["request"], visit["times"] != []) == (
        "Ben", made["id"], True,
    )  # fmt: skip
    assert set(ben("POST", f"{one}/visits", {}).faults) == {"request"}
    team = read(ana("POST", "shadowing/requests", {"title": "x", "to_team": "payments"}), 201)
    assert team["to_team"] == str(cast.payments.id)
    closed = read(ana("POST", f"shadowing/requests/{team['id']}/close"))
    assert closed["closed_at"] is not None
    assert ana("GET", "shadowing/requests").items == []


def test_what_does_not_fit_is_named(cast: Cast, calls: Calls, at: datetime) -> None:
    ana = calls.as_(cast.ana)
    for path, body, field in (
        ("offers", {"title": "x", "visitors": 6}, "visitors"),
        ("offers", {"title": "x", "modes": []}, "modes"),
        ("offers", {"title": "x", "kind": "zeppelin"}, "kind"),
        ("requests", {"title": "x", "to_person": "ana"}, "to_person"),
        ("requests", {"title": "x", "to_person": "ben", "to_team": "payments"}, "body"),
        (f"offers/{offered(cast, at).id}/visits", {"minutes": 5}, "minutes"),
    ):
        refused = ana("POST", f"shadowing/{path}", body)
        assert (refused.status, list(refused.faults)) == (422, [field]), refused.json
    assert ana("POST", "shadowing/requests", {"title": "x", "to_person": "nobody"}).status == 404


def test_to_a_third_person_a_visit_is_as_one_that_is_not_there(
    cast: Cast, calls: Calls, at: datetime
) -> None:
    visit = agreed(cast, at)
    id, (met,) = visit.id, together.check_ins([visit.id])
    every: tuple[tuple[str, str, Any], ...] = (
        ("GET", "", None),
        ("POST", "/times", None),
        ("POST", "/times/own", {"starts": "2026-03-11T10:00:00Z"}),
        ("POST", f"/times/{uuid4()}/agree", None),
        ("POST", "/look-fors", {"says": "x"}),
        ("PUT", f"/look-fors/{uuid4()}", {"says": "x"}),
        ("DELETE", f"/look-fors/{uuid4()}", None),
        ("POST", f"/meetings/{met.id}/move", None),
        ("POST", f"/meetings/{met.id}/call-off", None),
        ("PUT", "/ready", {"ready": True}),
        ("PUT", "/step", {"mode": "observe"}),
        ("GET", "/notes", None),
        ("PUT", f"/notes/{uuid4()}", {"text": NOTE}),
    )
    in_a_visit = {name for name, path in _paths().items() if "{visit_id}" in path}
    assert len(in_a_visit) == len(every)
    for person in (cast.cleo, cast.dora, cast.emil, cast.outsider):
        call = calls.as_(person)
        for method, rest, body in every:
            known = call(method, f"shadowing/visits/{id}{rest}", body)
            nowhere = call(method, f"shadowing/visits/{uuid4()}{rest}", body)
            assert (known.status, known.json) == (404, nowhere.json), (person.key, rest)
        assert call("GET", "shadowing/visits").items == []
    # The control: to its two it is there.
    for person in (cast.ana, cast.ben):
        assert calls.as_(person)("GET", f"shadowing/visits/{id}").status == 200
    assert queries.visit(id, reader=cast.ana.id).ladder.ready == frozenset()


def _paths() -> dict[str, str]:
    return {
        operation["operationId"]: path
        for path, verbs in api.get_openapi_schema()["paths"].items()
        for operation in verbs.values()
    }


def test_a_note_is_kept_once_and_no_operation_tells_it(
    cast: Cast, calls: Calls, at: datetime
) -> None:
    visit = visiting(cast, at)
    ana, ben = calls.as_(cast.ana), calls.as_(cast.ben)
    path, note = f"shadowing/visits/{visit.id}", str(uuid4())
    written = {"text": NOTE, "written_at": (at - timedelta(hours=1)).isoformat()}
    token = next(iter(calls._tokens.values()))
    for key in ("one", "one", "two"):
        sent = calls.call(
            "PUT", f"{path}/notes/{note}", written, token, headers={"idempotency-key": key}
        )
        assert (sent.status, sent.headers.get("Idempotency-Replayed")) == (204, None)
    assert ana("PUT", f"{path}/notes/{uuid4()}", {"text": " "}).status == 422
    assert ana("GET", f"{path}/notes").items == [{"id": note}]
    assert ben("GET", f"{path}/notes").items == []
    kept = together.reflections(visit.id, reader=cast.ana, at=at)
    assert [(one.text, one.author) for one in kept] == [(NOTE, cast.ana.id)]
    assert together.reflections(visit.id, reader=cast.ben, at=at) == ()
    everything = ("offers", "requests", "visits", f"visits/{visit.id}", f"visits/{visit.id}/notes")
    for call in (ana, ben):
        for one in (*(f"shadowing/{each}" for each in everything), f"activities/{visit.id}"):
            assert "zanzibar" not in str(read(call("GET", one))), one


def test_a_note_asks_of_its_person_what_the_page_asks(
    cast: Cast, calls: Calls, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever may not write for themselves on the pages does not with a token either."""
    path = f"shadowing/visits/{visiting(cast, at).id}"
    ana = calls.as_(cast.ana, ["write"])
    assert ana("PUT", f"{path}/notes/{uuid4()}", {"text": NOTE}).status == 204
    member = ROLES["member"]
    less = {key: reach for key, reach in member.grants.items() if key != "reflection.write"}
    monkeypatch.setitem(ROLES, "member", replace(member, grants=less))
    assert ana("PUT", f"{path}/notes/{uuid4()}", {"text": NOTE}).status == 403
    # The control: all else of the visit needs the one permission that scopes hold.
    assert ana("PUT", f"{path}/ready", {"ready": True}).status == 200
    told = api.get_openapi_schema()["paths"]["/api/v1/shadowing/visits/{visit_id}/notes/{note_id}"]
    assert told["put"]["x-permission-of-person"] == "reflection.write"


def test_words_sent_under_a_kept_identifier_change_nothing_and_tell_nothing(
    cast: Cast, calls: Calls, at: datetime
) -> None:
    """Whether they are the words that are kept must not be found out: they could be guessed."""
    visit = visiting(cast, at)
    ana, note = calls.as_(cast.ana), f"shadowing/visits/{visit.id}/notes/{uuid4()}"
    sent = [ana("PUT", note, {"text": text}) for text in (NOTE, NOTE, "Something else")]
    assert [(one.status, one.json) for one in sent] == [(204, None)] * 3
    kept = together.reflections(visit.id, reader=cast.ana, at=at)
    assert [one.text for one in kept] == [NOTE]


def test_the_same_identifier_of_another_author_is_another_note(
    cast: Cast, calls: Calls, at: datetime
) -> None:
    path = f"shadowing/visits/{visiting(cast, at).id}/notes"
    note = str(uuid4())
    for person in (cast.ana, cast.ben):
        call = calls.as_(person)
        assert call("PUT", f"{path}/{note}", {"text": person.name}).status == 204
        assert call("GET", path).items == [{"id": note}]


def test_what_only_the_host_saw_the_visitor_does_not(
    cast: Cast, calls: Calls, at: datetime
) -> None:
    visit = visiting(cast, at)
    actions.prepare(visit_id=visit.id, cards=["The month"], at=at)
    path = f"shadowing/visits/{visit.id}"
    seen = {
        person.key: [one["shown"] for one in read(calls.as_(person)("GET", path))["look_fors"]]
        for person in (cast.ana, cast.ben)
    }
    assert False in seen["ben"]
    assert set(seen["ana"]) == {True}


def test_lists_go_page_by_page_also_where_all_began_at_once(
    cast: Cast, calls: Calls, at: datetime
) -> None:
    for number in range(4):
        offered(cast, at, title=str(number))
        asked(cast, at, title=str(number))
        visiting(cast, at, title=str(number))
    ana = calls.as_(cast.ana)
    for path in ("requests", "visits", "visits?running=true"):
        assert sorted(names(walk(ana, f"shadowing/{path}"))) == list("0123"), path
    assert sorted(names(walk(ana, "shadowing/offers"))) == sorted("01230123")
    assert walk(ana, "shadowing/visits?running=false") == []
    visit = queries.visits(reader=cast.ana.id)[0].id
    sent = [str(uuid4()) for _ in range(3)]
    for note in sent:
        assert ana("PUT", f"shadowing/visits/{visit}/notes/{note}", {"text": "x"}).status == 204
    assert [one["id"] for one in walk(ana, f"shadowing/visits/{visit}/notes")] == sent


def test_after_one_has_left_it_is_over_and_still_takes_notes(
    cast: Cast, calls: Calls, at: datetime
) -> None:
    visit = visiting(cast, at)
    ana, ben = calls.as_(cast.ana), calls.as_(cast.ben)
    path = f"shadowing/visits/{visit.id}"
    assert ben("POST", f"activities/{visit.id}/leave").status == 204
    turn(at)
    assert (read(ana("GET", path))["runs"], ana("GET", "shadowing/visits").items != []) == (
        False, True,
    )  # fmt: skip
    assert ana("GET", "shadowing/visits?running=true").items == []
    assert ana("PUT", f"{path}/step", {"mode": "briefed"}).faults == {"visit": "it has ended"}
    assert ana("PUT", f"{path}/notes/{uuid4()}", {"text": NOTE}).status == 204


def test_a_token_needs_the_scope(cast: Cast, calls: Calls, at: datetime) -> None:
    def statuses(person: Person, scope: str) -> tuple[int, int]:
        call = calls.as_(person, [scope])
        made = call("POST", "shadowing/offers", {"title": "x"})
        return call("GET", "shadowing/offers").status, made.status

    found = {scope: statuses(cast.ana, scope) for scope in ("read", "write", "events")}
    assert found == {"read": (200, 403), "write": (200, 201), "events": (403, 403)}


def test_no_operation_takes_or_tells_how_good_anybody_was() -> None:
    """Not by the name of a field, a place or an operation, and by no number that is not known."""
    document = api.get_openapi_schema()
    schemas = document["components"]["schemas"]
    ours = [
        operation
        for verbs in document["paths"].values()
        for operation in verbs.values()
        if operation["operationId"].startswith("shadowing.")
    ]
    shapes = _shapes(ours, schemas)
    assert {"VisitWithTimesOut", "ShadowOfferIn", "VisitNoteIn", "StepIn"} <= shapes.keys()
    fields = {
        f"{name}.{field}": told
        for name, shape in shapes.items()
        if name not in ("Problem", "Fault")
        for field, told in shape.get("properties", {}).items()
    }
    places = {place["name"] for one in ours for place in one.get("parameters", ())}
    assert len(fields) > 60
    assert judges({*fields, *places, *(one["operationId"] for one in ours)}) == set()
    # The control: such a field would be found.
    assert judges({"VisitOut.rating", "VisitOut.title"}) == {"VisitOut.rating"}
    numbers = {
        name for name, told in fields.items()
        if any(f"'type': '{kind}'" in str(told) for kind in ("integer", "number"))
    }  # fmt: skip
    assert numbers == {
        *("ShadowOfferOut.visitors", "ShadowOfferIn.visitors"),
        *("VisitOut.minutes", "VisitWithTimesOut.minutes", "ComeIn.minutes", "InviteIn.minutes"),
    }
    assert {OPERATIONS[one["operationId"]] for one in ours} == {
        "shadowing.read",
        "shadowing.write",
    }


def _shapes(part: Any, schemas: dict[str, Any]) -> dict[str, Any]:
    """Return the shapes that a part of the document speaks of, and those that they speak of."""
    found: dict[str, Any] = {}
    waiting = [part]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            name = str(one.get("$ref", "")).rpartition("/")[2]
            if name in schemas and name not in found:
                found[name] = schemas[name]
                waiting.append(schemas[name])
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
    return found
