"""schemathesis over the whole OpenAPI document, as everybody who may come in, and as nobody.

What fits the document and what just does not is made by schemathesis; ours is the jury: no 5xx,
no answer that is not described, nothing written where it was refused.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import cycle, islice
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed
from hypothesis import settings as examples_of
from schemathesis import GenerationMode

from journeywork.api.app import api
from journeywork.engine.people import Person
from journeywork.engine.permissions import ROLES, SCOPES
from journeywork.kernel.tenancy import within
from journeywork.people import actions as people
from tests.conftest import Cast
from tests.fakes.described import Description, Operation
from tests.fakes.hostile import Judge, Send
from tests.fakes.written import taken_back
from tests.rooms.api_examples import examples
from tests.rooms.calling import EVERYTHING
from tests.rooms.test_api_doors import somebody, things
from tests.rooms.test_hostile_api import sender

__all__ = ["things"]

HOST = "http://testserver"
#: What is generated is the same in every run of the same version of the library.
SEED = 20260310
Call = tuple[str, bytes | None, dict[str, str]]


@pytest.fixture
def callers(cast: Cast, at: datetime, settings: Any) -> dict[str, Send]:
    """Return everybody who may come in, as often as they like, and two who may not, by name."""
    settings.API_PER_MINUTE = 0

    def as_(person: Person, scopes: tuple[str, ...] = EVERYTHING) -> Send:
        with within(person.org):
            _, secret = people.issue_token(
                person_id=person.id, name="walk", scopes=scopes,
                expires_at=at + timedelta(days=1), by=person.id, at=at,
            )  # fmt: skip
        return sender(secret, at)

    everybody = people.add_person(
        name="Everybody", email="", roles=tuple(ROLES), teams=(cast.payments.id,), by=None, at=at
    )
    found = {"everybody": as_(everybody), "Ana": as_(cast.ana), "another's": as_(cast.outsider)}
    found |= {f"role {role}": as_(somebody(role, cast, at)) for role in ROLES}
    found |= {f"scope {scope}": as_(everybody, (scope,)) for scope in SCOPES}
    return found | {"nobody": sender("", at), "a stranger": sender("jw_nonsense", at)}


def without_tokens(document: dict[str, Any]) -> dict[str, Any]:
    """Return the document as for an API without tokens: who calls is for us to say."""
    bare = {**document, "components": {**document["components"], "securitySchemes": {}}}
    bare["paths"] = {
        path: {verb: {**operation, "security": []} for verb, operation in verbs.items()}
        for path, verbs in document["paths"].items()
    }
    return bare


def made(operation: Any, mode: GenerationMode, count: int) -> list[Call]:
    """Return calls that schemathesis makes: path and query, body, headers."""
    found: list[Call] = []

    @seed(SEED)
    @examples_of(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy(generation_mode=mode))
    def take(case: Any) -> None:
        given = case.as_transport_kwargs(base_url=HOST)
        given = {name: given[name] for name in given if name in _TAKEN}
        sent = requests.Request(**given).prepare()
        body = sent.body.encode() if isinstance(sent.body, str) else sent.body
        kept = {k: str(v) for k, v in sent.headers.items() if k != "Content-Length"}
        found.append((str(sent.url).removeprefix(HOST), body, kept))

    take()
    return found


_TAKEN = ("method", "url", "headers", "params", "cookies", "json", "data", "files")


def calls(document: dict[str, Any], count: int) -> Iterator[tuple[str, Call]]:
    """Yield an operation's name and a call, some that fit and as many that do not."""
    for each in schemathesis.openapi.from_dict(without_tokens(document)).get_all_operations():
        operation = each.ok()
        told = operation.definition.raw
        name = told["operationId"]
        # Nothing can be wrong where nothing is sent, or any text will do.
        picky = [p for p in told.get("parameters", ()) if p["schema"].keys() - {"type", "title"}]
        modes = [GenerationMode.POSITIVE]
        modes += [GenerationMode.NEGATIVE] if picky or "requestBody" in told else []
        for mode in modes:
            yield from ((name, call) for call in made(operation, mode, count))


def with_things(operation: Operation, example: str, call: Call) -> Call:
    """Return the call with the address of something that is there."""
    path, body, headers = call
    query = path.partition("?")[2]
    bare = "/api/v1/" + example.partition("?")[0]
    return (f"{bare}?{query}" if query else bare), body, headers


def campaign(things: dict[str, str], callers: dict[str, Send], count: int, each: int) -> None:
    """Send `count` calls that fit and as many that do not per operation, as `each` callers."""
    described = Description(api.get_openapi_schema())
    known = {operation.name: operation for operation in described.operations()}
    fitting, judge = examples(things), Judge(described)
    turns = cycle(callers.items())
    for number, (name, made) in enumerate(calls(described.document, count)):
        operation = known[name]
        call = with_things(operation, fitting[name][1], made) if number % 3 else made
        for who, send in islice(turns, each):
            with taken_back() as written:
                came = send(operation.method, *call)
            judge.answer(operation, f"as {who}: {call}", came, written.tables())
    judge.sound()
    assert judge.asked > 200 * each


def test_whatever_the_document_allows_or_forbids_is_answered_as_it_says(
    things: dict[str, str], callers: dict[str, Send]
) -> None:
    campaign(things, callers, count=2, each=2)


@pytest.mark.long
def test_the_same_at_length_as_everybody(things: dict[str, str], callers: dict[str, Send]) -> None:
    campaign(things, callers, count=12, each=len(callers))
