"""What has not changed is not sent again, and what has changed is not written over."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier
from typing import Any

import pytest
from django.db import connections

from journeywork.api.app import api
from journeywork.api.versions import THINGS
from journeywork.engine.people import Person
from journeywork.people import actions as people
from tests.conftest import TUESDAY, Cast, make_cast
from tests.rooms.calling import Answer, Calls

CARD = {"title": "Before a migration", "body": "Look at its locks first."}


@pytest.fixture
def calls(at: datetime) -> Calls:
    return Calls(at)


@pytest.fixture
def ada(cast: Cast, at: datetime) -> Person:
    del cast
    return people.add_person(
        name="Ada", email="", roles=("administrator",), invited=True, by=None, at=at
    )


def ask(
    calls: Calls, who: Person, method: str, path: str, body: Any = None, **headers: str
) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    calls.as_(who)
    token = next(secret for (id, _), secret in calls._tokens.items() if id == who.id)
    return calls.call(method, path, body, token, headers=named)


def test_what_has_not_changed_is_not_sent_again(cast: Cast, calls: Calls) -> None:
    key = ask(calls, cast.ana, "POST", "cards", CARD).json["key"]
    path = f"cards/{key}"
    first = ask(calls, cast.ana, "GET", path)
    tag = first.headers["ETag"]
    again = ask(calls, cast.ana, "GET", path, If_None_Match=f'"old", W/{tag}')
    assert (again.status, again.json, again.headers["ETag"]) == (304, None, tag)
    ask(calls, cast.ana, "PATCH", path, {"title": "Locks first"})
    news = ask(calls, cast.ana, "GET", path, If_None_Match=tag)
    assert (news.status, news.json["title"]) == (200, "Locks first")
    assert news.headers["ETag"] != tag


def test_a_page_of_a_list_says_where_it_goes_on_also_when_it_is_not_sent_again(
    cast: Cast, calls: Calls
) -> None:
    first = ask(calls, cast.ana, "GET", "people?limit=1")
    again = ask(calls, cast.ana, "GET", "people?limit=1", If_None_Match=first.headers["ETag"])
    assert (again.status, again.headers["Link"]) == (304, first.headers["Link"])


def test_what_somebody_changed_meanwhile_is_not_written_over(cast: Cast, calls: Calls) -> None:
    made = ask(calls, cast.ana, "POST", "cards", CARD).json
    path = f"cards/{made['key']}"
    seen = ask(calls, cast.ana, "GET", path).headers["ETag"]
    changed = ask(calls, cast.ana, "PATCH", path, {"title": "One"}, If_Match=seen)
    assert (changed.status, changed.json["title"]) == (200, "One")
    assert changed.headers["ETag"] == ask(calls, cast.ana, "GET", path).headers["ETag"]
    stale = ask(calls, cast.ana, "PATCH", path, {"title": "Two"}, If_Match=seen)
    assert (stale.status, stale.headers["Content-Type"]) == (412, "application/problem+json")
    assert ask(calls, cast.ana, "GET", path).json["title"] == "One"
    onward = changed.headers["ETag"]
    for verb in ("publish", "review", "archive"):
        answer = ask(calls, cast.ana, "POST", f"{path}/{verb}", If_Match=onward)
        assert answer.status == 200
        onward = answer.headers["ETag"]
    assert ask(calls, cast.ana, "POST", f"{path}/publish", If_Match=seen).status == 412


def test_rules_promise_and_profile_have_versions_too(ada: Person, cast: Cast, calls: Calls) -> None:
    del cast
    rule = "admin/rules/stuck_check"
    writes: list[tuple[str, str, str, Any]] = [
        (rule, "POST", f"{rule}/switch", {"enabled": False}),
        ("policy", "PATCH", "admin/policy", {"per_day": 1}),
        ("me", "PATCH", "me", {"findable": False}),
        ("me", "POST", "me/pause", {"until": "2026-04-01"}),
        (rule, "DELETE", rule, None),
    ]
    for read, method, path, body in writes:
        tag = ask(calls, ada, "GET", read).headers["ETag"]
        assert ask(calls, ada, method, path, body, If_Match='"other"').status == 412, path
        assert ask(calls, ada, "GET", read).headers["ETag"] == tag, path
        assert ask(calls, ada, method, path, body, If_Match=tag).status < 300, path
        assert ask(calls, ada, "GET", read).headers["ETag"] != tag, path


def test_a_rule_is_made_only_where_there_is_none(ada: Person, cast: Cast, calls: Calls) -> None:
    del cast
    told = ask(calls, ada, "GET", "admin/rules/stuck_check").json
    written = {name: told[name] for name in told if name not in ("key", "changed")}
    path = "admin/rules/of_our_own"
    assert ask(calls, ada, "PUT", path, written, If_Match="*").status == 412
    assert ask(calls, ada, "PUT", path, written, If_None_Match="*").status == 200
    assert ask(calls, ada, "PUT", path, written, If_None_Match="*").status == 412
    assert ask(calls, ada, "PUT", path, written, If_Match="*").status == 200


def test_where_nothing_is_compared_nothing_is_done(cast: Cast, calls: Calls) -> None:
    for header in ("If-Match", "If-None-Match"):
        assert ask(calls, cast.ana, "POST", "notes", {"text": "x"}, **{header: '"a"'}).status == 412
    assert ask(calls, cast.ana, "GET", "cards?mine=true").items == []


def test_who_may_not_change_it_learns_nothing_by_comparing(cast: Cast, calls: Calls) -> None:
    key = ask(calls, cast.ana, "POST", "cards", CARD).json["key"]
    assert ask(calls, cast.ben, "PATCH", f"cards/{key}", {"title": "x"}).status == 404
    answers = [
        ask(calls, who, "PATCH", f"cards/{key}", {"title": "x"}, If_Match='"a"')
        for who in (cast.ben, cast.outsider)
    ]
    assert [each.status for each in answers] == [412, 412]
    assert answers[0].json == ask(
        calls, cast.ben, "PATCH", "cards/nothing", {"title": "x"}, If_Match='"a"'
    ).json  # fmt: skip


def test_the_description_says_what_has_versions() -> None:
    changing = {
        (verb.upper(), path.removeprefix("/api/v1"))
        for path, verbs in api.get_openapi_schema()["paths"].items()
        for verb, operation in verbs.items()
        if "412" in operation["responses"]
    }
    assert changing == set(THINGS)


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_one_is_told(at: datetime) -> None:
    from journeywork.kernel.tenancy import within
    from journeywork.people import actions

    org = actions.create_organisation(key="two", name="Two", at=TUESDAY).id
    with within(org):
        ana = make_cast(org).ana
    calls = Calls(at)
    key = ask(calls, ana, "POST", "cards", CARD).json["key"]
    tag = ask(calls, ana, "GET", f"cards/{key}").headers["ETag"]
    together = Barrier(4)

    def change(number: int) -> int:
        try:
            together.wait()
            body = {"title": f"Title {number}"}
            return ask(calls, ana, "PATCH", f"cards/{key}", body, If_Match=tag).status
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(change, range(4))) == [200, 412, 412, 412]
    assert len(ask(calls, ana, "GET", f"cards/{key}/versions").items) == 1
