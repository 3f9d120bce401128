"""Traces: what happened within what, for whoever installs the extra, and nothing for others."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from threading import Event
from typing import Any

import pytest
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode

from journeywork.config.fast import FastPath
from journeywork.config.stream import drain
from journeywork.config.watching import traces
from journeywork.config.watching.requests import Watched
from journeywork.engine.work import WorkEvent
from journeywork.flow import STREAM
from journeywork.kernel import clock, spans
from journeywork.kernel.asked import following
from journeywork.knowledge import indexing
from journeywork.people import actions as people
from journeywork.support import queries as support
from journeywork.work import actions as work
from tests.conftest import Cast
from tests.fakes.knocking import Knock, knock_often
from tests.fakes.stage import an_index

TRACE, PARENT = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"


@pytest.fixture
def db(transactional_db: None) -> None:
    """Committed, because the fast path has connections of its own."""


@pytest.fixture
def heard() -> Iterator[InMemorySpanExporter]:
    """Listen."""
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    spans.listen(provider.get_tracer("tests"))
    yield exporter
    spans.listen(None)


def tree(exporter: InMemorySpanExporter) -> list[tuple[str, str]]:
    """Return each span with the one that it stands within, in the order of their beginnings."""
    found = sorted(exporter.get_finished_spans(), key=lambda span: span.start_time or 0)
    names = {span.context.span_id: span.name for span in found}
    return [
        (span.name, names.get(span.parent.span_id, "") if span.parent else "") for span in found
    ]


def said(span: ReadableSpan) -> str:
    """Return everything that a span says to whoever collects it."""
    return str(span.to_json())


def sent(cast: Cast) -> Knock:
    from benchmarks.intake.load import event

    at = clock.now()
    _, secret = people.issue_token(
        person_id=cast.ana.id, name="sender", scopes=("events",),
        expires_at=at + timedelta(days=1), by=cast.ana.id, at=at,
    )  # fmt: skip
    headers = {
        "Authorization": f"Bearer {secret}",
        "Content-Type": "application/cloudevents+json",
        "traceparent": f"00-{TRACE}-{PARENT}-01",
    }
    return Knock("/ingest/events", json.dumps(event(1)).encode(), headers=headers)


async def nothing(*_: Any) -> None:
    """Be the rest of the house."""


def test_a_delivery_stands_within_the_callers_trace(
    cast: Cast, heard: InMemorySpanExporter
) -> None:
    [answer] = knock_often([sent(cast)], lambda _: Watched(FastPath(nothing)))
    assert answer.headers["x-request-id"] == TRACE
    assert tree(heard) == [("POST ingest-events", ""), ("ingest", "POST ingest-events")]
    ingest, request = heard.get_finished_spans()
    assert f"{request.context.trace_id:032x}" == TRACE
    assert request.parent is not None
    assert f"{request.parent.span_id:016x}" == PARENT
    assert dict(request.attributes or {}) == {
        "http.request.method": "POST",
        "http.route": "ingest-events",
        "http.response.status_code": 202,
        "journeywork.request": TRACE,
    }
    assert dict(ingest.attributes or {}) == {
        "journeywork.source": "cloudevents",
        "journeywork.events": 1,
        "journeywork.request": TRACE,
    }


def test_a_request_is_called_as_its_caller_calls_it(heard: InMemorySpanExporter) -> None:
    """And where they do not say, by its trace: so one is found by the other."""
    named = Knock("/", method="GET", headers={"X-Request-ID": "f" * 32})
    first, second = knock_often(
        [named, Knock("/", method="GET")], lambda _: Watched(FastPath(_found))
    )
    one, two = heard.get_finished_spans()
    assert (
        first.headers["x-request-id"] == (one.attributes or {})["journeywork.request"] == "f" * 32
    )
    assert second.headers["x-request-id"] == f"{two.context.trace_id:032x}"


async def _found(_: Any, __: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b""})


def test_the_loop_is_a_batch_with_a_decision_in_it(
    cast: Cast, at: datetime, heard: InMemorySpanExporter
) -> None:
    with an_index():
        indexing.rebuild()
        event = WorkEvent(
            source="urn:test", id="e1", type="check.failed", at=at, subject="change/1",
            by=cast.ana.id, title="Charge the late fee once", check="fee-time",
        )  # fmt: skip
        again = [event, *(_later(event, n) for n in range(2, 5))]
        work.accept(again, by=None, at=at)
        drain(cast.org, STREAM, Event(), read=lambda: at)
    found = tree(heard)
    assert ("batch", "") in found
    assert ("decide", "batch") in found
    assert [within for name, within in found if name == "index search"].count("decide") > 0


def _later(event: WorkEvent, number: int) -> WorkEvent:
    from msgspec.structs import replace

    return replace(event, id=f"e{number}")


def test_a_question_is_searched_for_and_not_told(cast: Cast, heard: InMemorySpanExporter) -> None:
    with an_index():
        indexing.rebuild()
        support.ask("How do I charge the late fee?", person_id=cast.ana.id, at=clock.now())
    found = tree(heard)
    assert found[0] == ("ask", "")
    assert {("index search", "ask")} == set(found[1:])
    assert [span for span in heard.get_finished_spans() if "late" in said(span)] == []


def test_a_fault_is_told_by_type_and_place(heard: InMemorySpanExporter) -> None:
    with (
        pytest.raises(ValueError, match="late fee"),
        following(TRACE),
        spans.span("job", task="turn_fact"),
    ):
        raise ValueError("Ana Ahrens wrote: the late fee is wrong")
    [span] = heard.get_finished_spans()
    assert span.status.status_code == StatusCode.ERROR
    assert str(span.status.description).split()[0] == "ValueError"
    assert "wrong" not in said(span)
    assert span.events == ()
    assert dict(span.attributes or {}) == {
        "journeywork.task": "turn_fact",
        "journeywork.request": TRACE,
    }


def test_what_broke_marks_its_request(heard: InMemorySpanExporter) -> None:
    async def broken(*_: Any) -> None:
        raise RuntimeError("Ana Ahrens wrote: the late fee is wrong")

    knock_often([Knock("/", method="GET")], lambda _: Watched(broken))
    [span] = heard.get_finished_spans()
    assert (span.name, span.status.status_code) == ("GET none", StatusCode.ERROR)
    assert "Ana" not in said(span)


def test_an_attribute_that_is_not_listed_is_refused(heard: InMemorySpanExporter) -> None:
    with pytest.raises(KeyError), spans.span("ask") as span:
        span.says(question="How do I charge the late fee?")


def test_without_a_listener_there_is_nothing_to_hear() -> None:
    with spans.span("ask") as span:
        span.says(question="anything")
    assert span.trace_id == ""
    assert asyncio.run(nothing()) is None


ALONE = """
import os, sys
if os.environ.get("WITHOUT"):
    sys.modules["opentelemetry"] = None
from journeywork.config.watching import traces
from journeywork.kernel import spans
on = traces.listen(os.environ, role="web")
with spans.request(b"") as span, spans.span("ask"):
    print(on, bool(span.trace_id), "opentelemetry.sdk.trace" in sys.modules)
"""


@pytest.mark.parametrize(
    ("environment", "found"),
    [
        ({}, "False False False"),
        ({"OTEL_SDK_DISABLED": "true", "OTEL_TRACES_EXPORTER": "otlp"}, "False False False"),
        ({"OTEL_TRACES_EXPORTER": "none"}, "False False False"),
        ({"OTEL_TRACES_EXPORTER": "zipkin"}, "False False False"),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9"}, "True True True"),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9", "WITHOUT": "1"}, "False False False"),
    ],
)  # fmt: skip
def test_traces_are_made_where_they_are_asked_for(environment: dict[str, str], found: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", ALONE],
        env={"PATH": os.environ["PATH"], "OTEL_BSP_EXPORT_TIMEOUT": "100"} | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ended.stdout.strip() == found, ended.stderr


def test_the_service_says_its_role_unless_somebody_named_it() -> None:
    named = traces._provider("console", {"OTEL_RESOURCE_ATTRIBUTES": "service.name=x"}, "web")
    plain = traces._provider("console", {}, "worker")
    assert plain.resource.attributes["service.name"] == "journeywork-worker"
    assert named.resource.attributes["service.name"] != "journeywork-web"
    for each in (named, plain):
        each.shutdown()
