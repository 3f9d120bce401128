"""Traces: what happened within what, for how long. Nothing at all where nobody listens.

`config.watching.traces` gives a tracer where the extra `traces` is installed and an exporter
is named; without one a span costs a look at a global. Attributes are numbers and words of the
code; a fault is told by its type and place, never by its message.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from journeywork.kernel.asked import request_id
from journeywork.kernel.telling import reason_of

Given = ParamSpec("Given")
Found = TypeVar("Found")
Value = str | int | float
#: Everything that a span may say of what it is about.
ATTRIBUTES = frozenset({"events", "kind", "outcome", "request", "shelf", "source", "task"})
PREFIX = "journeywork."
BROKEN = 500


class Span:
    """What is under way. This one nobody listens to."""

    trace_id = ""

    def says(self, **attributes: Value) -> None:
        """Note what is known by now; KeyError for an attribute that is not listed."""

    def answered(self, *, view: str, method: str, status: int) -> None:
        """Note what a request came to."""


class _Heard(Span):
    def __init__(self, span: Any) -> None:
        self._span = span
        self.trace_id = f"{span.get_span_context().trace_id:032x}"

    def says(self, **attributes: Value) -> None:
        if attributes.keys() - ATTRIBUTES:
            raise KeyError(*sorted(attributes.keys() - ATTRIBUTES))
        self._span.set_attributes({f"{PREFIX}{name}": v for name, v in attributes.items()})

    def answered(self, *, view: str, method: str, status: int) -> None:
        self._span.update_name(f"{method} {view}")
        said = {
            "http.request.method": method,
            "http.route": view,
            "http.response.status_code": status,
        }
        self._span.set_attributes(said)
        if status >= BROKEN:
            _failed(self._span, f"status {status}")


class _Nothing:
    """A block that nobody listens to; one serves for all."""

    def __enter__(self) -> Span:
        return _UNHEARD

    def __exit__(self, *_: object) -> None:
        """Let faults pass."""


_UNHEARD, _NOTHING = Span(), _Nothing()
_tracer: Any = None


def listen(tracer: Any) -> None:
    """Give every span to an OpenTelemetry tracer from now on; None: to nobody."""
    global _tracer  # noqa: PLW0603 -- one for the process, looked at a thousand times a second
    _tracer = tracer


def span(name: str, **attributes: Value) -> AbstractContextManager[Span]:
    """Return a block that is a span, within the one around it."""
    return _NOTHING if _tracer is None else _heard(name, attributes)


def request(traceparent: bytes) -> AbstractContextManager[Span]:
    """Return a block that is the span of a request, within the caller's trace if they have one."""
    return _NOTHING if _tracer is None else _heard("request", {}, traceparent)


def traced(name: str) -> Callable[[Callable[Given, Found]], Callable[Given, Found]]:
    """Make every call of a function a span."""

    def mark(does: Callable[Given, Found]) -> Callable[Given, Found]:
        @wraps(does)
        def run(*given: Given.args, **named: Given.kwargs) -> Found:
            if _tracer is None:
                return does(*given, **named)
            with _heard(name, {}):
                return does(*given, **named)

        return run

    return mark


@contextmanager
def _heard(
    name: str, attributes: dict[str, Value], traceparent: bytes | None = None
) -> Iterator[Span]:
    from opentelemetry.trace import SpanKind
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    carrier = {"traceparent": (traceparent or b"").decode("latin-1")}
    outside = None if traceparent is None else TraceContextTextMapPropagator().extract(carrier)
    kind = SpanKind.INTERNAL if traceparent is None else SpanKind.SERVER
    # The library would write down the message of a fault; we say what may be said.
    quiet = {"record_exception": False, "set_status_on_exception": False}
    with _tracer.start_as_current_span(name, outside, kind, **quiet) as found:
        heard = _Heard(found)
        heard.says(**attributes, **({"request": request_id()} if request_id() else {}))
        try:
            yield heard
        except BaseException as fault:
            _failed(found, reason_of(fault))
            raise


def _failed(span: Any, why: str) -> None:
    from opentelemetry.trace import Status, StatusCode

    span.set_status(Status(StatusCode.ERROR, why))
