"""Every request has an id, which leads from the answer to the log; and a line, which says little."""

import json
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import path

from journeywork.config.fast import FastPath
from journeywork.config.noted import noted
from journeywork.config.watching.requests import Watched
from journeywork.kernel import jobs, telling
from journeywork.kernel.asked import following, request_id
from journeywork.kernel.doors import anyone
from journeywork.kernel.telling import Told
from tests.fakes.knocking import Answer, Knock, knock_often

TRACE = "0af7651916cd43dd8448eb211c80319c"
PARENT = f"00-{TRACE}-b7ad6b7169203331-01"


@anyone("a test")
def breaks(request: HttpRequest, key: str) -> HttpResponse:
    """Break with somebody's words."""
    raise ValueError(f"Ana Ahrens ({key}) wrote: the late fee is wrong")


@anyone("a test")
def works(request: HttpRequest, key: str) -> HttpResponse:
    """Work."""
    return HttpResponse(request_id())


urlpatterns = [
    path("breaks/<str:key>", breaks, name="breaks"),
    path("works/<str:key>", works, name="works"),
]
handler500 = "journeywork.web.errors.server_error"

Line = dict[str, Any]


@pytest.fixture
def lines() -> Iterator[list[Line]]:
    """What is told, line by line."""
    found: list[Line] = []

    def write(level: int, what: str, fields: dict[str, Told]) -> None:
        known = {"level": logging.getLevelName(level), "what": what, "request": request_id()}
        found.append(known | fields)

    telling.write_with(write)
    yield found
    telling.write_with(None)


def ask(
    where: str, *, method: str = "GET", headers: dict[str, str] | None = None, body: bytes = b""
) -> Answer:
    """Send a request to the whole application, with the views of this file."""
    from django.core.asgi import get_asgi_application

    whole = Watched(FastPath(get_asgi_application()))
    [answer] = knock_often([Knock(where, body, method, headers or {})], lambda _: whole)
    return answer


@pytest.fixture
def views(settings: Any, transactional_db: None) -> None:
    settings.ROOT_URLCONF = __name__
    settings.ALLOWED_HOSTS = ["testserver"]


HOST = {"Host": "testserver"}


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ({"traceparent": PARENT}, TRACE),
        ({"traceparent": PARENT, "X-Request-ID": "f" * 32}, TRACE),
        ({"X-Request-ID": "4b1b9d7e-3a5f-4d0e-9a54-0f8d3a7c9f10"}, None),
        ({"X-Request-ID": "01JD3QY8Z5T3W0V8M5K7R2B9XA"}, None),
        ({"X-Request-ID": "1-67891233-abcdef012345678912345678"}, None),
    ],
)
def test_an_id_that_comes_along_is_kept(given: dict[str, str], taken: str | None) -> None:
    answer = ask("/healthz", headers=given)
    assert answer.headers["x-request-id"] == (taken or given["X-Request-ID"])


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"X-Request-ID": "ana@fairwater.example"},
        {"X-Request-ID": "Ana-Ahrens-of-Fairwater"},
        {"X-Request-ID": "anafairwaterlatefees"},
        {"X-Request-ID": "abc"},
        {"X-Request-ID": "a" * 65},
        {"X-Request-ID": "a" * 20 + "\r\nx: y"},
        {"traceparent": f"00-{'0' * 32}-b7ad6b7169203331-01"},
        {"traceparent": f"00-{TRACE}-{'0' * 16}-01"},
        {"traceparent": TRACE},
    ],
)
def test_anything_else_gets_one_of_ours(given: dict[str, str]) -> None:
    made = {ask("/healthz", headers=given).headers["x-request-id"] for _ in range(2)}
    assert len(made) == 2
    assert all(re.fullmatch(r"[0-9a-f]{32}", each) for each in made)
    assert TRACE not in made


def test_a_line_says_which_page_and_nothing_of_who_or_what(views: None, lines: list[Line]) -> None:
    answer = ask("/works/ana?q=late+fee", headers=HOST | {"traceparent": PARENT})
    assert answer.content.decode() == TRACE
    [line] = lines
    assert line.pop("ms") > 0
    assert line == {
        "level": "INFO", "what": "request", "request": TRACE,
        "method": "GET", "view": "works", "status": 200,
    }  # fmt: skip


def test_what_is_not_there_has_no_name_of_its_own(views: None, lines: list[Line]) -> None:
    for where in ("/people/ana", "/ingest/ana", "/static/ana.css", "/healthz/ana"):
        ask(where, headers=HOST)
    found = [(line["view"], line["status"]) for line in lines]
    assert found == [("none", 404), ("none", 404), ("static", 404), ("none", 404)]


def test_methods_are_those_that_there_are(views: None, lines: list[Line]) -> None:
    ask("/works/ana", method="ANA", headers=HOST)
    assert [line["method"] for line in lines] == ["OTHER"]


def test_who_asks_every_few_seconds_fills_no_log(lines: list[Line]) -> None:
    ask("/healthz")
    assert lines == []


def test_a_page_that_breaks_gives_the_id_under_which_the_log_tells(
    views: None, lines: list[Line], caplog: pytest.LogCaptureFixture
) -> None:
    answer = ask("/breaks/ana", headers=HOST | {"Accept": "text/html", "traceparent": PARENT})
    assert answer.status_code == 500
    page = answer.content.decode()
    assert f"Give this to your administrator: <code>{TRACE}</code>" in page
    assert [(line["view"], line["status"], line["request"]) for line in lines] == [
        ("breaks", 500, TRACE)
    ]
    [record] = [each for each in caplog.records if each.exc_info]
    assert record.name == "django.request"


def test_the_fast_path_answers_its_own_faults_with_the_id(lines: list[Line]) -> None:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.routing import Route

    from journeywork.kernel.fast_doors import ANSWERS

    async def door(request: Request) -> None:
        raise ValueError("Ana Ahrens wrote: the late fee is wrong")

    doors = Starlette(routes=[Route("/", door)], exception_handlers=ANSWERS)
    headers = {"traceparent": PARENT}
    [answer] = knock_often([Knock("/", method="GET", headers=headers)], lambda _: Watched(doors))
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.status_code, answer.json()["request_id"]) == (500, TRACE)
    fault, request = lines
    assert (fault["what"], fault["fault"].split()[0], fault["request"]) == (
        "broke", "ValueError", TRACE,
    )  # fmt: skip
    assert (request["what"], request["status"]) == ("request", 500)
    assert "wrong" not in json.dumps(lines)


def test_what_breaks_outside_of_everything_is_answered_too(lines: list[Line]) -> None:
    async def broken(*_: Any) -> None:
        raise RuntimeError("Ana Ahrens wrote: the late fee is wrong")

    [answer] = knock_often([Knock("/", method="GET")], lambda _: Watched(broken))
    assert (answer.status_code, answer.json()["title"]) == (500, "Internal Server Error")
    assert answer.json()["request_id"] == answer.headers["x-request-id"] == lines[0]["request"]


def test_a_fault_of_the_asker_needs_no_id() -> None:
    problem = ask("/ingest/events", method="POST").json()
    assert (problem["status"], "request_id" in problem) == (401, False)


def test_what_follows_from_a_request_is_told_under_its_id(
    transactional_db: None, lines: list[Line]
) -> None:
    """A job carries the id of the request that brought it about; its task knows nothing of it."""
    from procrastinate import JobContext
    from procrastinate.contrib.django.models import ProcrastinateJob
    from procrastinate.jobs import Job as Queued

    with following(TRACE):
        jobs.defer("turn_fact", org="o", fact="f")
    jobs.defer("turn_fact", org="o", fact="g")
    heard = []
    for row in ProcrastinateJob.objects.filter(args__org="o").order_by("id"):
        queued = Queued(
            id=row.id, queue="default", lock=None, queueing_lock=None,
            task_name=row.task_name, task_kwargs=row.args,
        )  # fmt: skip
        context = JobContext(
            app=None, worker_name="", job=queued, start_timestamp=0.0, abort_reason=lambda: None
        )  # type: ignore[arg-type]

        def does(**arguments: Any) -> None:
            heard.append((arguments, request_id()))

        noted(does, "Turn a fact.")(context, **row.args)
    assert heard == [({"org": "o", "fact": "f"}, TRACE), ({"org": "o", "fact": "g"}, "")]
    told = [(line["what"], line["task"], line["request"]) for line in lines]
    assert told == [("job", "turn_fact", TRACE), ("job", "turn_fact", "")]
