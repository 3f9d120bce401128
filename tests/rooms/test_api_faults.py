"""Bad input at the API: a clear 4xx that names the field, never a 5xx, never half a thing."""

import json
import re
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from journeywork.api.app import api
from journeywork.knowledge import queries as knowledge
from tests.conftest import Cast
from tests.rooms.calling import Calls


@pytest.fixture
def calls(at: datetime) -> Calls:
    return Calls(at)


def nested(depth: int) -> str:
    return '{"text": ' + "[" * depth + "]" * depth + "}"


UNFIT: list[tuple[str, str, Any, int, set[str]]] = [
    ("GET", "cards?limit=0", None, 422, {"limit"}),
    ("GET", "cards?limit=201", None, 422, {"limit"}),
    ("GET", "cards?limit=-1", None, 422, {"limit"}),
    ("GET", "silences?limit=99999999999999999999", None, 422, {"limit"}),
    ("GET", "episodes?limit=ten", None, 422, {"limit"}),
    ("GET", "people?limit=5&limit=6", None, 400, {"limit"}),
    ("GET", "cards?kind=poem", None, 422, {"kind"}),
    ("GET", "cards?cursor=1", None, 422, {"cursor"}),
    ("GET", "cards?text=%00", None, 400, {"text"}),
    ("GET", "cards?text=%ff", None, 400, {"the query string"}),
    ("POST", "ask", {}, 422, {"text"}),
    ("POST", "ask", {"text": ""}, 422, {"text"}),
    ("POST", "ask", {"text": "x" * 100_001}, 422, {"text"}),
    ("POST", "ask", {"text": "x", "paths": ["p"] * 201}, 422, {"paths"}),
    ("POST", "ask", {"text": "x", "paths": [""]}, 422, {"paths.0"}),
    ("POST", "ask", {"text": "x", "plase": "y"}, 422, {"plase"}),
    ("POST", "ask", ["text"], 422, {"body"}),
    ("POST", "ask", b'{"text": "a", "text": "b"}', 400, {"text"}),
    ("POST", "ask", b'{"text": "\\u0000"}', 400, {"text"}),
    ("POST", "ask", b'{"text": "\\ud800"}', 400, {"text"}),
    ("POST", "ask", b'{"text": NaN}', 400, {"text"}),
    ("POST", "ask", b'{"text": 99999999999999999999}', 400, {"text"}),
    ("POST", "ask", b'{"text": ', 400, {""}),
    ("POST", "ask", b"\xff\xfe", 400, {""}),
    ("POST", "ask", nested(40).encode(), 400, None),
    ("POST", "ask", b"[" * 100_000, 400, {""}),
    ("POST", "ask", json.dumps({f"k{n}": n for n in range(1001)}).encode(), 400, {""}),
    ("POST", "ask", b'{"text": "' + b"x" * 1_100_000 + b'"}', 413, {""}),
    ("POST", "cards", {"title": "T", "body": "word " * 2000}, 422, {"body"}),
    ("POST", "cards", {"title": " ", "body": "b"}, 422, {"title"}),
    ("POST", "cards", {"title": "T", "body": "b", "review_days": 0}, 422, {"review_days"}),
    ("POST", "cards", {"title": "T", "body": "b", "team": "x"}, 422, {"team"}),
    ("POST", "cards", {"title": "T", "body": "b", "topics": ["t"] * 21}, 422, {"topics"}),
    ("POST", "notes", {"text": "x" * 2001}, 422, {"text"}),
    ("PATCH", "me", {"zone_name": "Moon/Crater"}, 422, {"zone_name"}),
    ("PATCH", "me", {"workdays": [8]}, 422, {"workdays.0"}),
    ("PATCH", "me", {"starts": "09:00Z"}, 422, {"starts"}),
    ("PATCH", "me", {"starts": "25:00"}, 422, {"starts"}),
    ("PATCH", "me", {"name": ""}, 422, {"name"}),
    ("PATCH", "me", {"email": "other@x.example"}, 422, {"email"}),
    ("PATCH", "me", {"languages": []}, 422, {"languages"}),
    ("POST", "me/pause", {"until": "tomorrow"}, 422, {"until"}),
    ("POST", "me/pause", {}, 422, {"until"}),
    ("POST", "me/snooze", {"until": "2026-03-11T10:00:00"}, 422, {"until"}),
    ("PUT", "me/skills", {"offers": [{"name": "a", "level": 6}], "wants": []}, 422,
     {"offers.0.level"}),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path", "body", "status", "fields"), UNFIT)
def test_what_does_not_fit_is_named(
    method: str,
    path: str,
    body: Any,
    status: int,
    fields: set[str] | None,
    cast: Cast,
    calls: Calls,
) -> None:
    answer = calls.as_(cast.ana)(method, path, body)
    assert answer.status == status, answer.json
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert fields is None or set(answer.faults) == fields
    assert answer.json["status"] == status
    assert knowledge.cards(reader=cast.ana.id) == ()


@pytest.mark.parametrize(
    "path",
    ["offers/1", "cards/a%00b", "cards/ä", "cards/" + "k" * 300, "nothing", "", "episodes/x"],
)
def test_an_address_that_is_nothing_is_a_404(path: str, cast: Cast, calls: Calls) -> None:
    answer = calls.as_(cast.ana)("GET", path)
    assert answer.status == (400 if "%00" in path else 404)
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_method_that_an_address_does_not_take_is_named(cast: Cast, calls: Calls) -> None:
    answer = calls.as_(cast.ana)("PUT", "cards", {})
    assert answer.status == 405
    assert answer.json["title"] == "Method Not Allowed"
    assert {each.strip() for each in answer.headers["Allow"].split(",")} == {"GET", "POST"}


def test_a_body_that_is_no_json_by_its_own_word_is_refused(cast: Cast, at: datetime) -> None:
    calls = Calls(at)
    calls.as_(cast.ana)
    (token,) = calls._tokens.values()
    client = Client(headers={"authorization": f"Bearer {token}"})
    from journeywork.kernel import clock

    with clock.fixed(at):
        answers = [
            client.post("/api/v1/notes", "text=hello", content_type=kind)
            for kind in ("text/plain", "application/x-www-form-urlencoded")
        ]
        answers.append(client.post("/api/v1/notes", {"text": "hello"}))  # With parts.
    found = {(one.status_code, one.json()["errors"][0]["field"]) for one in answers}
    assert found == {(415, "Content-Type")}


def test_a_form_from_a_page_of_elsewhere_cannot_act_with_somebodys_cookie(cast: Cast) -> None:
    from journeywork.people.models import Account

    client = Client(enforce_csrf_checks=True)
    client.force_login(Account.objects.get(email=cast.ana.email))
    answer = client.post("/api/v1/notes", "{}", content_type="application/json")
    assert answer.status_code == 401


def test_the_description_is_openapi_3_1_and_whole() -> None:
    schema = json.loads(json.dumps(api.get_openapi_schema(), default=str))
    assert schema["openapi"].startswith("3.1")
    operations = [op for verbs in schema["paths"].values() for op in verbs.values()]
    names = [op["operationId"] for op in operations]
    assert len(names) == len(set(names))
    assert [op["operationId"] for op in operations if not op["description"]] == []
    referred = {
        part.split('"')[0] for part in json.dumps(schema).split('"#/components/schemas/')[1:]
    }
    assert referred - set(schema["components"]["schemas"]) == set()
    assert [op["operationId"] for op in operations if "401" not in op["responses"]] == []


@pytest.mark.parametrize("path", ["docs", "try"])
def test_description_and_docs_are_open_and_call_nobody(path: str, client: Client, db: None) -> None:
    del db
    described = client.get("/api/v1/openapi.json")
    assert (described.status_code, described.json()["info"]["title"]) == (200, "Journeywork")
    page = client.get(f"/api/v1/{path}")
    assert page.status_code == 200
    assert re.findall(r"""(?:src|href|action)=["'](?![/#])[^"']*""", page.content.decode()) == []
