"""One Ask, two doors: what Django answers, the fast path answers, word for word.

Both are the whole application as the server runs it; one has the fast path, the other has not.
"""

import asyncio
import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as settings_in_force
from django.core.asgi import get_asgi_application
from django.db import connection
from django.db.models.sql import Query
from hypothesis import given
from hypothesis import strategies as some
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from pydantic import ValidationError

from journeywork.api.shapes.help import AnswerOut, AskIn
from journeywork.api.short_way import ADDRESS, Question, plain
from journeywork.config import ask_door
from journeywork.config.ask_door import AskDoor
from journeywork.config.fast import FastPath
from journeywork.config.watching.requests import Watched
from journeywork.engine.people import Person
from journeywork.engine.work import WorkEvent
from journeywork.kernel import clock
from journeywork.kernel.gate import BodyLimit
from journeywork.kernel.tenancy import within
from journeywork.knowledge import actions as knowledge
from journeywork.knowledge import indexing
from journeywork.knowledge import queries as cards
from journeywork.people import actions as people
from journeywork.work import actions as work
from tests.conftest import Cast
from tests.fakes.knocking import Answer, Knock, knock_at, scope_of
from tests.rooms.test_watching_traces import heard, tree

__all__ = ["heard"]

JSON = "application/json"
HOW_TO = "how do I add a column to a large table"


@pytest.fixture
def db(transactional_db: None) -> None:
    """Committed: each door has connections of its own."""


@pytest.fixture(autouse=True)
def unlimited(settings: Any) -> None:
    """Let nobody be counted, so that one door's requests do not show in the other's answers."""
    settings.API_PER_MINUTE = 0


@pytest.fixture
def known(cast: Cast, at: datetime) -> Iterator[None]:
    """Knowledge and past work of both organisations, in the index."""
    _told(cast.ana, "Add a column to a large table", at)
    with within(cast.other_org):
        _told(cast.outsider, "Add a column to a large table, elsewhere", at)
    indexing.rebuild()
    yield
    indexing.search_index().close()


def _told(by: Person, title: str, at: datetime) -> None:
    made = knowledge.draft(title=title, body="Without a default.", by=by.id, at=at)
    knowledge.publish_card(card_id=made.id, by=by.id, at=at)
    done = WorkEvent(
        source="urn:test", id=title, type="change.merged", at=at - timedelta(days=9),
        subject=f"{by.key}/1", by=by.id, title=title, text="a column in a table", place="payments",
        paths=("src/ledger.py",),
    )  # fmt: skip
    work.accept([done], by=by.id, at=at)
    while work.digest(at=at):
        pass


def token(person: Person, at: datetime, scopes: Sequence[str] = ("read", "write")) -> str:
    with within(person.org):
        _, secret = people.issue_token(
            person_id=person.id, name="test", scopes=scopes, expires_at=at + timedelta(days=1),
            by=person.id, at=at,
        )  # fmt: skip
    return secret


class Doors:
    """Both applications; `fast` and `whole` answer the same requests at one fixed time."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def both(self, knocks: Sequence[Knock]) -> list[tuple[Answer, Answer]]:
        """Return what each door answers to each request, (fast, whole), in order."""
        with clock.fixed(self.at):
            return asyncio.run(self._both(knocks))

    def fast(self, *knocks: Knock) -> list[Answer]:
        """Return what the fast path answers; Django is not there."""

        async def story() -> list[Answer]:
            fast = FastPath(_nobody)
            try:
                return [await knock_at(Watched(BodyLimit(fast)), each) for each in knocks]
            finally:
                await fast.close()

        with clock.fixed(self.at):
            return asyncio.run(story())

    async def _both(self, knocks: Sequence[Knock]) -> list[tuple[Answer, Answer]]:
        django = get_asgi_application()
        fast = FastPath(django)
        one, other = Watched(BodyLimit(fast)), Watched(BodyLimit(django))
        try:
            return [(await knock_at(one, each), await knock_at(other, each)) for each in knocks]
        finally:
            await fast.close()


async def _nobody(*_: Any) -> None:
    raise AssertionError("this goes on to Django")


@pytest.fixture
def doors(at: datetime) -> Doors:
    return Doors(at)


def asking(secret: str, body: Any = None, path: str = ADDRESS, method: str = "POST",
           **headers: str) -> Knock:  # fmt: skip
    """Return a question; headers are named with underscores, "" leaves one out."""
    content = (
        body
        if isinstance(body, bytes)
        else json.dumps({"text": HOW_TO} if body is None else body).encode()
    )
    usual = {"authorization": f"Bearer {secret}", "content-type": JSON, "host": "127.0.0.1",
             "x-request-id": "0123456789abcdef"}  # fmt: skip
    told = usual | {name.replace("_", "-"): value for name, value in headers.items()}
    return Knock(path, content, method, {name: value for name, value in told.items() if value})


BODIES: dict[str, Any] = {
    "a question": {"text": HOW_TO},
    "a place and paths": {"text": "why", "place": "payments", "paths": ["src/ledger.py"]},
    "a path": {"text": "src/ledger.py"},
    "an error": {"text": "Traceback: ValueError: no such column"},
    "other letters": {"text": "Wie füge ich eine Spalte hinzu? 表 \U0001f389"},
    "nothing is found": {"text": "what is titanium on lathe two"},
    "the longest": {"text": "x" * 100_000, "place": "p" * 200, "paths": ["p" * 500] * 200},
    "white space": {"text": " \n "},
    "no text": {},
    "an empty text": {"text": ""},
    "a long text": {"text": "x" * 100_001},
    "a number": {"text": 5},
    "null": {"text": None},
    "a truth": {"text": True},
    "a list": {"text": ["a"]},
    "an unknown field": {"text": "a", "plase": "b"},
    "a long place": {"text": "a", "place": "p" * 201},
    "no place": {"text": "a", "place": None},
    "paths in a text": {"text": "a", "paths": "src/ledger.py"},
    "no paths": {"text": "a", "paths": None},
    "an empty path": {"text": "a", "paths": ["b", ""]},
    "a long path": {"text": "a", "paths": ["p" * 501]},
    "many paths": {"text": "a", "paths": ["p"] * 201},
    "all wrong": {"text": "", "place": 1, "paths": [None, 3, ""], "more": 1},
    "text alone": b'"text"',
    "null alone": b"null",
    "a list alone": b"[]",
    "nothing": b"",
    "no JSON": b"{",
    "not a number": b'{"text": NaN}',
    "beyond a float": b'{"text": 1e400}',
    "beyond 64 bits": b'{"text": 18446744073709551616}',
    "twice": b'{"text": "a", "text": "b"}',
    "NUL": b'{"text": "\\u0000"}',
    "half a letter": b'{"text": "\\ud800"}',
    "not UTF-8": b'{"text": "\xff"}',
    "deep": b'{"text": ' + b"[" * 40 + b"]" * 40 + b"}",
    "many keys": json.dumps({f"k{n}": 1 for n in range(1001)}).encode(),
    "too large": b'{"text": "' + b"x" * 1_100_000 + b'"}',
    "much too large": b"x" * 4_000_000,
}


def around(secret: str) -> dict[str, Knock]:
    """Return requests that differ in all but the body."""
    return {
        "no token": asking("", authorization=""),
        "another scheme": asking(secret, authorization=f"Basic {secret}"),
        "a scheme in small letters": asking(secret, authorization=f"bearer {secret}"),
        "two spaces": asking(secret, authorization=f"Bearer  {secret}"),
        "no token at all": asking("jw_nonsense"),
        "a wrong secret": asking(secret[:-1] + ("a" if secret[-1] != "a" else "b")),
        "another organisation": asking(secret.replace(secret.split("_")[1], "a" * 26)),
        "no letters": asking("\xe9" * 90),
        "German": asking(secret, accept_language="de"),
        "no language": asking(secret, accept_language="\xff;q=x"),
        "with a charset": asking(secret, content_type="application/json; charset=utf-8"),
        "in capitals": asking(secret, content_type="Application/JSON"),
        "plain text": asking(secret, content_type="text/plain"),
        "no type": asking(secret, content_type=""),
        "a form": asking(secret, b"text=a", content_type="application/x-www-form-urlencoded"),
        "parts": asking(secret, b"--x--", content_type="multipart/form-data; boundary=x"),
        "something like JSON": asking(secret, content_type="application/problem+json"),
        "another host": asking(secret, host="evil.example"),
        "no host": asking(secret, host=""),
        "forwarded": asking(secret, x_forwarded_proto="https", x_forwarded_host="evil.example"),
        "a cookie": asking(secret, cookie="sessionid=nonsense; csrftoken=x"),
        "from a page": asking(secret, origin="https://evil.example", hx_request="true"),
        "a version": asking(secret, if_match='"x"'),
        "another version": asking(secret, if_none_match="*"),
        "a key of nothing": asking(secret, idempotency_key='"'),
        "a trace": asking(secret, traceparent=f"00-{'a' * 32}-{'b' * 16}-01"),
        "a field in the address": asking(secret, path=f"{ADDRESS}?text=a&text=b"),
        "an address with letters": asking(secret, path=f"{ADDRESS}?x=\xff"),
        "a bad address": asking(secret, path=f"{ADDRESS}?x=%00"),
        "a slash": asking(secret, path=f"{ADDRESS}/"),
        "no length": asking(secret, content_length="x"),
        "less than nothing": asking(secret, content_length="-1"),
        "a length beyond": asking(secret, content_length="9" * 30),
        "a length above": asking(secret, content_length="1048577"),
        **{method: asking(secret, method=method) for method in ("GET", "PUT", "OPTIONS", "HEAD")},
    }


def unlike(knocks: dict[str, Knock], answers: Sequence[tuple[Answer, Answer]]) -> dict[str, Any]:
    """Return the requests that the doors answer differently, with what each says."""
    pairs = dict(zip(knocks, answers, strict=True))
    told = {what: (_whole(fast), _whole(other)) for what, (fast, other) in pairs.items()}
    return {what: _apart(*both) for what, both in told.items() if both[0] != both[1]}


def _apart(fast: Any, whole: Any) -> Any:
    """Return in what two answers differ: status, headers, content."""
    if fast[0] != whole[0]:
        return fast[0], fast[2], whole[0], whole[2]
    headers = fast[1].items() ^ whole[1].items()
    return sorted(headers) or (fast[2], whole[2])


def _whole(answer: Answer) -> tuple[int, dict[str, str], bytes]:
    headers = {name.lower(): value for name, value in answer.headers.items()}
    return answer.status_code, headers, answer.content


def test_both_doors_answer_every_body_alike(cast: Cast, known: None, doors: Doors) -> None:
    del known
    secret = token(cast.ana, doors.at)
    knocks = {what: asking(secret, body) for what, body in BODIES.items()}
    answers = doors.both(list(knocks.values()))
    assert unlike(knocks, answers) == {}
    statuses = [fast.status_code for fast, _ in answers]
    assert {status: statuses.count(status) for status in statuses} == {
        200: 8, 400: 10, 413: 2, 422: 20,
    }  # fmt: skip


def test_both_doors_answer_all_that_is_around_a_body_alike(
    cast: Cast, known: None, doors: Doors
) -> None:
    del known
    knocks = around(token(cast.ana, doors.at))
    answers = doors.both(list(knocks.values()))
    assert unlike(knocks, answers) == {}
    assert {fast.status_code for fast, _ in answers} == {200, 400, 401, 404, 405, 412, 413, 415}


def test_both_doors_let_in_the_same_people(cast: Cast, known: None, doors: Doors) -> None:
    del known
    at = doors.at
    revoked, gone = token(cast.ana, at), token(cast.dora, at)
    prefix = revoked.split("_")[2][:8]
    from journeywork.people.models import TokenRow

    people.revoke_token(token_id=TokenRow.objects.get(prefix=prefix).id, by=cast.ana.id, at=at)
    people.deactivate(person_id=cast.dora.id, by=cast.emil.id, at=at)
    knocks = {
        "Ana": asking(token(cast.ana, at)),
        "Cleo, of another team": asking(token(cast.cleo, at)),
        "the outsider": asking(token(cast.outsider, at)),
        "to send events alone": asking(token(cast.ana, at, ("events",))),
        "a scope that is not enough, and a body that does not fit": asking(
            token(cast.ana, at, ("events",)), {"text": ""}
        ),
        "revoked": asking(revoked),
        "gone": asking(gone),
    }
    answers = doors.both(list(knocks.values()))
    assert unlike(knocks, answers) == {}
    assert [fast.status_code for fast, _ in answers] == [200, 200, 200, 403, 422, 401, 401]


def test_each_organisation_is_answered_with_its_own(cast: Cast, known: None, doors: Doors) -> None:
    """On the same line to the database, in turns: nothing of the one before is left."""
    del known
    secrets = [token(cast.ana, doors.at), token(cast.outsider, doors.at)] * 6
    answers = doors.fast(*(asking(secret) for secret in secrets))
    titles = [[card["title"] for card in answer.json()["cards"]] for answer in answers]
    ours, theirs = ["Add a column to a large table"], ["Add a column to a large table, elsewhere"]
    assert titles == [ours, theirs] * 6
    episodes = {
        answer.json()["episode"] and answer.json()["episode"]["title"] for answer in answers
    }
    assert len(episodes) == 2


def test_a_stranger_with_our_organisation_in_the_token_leaves_nothing_in_force(
    cast: Cast, known: None, doors: Doors
) -> None:
    """What a token names is in force while it is looked at, and no longer than that."""
    del known
    good = token(cast.outsider, doors.at)
    ours = token(cast.ana, doors.at).split("_")[1]
    bad = good.replace(good.split("_")[1], ours)
    first, second, third = doors.fast(asking(bad), asking(good), asking(bad))
    assert (first.status_code, second.status_code, third.status_code) == (401, 200, 401)
    assert [card["title"] for card in second.json()["cards"]] == [
        "Add a column to a large table, elsewhere"
    ]


def test_both_doors_count_the_same_requests(
    cast: Cast, known: None, doors: Doors, settings: Any
) -> None:
    del known
    settings.API_PER_MINUTE = 3
    secret = token(cast.ana, doors.at)
    pairs = doors.both([asking(secret), asking(secret, {"text": ""}), asking(secret)])
    told = [(each.status_code, each.headers) for pair in pairs for each in pair]
    headers = [{name.lower(): value for name, value in found.items()} for _, found in told]
    assert [status for status, _ in told] == [200, 200, 422, 429, 429, 429]
    assert [each["ratelimit"] for each in headers] == [
        f'"token";r={max(0, 3 - n)};t=60, "person";r={6 - n};t=60' for n in range(1, 7)
    ]
    assert [each.get("retry-after") for each in headers] == [None] * 3 + ["60"] * 3
    fast, whole = pairs[2]
    assert fast.content == whole.content


def test_a_key_is_the_same_key_at_both_doors(cast: Cast, known: None, doors: Doors) -> None:
    del known
    secret, body = token(cast.ana, doors.at), {"text": "what is titanium on lathe two"}
    [(first, again)] = doors.both([asking(secret, body, idempotency_key="one")])
    assert (first.status_code, again.status_code) == (200, 200)
    names = [{name.lower() for name in each.headers} for each in (first, again)]
    assert names[1] - names[0] == {"idempotency-replayed"}
    assert first.content == again.content
    knocks = {
        "answered before": asking(secret, body, idempotency_key="one"),
        "another question": asking(secret, {"text": "another"}, idempotency_key="one"),
        "not its words": asking(secret, body, idempotency_key="\xff"),
        "refused": asking(secret, {"text": ""}, idempotency_key="two"),
    }
    answers = doors.both(list(knocks.values()))
    assert unlike(knocks, answers) == {}
    assert [fast.status_code for fast, _ in answers] == [200, 422, 400, 422]
    (asked,) = cards.requests()
    assert (asked.text, asked.asked) == (body["text"], 1)


def test_both_doors_say_alike_that_there_is_no_index(
    cast: Cast, doors: Doors, settings: Any, tmp_path: Path
) -> None:
    settings.INDEX_FOLDER = tmp_path
    [(fast, whole)] = doors.both([asking(token(cast.ana, doors.at))])
    assert _whole(fast) == _whole(whole)
    assert (fast.status_code, fast.headers["retry-after"]) == (503, "5")


@contextmanager
def without_the_orm() -> Iterator[None]:
    """Let the ORM refuse to make any statement."""

    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("the ORM was asked")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Query, "get_compiler", refuse)  # Reads, writes, counts: all ask for one.
        yield


QUIET: list[Callable[[str], Knock]] = [
    asking,
    lambda secret: asking(secret, {"text": "why", "place": "payments", "paths": ["src/ledger.py"]}),
    lambda secret: asking(secret, {"text": "what is titanium on lathe two"}),
    lambda secret: asking(secret, {"text": "how do I add a column in payments"}),
    lambda secret: asking(secret, idempotency_key="key"),
    lambda secret: asking(secret, idempotency_key="key"),
]


def test_the_door_asks_nothing_of_the_orm(
    cast: Cast, known: None, doors: Doors, settings: Any
) -> None:
    """Counted, kept under a key, found, not found, folded for the first time: no model is made."""
    del known
    settings.API_PER_MINUTE = 100
    secret = token(cast.ana, doors.at)
    with without_the_orm():
        answers = doors.fast(*(make(secret) for make in QUIET))
        for control in (cards.requests, partial(_advised, cast.ben, doors.at)):
            with pytest.raises(AssertionError, match="the ORM was asked"):
                control()
    assert [answer.status_code for answer in answers] == [200] * len(QUIET)


def _advised(person: Person, at: datetime) -> None:
    knowledge.asked_person(person_id=person.id, at=at)


def test_a_question_asks_the_database_few_things(
    cast: Cast, known: None, doors: Doors, django_assert_num_queries: Any
) -> None:
    """In this thread, to count them: the organisation, token, person, and four that are read."""
    del known
    door, asked = AskDoor(), asking(token(cast.ana, doors.at))
    with clock.fixed(doors.at):
        door.answer(scope_of(asked), asked.body)  # What is folded once, is folded.
        with django_assert_num_queries(7):
            found = door.answer(scope_of(asked), asked.body)
    assert found.status_code == 200


def test_both_doors_are_traced_alike(
    cast: Cast, known: None, doors: Doors, heard: InMemorySpanExporter
) -> None:
    """The thread that answers knows whose request it answers; the same names stand in metrics."""
    del known
    doors.both([asking(token(cast.ana, doors.at))])
    spans = tree(heard)
    assert spans[: len(spans) // 2] == spans[len(spans) // 2 :]
    request = f"POST {ADDRESS.removeprefix('/')}"
    assert spans[:3] == [(request, ""), ("ask", request), ("index search", "ask")]


def test_who_goes_away_before_the_question_is_whole_breaks_nothing(
    cast: Cast, doors: Doors, caplog: pytest.LogCaptureFixture
) -> None:
    asked = asking(token(cast.ana, doors.at))
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    async def story() -> None:
        fast = FastPath(_nobody)
        try:
            await Watched(fast)(scope_of(asked), receive, send)
        finally:
            await fast.close()

    asyncio.run(story())
    assert sent[0]["status"] == 400
    assert [record for record in caplog.records if record.exc_info] == []


def test_many_ask_at_once_and_each_is_answered(cast: Cast, known: None, doors: Doors) -> None:
    del known
    secrets = [token(cast.ana, doors.at), token(cast.outsider, doors.at)]

    async def story() -> list[str]:
        fast = FastPath(_nobody)
        try:
            knocks = [asking(secrets[number % 2]) for number in range(24)]
            found = await asyncio.gather(*(knock_at(Watched(fast), each) for each in knocks))
            return [answer.json()["cards"][0]["title"] for answer in found]
        finally:
            await fast.close()

    with clock.fixed(doors.at):
        titles = asyncio.run(story())
    assert (
        titles
        == [
            "Add a column to a large table",
            "Add a column to a large table, elsewhere",
        ]
        * 12
    )


def test_a_line_that_was_ended_meanwhile_is_opened_anew(
    cast: Cast, known: None, doors: Doors
) -> None:
    """As a restart of PostgreSQL ends them: whoever asks next is answered all the same."""
    del known
    asked = asking(token(cast.ana, doors.at))

    async def story() -> list[int]:
        fast = FastPath(_nobody)
        try:
            first = [await knock_at(fast, asked) for _ in range(ask_door.THREADS)]
            with ThreadPoolExecutor(1) as beside:
                await asyncio.get_running_loop().run_in_executor(beside, _end_all)
            later = [await knock_at(fast, asked) for _ in range(ask_door.THREADS)]
            return [each.status_code for each in (*first, *later)]
        finally:
            await fast.close()

    with clock.fixed(doors.at):
        assert asyncio.run(story()) == [200] * 2 * ask_door.THREADS


def _end_all() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_terminate_backend(pid, 5000) from pg_stat_activity "
            "where datname = current_database() and pid <> pg_backend_pid() "
            "and state = 'idle' and usename = current_user and application_name = 'journeywork' "
            "and query like '%people_person%'"
        )
    connection.close()


def test_every_middleware_is_kept_around_the_door_or_spared_with_a_reason() -> None:
    every = set(settings_in_force.MIDDLEWARE)
    assert ask_door.AROUND | ask_door.SPARED.keys() == every
    assert ask_door.AROUND & ask_door.SPARED.keys() == set()


_TEXTS = some.none() | some.integers() | some.text(max_size=8) | some.just("x" * 501)
_BODY = some.dictionaries(
    some.sampled_from(["text", "place", "paths", "more"]),
    _TEXTS | some.lists(_TEXTS, max_size=3) | some.just("x" * 100_001),
)


@given(_BODY)
def test_what_is_plain_is_what_the_description_takes(body: dict[str, Any]) -> None:
    """The one look lets through exactly what the framework would, with the same values."""

    class Request:
        content_type = JSON
        json_value = body

    asked: Any = plain(Request())  # type: ignore[arg-type]
    try:
        closely = AskIn.model_validate(body)
    except ValidationError:
        assert asked is None
    else:
        assert isinstance(asked, Question)
        assert (asked.text, asked.place, asked.paths) == (
            closely.text, closely.place, closely.paths,
        )  # fmt: skip


def test_the_answer_has_the_shape_that_the_description_tells(
    cast: Cast, known: None, doors: Doors
) -> None:
    del known
    [answer] = doors.fast(asking(token(cast.cleo, doors.at)))
    closely = AnswerOut.model_validate(answer.json())
    assert closely.model_dump(mode="json") == answer.json()
    assert (len(closely.cards), closely.episode is None, len(closely.people)) == (1, True, 1)
