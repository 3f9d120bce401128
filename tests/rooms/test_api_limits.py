"""Who asks too often is told so, and when to ask again; all processes count together."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connections

from journeywork.kernel import allowances
from journeywork.kernel.ids import new_id
from journeywork.kernel.models import AllowanceRow
from journeywork.kernel.tenancy import within
from tests.conftest import Cast
from tests.rooms.calling import EVERYTHING, Calls


@pytest.fixture
def calls(at: datetime, settings: Any) -> Calls:
    settings.API_PER_MINUTE = 3
    return Calls(at)


def test_every_answer_tells_what_is_left(cast: Cast, calls: Calls) -> None:
    ana = calls.as_(cast.ana)
    told = [ana("GET", path).headers for path in ("me", "nothing/at/all", "cards/nothing")]
    assert {each.get("RateLimit-Policy") for each in (told[0], told[2])} == {
        '"token";q=3;w=60, "person";q=6;w=60'
    }
    assert told[0]["RateLimit"] == '"token";r=2;t=60, "person";r=5;t=60'
    assert told[2]["RateLimit"] == '"token";r=1;t=60, "person";r=4;t=60'


def test_one_too_many_is_refused_until_the_minute_is_over(
    cast: Cast, calls: Calls, at: datetime
) -> None:
    ana = calls.as_(cast.ana)
    assert [ana("GET", "me").status for _ in range(3)] == [200, 200, 200]
    calls.at = at + timedelta(seconds=17)
    refused = ana("POST", "notes", {"text": "Locks wait."})
    assert (refused.status, refused.headers["Retry-After"]) == (429, "43")
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert refused.json["detail"] == "The token asked too often; ask again in 43 seconds."
    assert refused.headers["RateLimit"] == '"token";r=0;t=43, "person";r=2;t=43'
    calls.at = at + timedelta(seconds=60)
    assert ana("GET", "cards?mine=true").items == []


def test_a_person_with_many_tokens_is_still_one_person(cast: Cast, calls: Calls) -> None:
    tokens = [calls.as_(cast.ana, scopes) for scopes in (("read",), ("read", "write"), EVERYTHING)]
    statuses = [call("GET", "policy").status for call in (*tokens, *tokens, *tokens)]
    assert statuses == [200] * 6 + [429] * 3
    assert calls.as_(cast.ben)("GET", "policy").status == 200


def test_strangers_and_descriptions_are_not_counted(cast: Cast, calls: Calls, client: Any) -> None:
    del cast
    answers = [calls.call("GET", "me", token="jw_nonsense") for _ in range(5)]
    assert {each.status for each in answers} == {401}
    assert [client.get("/api/v1/openapi.json").status_code for _ in range(5)] == [200] * 5


def test_without_a_limit_nothing_is_told(cast: Cast, calls: Calls, settings: Any) -> None:
    settings.API_PER_MINUTE = 0
    assert not [name for name in calls.as_(cast.ana)("GET", "me").headers if "Rate" in name]


def test_what_was_counted_is_forgotten(cast: Cast, calls: Calls, at: datetime) -> None:
    calls.as_(cast.ana)("GET", "me")
    allowances.sweep(at=at + timedelta(hours=23))
    assert AllowanceRow.objects.count() == 2
    allowances.sweep(at=at + timedelta(hours=25))
    assert AllowanceRow.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_at_the_same_moment_each_request_counts(at: datetime) -> None:
    org, token, person = new_id(), new_id(), new_id()

    def ask(_: int) -> int:
        try:
            with within(org):
                quotas = {"token": (token, 50), "person": (person, 50)}
                return min(one.left for one in allowances.spend(quotas, person=person, at=at))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        left = sorted(pool.map(ask, range(40)), reverse=True)
    assert left == list(range(49, 9, -1))


def test_the_count_need_not_reach_the_disk(db: None) -> None:
    from django.db import connection

    del db
    with connection.cursor() as cursor:
        cursor.execute("select relpersistence from pg_class where relname = 'kernel_allowance'")
        assert cursor.fetchone() == ("u",)


def test_the_description_tells_of_the_limit() -> None:
    from journeywork.api.app import api

    for verbs in api.get_openapi_schema()["paths"].values():
        for operation in verbs.values():
            assert set(operation["responses"]["429"]["headers"]) == {
                "RateLimit", "RateLimit-Policy", "Retry-After",
            }  # fmt: skip
