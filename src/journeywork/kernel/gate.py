"""The input gate on the Django side: nothing reaches a view that has not passed `engine.gate`.

Path, query string, cookies, forms and JSON bodies are checked before anything else reads them.
A view finds the body it may use in `request.json_value`, parsed once and checked. What is
refused gets 400 or 413: problem details (RFC 9457) for programs, the calm page for people.
"""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qsl

from django.core.exceptions import (
    BadRequest,
    DisallowedHost,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.urls import get_resolver

from journeywork.engine import gate
from journeywork.engine.gate import BATCH, STANDARD, GateFault, Limits
from journeywork.kernel import problems

#: Beginning of the path -> limits; the first that fits. Whatever is not listed is STANDARD.
LIMITS: tuple[tuple[str, Limits], ...] = (("/ingest/", BATCH),)

#: Doors that read the body with `engine.gate` themselves, after they have seen who sends it.
SELF_GATED = ("/ingest/",)
TOO_LARGE = 413
_WITHOUT_BODY = ("GET", "HEAD", "OPTIONS")

FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


def limits_for(path: str) -> Limits:
    """Return how much may be sent to `path` at once."""
    return next((limits for prefix, limits in LIMITS if path.startswith(prefix)), STANDARD)


class InputGate:
    """Checks what came in before it goes on; the outermost of our own middleware."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or refuse what may not pass."""
        try:
            _check(request)
        except GateFault as fault:
            return refusal(request, fault)
        return self.answer(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        """Answer a fault that a view found with the gate's own functions."""
        return refusal(request, fault) if isinstance(fault, GateFault) else None


def refusal(request: HttpRequest, fault: GateFault) -> HttpResponse:
    """Return the answer to input that may not pass, in the form that the asker reads."""
    if _reads_pages(request):
        page: Callable[..., HttpResponse] = get_resolver().resolve_error_handler(400)
        answer = page(request, exception=fault)
        answer.status_code = fault.status
        return answer
    return problem(fault)


def problem(fault: GateFault) -> JsonResponse:
    """Return problem details that name the field and what is wrong with it."""
    errors = [{"field": fault.field, "detail": fault.says}]
    content = problems.problem(fault.status, str(fault), errors)
    return JsonResponse(content, status=fault.status, content_type=problems.MEDIA_TYPE)


def _check(request: HttpRequest) -> None:
    limits = limits_for(request.path)
    gate.check_path(request.path)
    _check_host(request)
    gate.check_pairs(request.COOKIES.items(), where="the cookies", limits=limits)
    _check_query(request.META.get("QUERY_STRING", ""), limits)
    # A body need not say how long it is: what may carry one is looked at in any case.
    if _length(request) or request.method not in _WITHOUT_BODY:
        _check_body(request, limits)


def _check_host(request: HttpRequest) -> None:
    # Django finds out later, and answers programs with a page, too.
    if _reads_pages(request):
        return
    try:
        request.get_host()
    except DisallowedHost:
        raise GateFault("Host", "is not a name of this server") from None


def _length(request: HttpRequest) -> int:
    given = request.META.get("CONTENT_LENGTH") or "0"
    return gate.check_whole(given, field="Content-Length", least=0)


def _check_query(query: str, limits: Limits) -> None:
    # Django replaces what is not UTF-8 in silence; here it is refused.
    if len(query) > limits.text:
        raise GateFault("the query string", f"is longer than {limits.text} characters")
    try:
        pairs = parse_qsl(
            query, keep_blank_values=True, errors="strict", max_num_fields=limits.keys
        )
        gate.check_pairs(pairs, where="the query string", limits=limits)
    except GateFault:
        raise
    except UnicodeError:
        raise GateFault("the query string", "is not UTF-8") from None
    except ValueError:
        raise GateFault("the query string", f"has more than {limits.keys} fields") from None


def _check_body(request: HttpRequest, limits: Limits) -> None:
    gate.check_size(_length(request), limits)
    if request.path.startswith(SELF_GATED):
        return
    kind = request.content_type or ""
    try:
        if kind in FORMS:
            _check_form(request, limits)
        elif not request.body:
            return
        elif kind == "application/json" or kind.endswith("+json"):
            request.json_value = gate.parse_json(  # type: ignore[attr-defined]
                request.body, limits
            )
        else:
            gate.check_size(len(request.body), limits)
    except RequestDataTooBig:
        raise GateFault(
            "", f"the body is larger than {limits.body} bytes", status=TOO_LARGE
        ) from None
    except (TooManyFieldsSent, TooManyFilesSent):
        raise GateFault("the form", f"has more than {limits.keys} fields") from None
    except UnreadablePostError:
        raise GateFault("", "the body broke off") from None
    except (MultiPartParserError, SuspiciousOperation, BadRequest, UnicodeError) as fault:
        raise GateFault("the form", f"cannot be read: {fault}") from None


def _check_form(request: HttpRequest, limits: Limits) -> None:
    if request.content_type == FORMS[0]:
        gate.check_size(len(request.body), limits)
        gate.decode(request.body, field="the form")
    for name, values in request.POST.lists():
        gate.check_pairs(((name, str(value)) for value in values), where="the form", limits=limits)
    for name, files in request.FILES.lists():
        for file in files:
            gate.check_text(name, field="the name of a file field", longest=gate.LONGEST_NAME)
            gate.check_text(file.name or "", field=name, longest=255, lines=False)


def _reads_pages(request: HttpRequest) -> bool:
    if request.path.startswith(("/api/", "/ingest/")):
        return False
    accepted = request.META.get("HTTP_ACCEPT", "")
    return "text/html" in accepted or "HTTP_HX_REQUEST" in request.META


Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


class BodyLimit:
    """An ASGI application that stops reading a body at its limit, whatever its headers say.

    Django writes the whole body away before any middleware sees the request; this stands
    before Django, so that nobody can fill the disk.
    """

    def __init__(self, application: Callable[..., Awaitable[None]]) -> None:
        self.application = application

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Pass the request on; answer 413 instead when the body is too large."""
        if scope["type"] != "http":
            await self.application(scope, receive, send)
            return
        counted = _Counted(receive, limits_for(scope["path"]).body + _FRAMES)
        try:
            await self.application(scope, counted.receive, counted.guard(send))
        except _TooLargeError:
            await counted.refuse(send)


#: What a form adds around a body of the largest size: boundaries, names, percent signs.
_FRAMES = 2 * gate.MEGABYTE


class _TooLargeError(Exception):
    pass


class _Counted:
    def __init__(self, receive: Receive, most: int) -> None:
        self._receive, self._most, self._seen, self._answered = receive, most, 0, False

    async def receive(self) -> Message:
        message = await self._receive()
        self._seen += len(message.get("body", b""))
        if self._seen > self._most:
            raise _TooLargeError
        return message

    def guard(self, send: Send) -> Send:
        async def answer(message: Message) -> None:
            self._answered = True
            await send(message)

        return answer

    async def refuse(self, send: Send) -> None:
        if self._answered:
            return
        content = problem(GateFault("", "the body is too large", status=TOO_LARGE))
        headers = [(b"content-type", b"application/problem+json"), (b"connection", b"close")]
        await send({"type": "http.response.start", "status": TOO_LARGE, "headers": headers})
        await send({"type": "http.response.body", "body": content.content})
