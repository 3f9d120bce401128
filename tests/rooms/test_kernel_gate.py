"""Sixty ways to send nonsense: each gets a clear 4xx that names the field, none a 5xx."""

import asyncio
import json
import time
from typing import Any

import pytest
from django.test import Client

from journeywork.engine.gate import STANDARD
from journeywork.kernel.gate import BodyLimit

pytestmark = [pytest.mark.urls("tests.fakes.doors"), pytest.mark.django_db]

#: hostile JSON documents, and the field that the answer names
DOCUMENTS: list[tuple[bytes, str]] = [
    (b'{"a": "\\u0000"}', "a"),
    (b'{"a": {"b": ["x", "\\u0000"]}}', "a.b[1]"),
    (b'{"\\u0000": 1}', "a key"),
    (b'{"a": "\\ud800"}', "a"),
    (b'{"a": "\\udc00"}', "a"),
    (b'{"a": "\xed\xa0\x80"}', ""),
    (b'{"a": "\xff"}', ""),
    (b'{"a": NaN}', "a"),
    (b'{"a": -NaN}', ""),
    (b'{"a": Infinity}', "a"),
    (b'{"a": -Infinity}', "a"),
    (b'{"a": 1e400}', "a"),
    (b'{"a": 9223372036854775808}', "a"),
    (b'{"a": -9223372036854775809}', "a"),
    (b'{"a": ' + b"9" * 5000 + b"}", "a"),
    (b'{"a": 1, "a": 2}', "a"),
    (b'{"x": {"a": 1, "a": 2}}', "x.a"),
    (b"[" * 33 + b"]" * 33, "[0]" * 32),
    (b"[" * 100_000, ""),
    (b'{"a":' * 100_000, ""),
    (b"{" + b",".join(b'"k%d":1' % n for n in range(1001)) + b"}", ""),
    (b"{" + b",".join(b'"k%d":1' % n for n in range(60_000)) + b"}", ""),
    (b"[" + b"1," * 100_000 + b"1]", ""),
    (b"", ""),
    (b"nul", ""),
    (b"{", ""),
    (b'{"a": }', ""),
    (b"{'a': 1}", ""),
    (b'{"a": 01}', ""),
    (b'{"a": "\n"}', ""),
    (b"\xef\xbb\xbf{}", ""),
    (b"\xfe\xff\x00{\x00}", ""),
    (b"\x00", ""),
]


@pytest.mark.parametrize(("body", "field"), DOCUMENTS)
def test_a_hostile_document_is_refused_by_field(body: bytes, field: str) -> None:
    began = time.perf_counter()
    answer = Client().post("/api/echo/", body, content_type="application/json")
    took = time.perf_counter() - began
    if body == b"":
        assert answer.status_code == 200  # no body is no document
        return
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert answer.json()["errors"][0]["field"] == field
    assert took < 1


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("application/json", 413),
        ("application/problem+json", 413),
        ("application/x-www-form-urlencoded", 413),
        ("multipart/form-data; boundary=x", 413),
        ("text/plain", 413),
        ("", 413),
    ],
)
def test_a_body_over_the_limit_is_413(kind: str, status: int) -> None:
    body = b"x" * (STANDARD.body + 1)
    answer = Client().post("/api/echo/", body, content_type=kind)
    assert (answer.status_code, answer.json()["title"]) == (status, "Content Too Large")


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("a=%00", "a"),
        ("a%00=1", "a field name in the query string"),
        ("a%0A=1", "a field name in the query string"),
        ("a=%ff", "the query string"),
        ("a=%ed%a0%80", "the query string"),
        ("limit=-1", "limit"),
        ("limit=0", "limit"),
        ("limit=99999999999999999999", "limit"),
        ("limit=1e9", "limit"),
        ("limit=%D9%A3", "limit"),
        ("&".join(f"k{n}=1" for n in range(1001)), "the query string"),
    ],
)
def test_a_hostile_query_is_refused_by_field(query: str, field: str) -> None:
    answer = Client().get(f"/api/echo/?{query}")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, field)


@pytest.mark.parametrize(
    "body",
    [
        b"a=%00",
        b"a%00=1",
        b"a=\xff",
        b"&".join(b"k%d=1" % n for n in range(1001)),
    ],
)
def test_a_hostile_form_is_refused(body: bytes) -> None:
    answer = Client().post("/api/echo/", body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "body",
    [
        b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n\x00\r\n--x--\r\n',
        b'--x\r\nContent-Disposition: form-data; name="a"; filename="b\n"\r\n\r\n1\r\n--x--\r\n',
        b'--x\r\nContent-Disposition: form-data; name="a\x00"\r\n\r\n1\r\n--x--\r\n',
        b"not a form at all",
        b"--x\r\n",
    ],
)  # fmt: skip
def test_a_hostile_multipart_form_is_no_fault_of_ours(body: bytes) -> None:
    answer = Client().post("/api/echo/", body, content_type="multipart/form-data; boundary=x")
    assert answer.status_code in (200, 400)
    assert "\x00" not in json.dumps(answer.json().get("post", {}), ensure_ascii=False)


def test_a_multipart_form_without_boundary_is_refused() -> None:
    answer = Client().post("/api/echo/", b"x", content_type="multipart/form-data")
    assert answer.status_code == 400


@pytest.mark.parametrize("path", ["/echo/a%00b", "/echo/a%0Ab", "/echo/" + "x" * 3000])
def test_a_hostile_path_is_refused(path: str) -> None:
    assert Client().get(path).status_code == 400


@pytest.mark.parametrize("cookie", ['sessionid="a\\000b"', 'x="\\000"'])
def test_a_hostile_cookie_is_refused(cookie: str) -> None:
    """Cookies may hide NUL behind an octal escape; the session store must not meet it."""
    assert Client(headers={"Cookie": cookie}).get("/api/echo/").status_code == 400


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Content-Length", "-1"),
        ("Content-Length", "x"),
        ("Content-Length", "9" * 40),
    ],
)
def test_a_hostile_length_is_refused(name: str, value: str) -> None:
    answer = Client().post(
        "/api/echo/", b"{}", content_type="application/json", headers={name: value}
    )
    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Accept-Language", "\xff" * 100),
        ("Accept-Language", "en;q=NaN," * 500),
        ("Content-Type", "application/json; charset=nonsense"),
        ("Authorization", "Bearer \xff\xfe"),
        ("If-None-Match", '"' * 5000),
        ("If-Modified-Since", "yesterday"),
        ("X-Forwarded-For", "'; drop table people_person; --"),
        ("Cookie", "=" * 5000),
        ("Cookie", "sessionid=" + "x" * 5000),
    ],
)
def test_a_hostile_header_changes_nothing(name: str, value: str) -> None:
    assert Client().get("/echo/", headers={name: value}).status_code == 200


def test_people_get_a_page_and_programs_a_problem() -> None:
    pages = Client(headers={"Accept": "text/html"})
    answers = [
        pages.get("/echo/?a=%00"),
        pages.get("/api/echo/?a=%00"),
        Client().get("/echo/?a=%00"),
    ]
    assert [answer["Content-Type"].split(";")[0] for answer in answers] == [
        "text/html",
        "application/problem+json",
        "application/problem+json",
    ]
    assert json.loads(answers[0].content) == {"calm": "a: contains the character NUL"}


def test_what_is_good_comes_through_once_parsed() -> None:
    body = json.dumps({"name": "Zoë 👩‍🚀", "n": [1, 2.5, None, True]})
    sent = Client().post("/api/echo/?q=%C3%A9", body, content_type="application/json")
    assert (sent.json()["json"], sent.json()["get"]) == (json.loads(body), {"q": ["é"]})


async def _unmeasured(body: bytes, kind: bytes) -> int:
    """Send a body to the whole application without saying how long it is, as HTTP/2 may."""
    from django.core.asgi import get_asgi_application

    sent: list[dict[str, Any]] = []
    left = [body[:7], body[7:]]

    async def receive() -> dict[str, Any]:
        if not left:
            await asyncio.sleep(60)
        return {"type": "http.request", "body": left.pop(0), "more_body": bool(left)}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/api/echo/",
        "query_string": b"",
        "headers": [(b"host", b"localhost"), (b"content-type", kind)],
        "client": ("127.0.0.1", 1),
    }
    await BodyLimit(get_asgi_application())(scope, receive, send)
    return sent[0]["status"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b'{"a": 1, "b": 2}', b"application/json", 200),
        (b'{"a": 1, "a": 2}', b"application/json", 400),
        (b'{"a": "\\u0000"}', b"application/json", 400),
        (b"a=%00&bbbbbbbb=1", b"application/x-www-form-urlencoded", 400),
    ],
)
def test_a_body_that_does_not_say_how_long_it_is_passes_the_gate_too(
    body: bytes, kind: bytes, status: int
) -> None:
    assert asyncio.run(_unmeasured(body, kind)) == status


async def _ask(chunks: list[bytes]) -> list[dict[str, Any]]:
    """Send a body without saying how long it is to an application that reads it all."""
    sent: list[dict[str, Any]] = []
    left = list(chunks)

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": left.pop(0), "more_body": bool(left)}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    async def application(scope: Any, receive: Any, send: Any) -> None:
        while (await receive()).get("more_body"):
            pass
        await send({"type": "http.response.start", "status": 200, "headers": []})

    await BodyLimit(application)({"type": "http", "path": "/x"}, receive, send)
    return sent


@pytest.mark.parametrize(("chunks", "status"), [(2, 200), (100, 413)])
def test_a_body_that_never_ends_is_not_read_to_the_end(chunks: int, status: int) -> None:
    answers = asyncio.run(_ask([b"x" * 65536] * chunks))
    assert answers[0]["status"] == status
