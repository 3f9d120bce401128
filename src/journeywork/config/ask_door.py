"""The door for questions on the fast path: `POST /api/v1/ask`, answered beside the event loop.

The answer is that of the API's operation, through the API's entrance (`api.short_way`). What is
spared is what Django does around it: a thread and a line to the database for each request, and
the framework's reading and writing. Of the middleware those are kept that refuse something or
say something in the answer, in their order; a test knows each of the others, and why not.
"""

from collections.abc import Callable
from functools import partial
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.handlers.asgi import ASGIRequest
from django.core.handlers.exception import convert_exception_to_response
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from journeywork.api.short_way import ADDRESS, answer
from journeywork.kernel.beside import Beside
from journeywork.kernel.doors import declare
from journeywork.kernel.gate import limits_for

NEEDS = "ask.use"
#: Threads, each with one of the pool's lines: thinking takes turns anyway, reading does not.
THREADS = 4
#: What of `settings.MIDDLEWARE` stands around this door, too.
AROUND = frozenset(
    {
        "django.middleware.security.SecurityMiddleware",
        "journeywork.web.middleware.Headers",
        "journeywork.kernel.gate.InputGate",
        "django.middleware.locale.LocaleMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    }
)
#: What of it does not, and why.
SPARED = {
    "whitenoise.middleware.WhiteNoiseMiddleware": "serves files",
    "journeywork.web.middleware.Faults": "makes pages of faults; the API makes problems of all",
    "django.contrib.sessions.middleware.SessionMiddleware": "reads cookies",
    "django.middleware.csrf.CsrfViewMiddleware": "guards who is known by a cookie",
    "django.contrib.auth.middleware.AuthenticationMiddleware": "reads the session",
    "django.contrib.messages.middleware.MessageMiddleware": "is for pages",
    "allauth.account.middleware.AccountMiddleware": "is for pages",
    "django_htmx.middleware.HtmxMiddleware": "is for pages",
    "journeywork.people.presence.People": "reads the session",
    "journeywork.kernel.doors.Closed": "looks whether a view is declared; this one is",
}

View = Callable[[HttpRequest], Any]


class AskDoor:
    """The door, with threads of its own."""

    def __init__(self) -> None:
        self._beside = Beside(many=THREADS)
        self._answer: View | None = None

    def takes(self, scope: dict[str, Any]) -> bool:
        """Tell whether a request is plain enough; all others Django answers, as it always did.

        Plain is a POST that brings no cookie and says how long its body is, within the limit.
        """
        if scope["path"] != ADDRESS or scope["method"] != "POST":
            return False
        given = dict(scope["headers"])
        length = given.get(b"content-length", b"")
        if b"cookie" in given or not length.isdigit() or not scope["query_string"].isascii():
            return False
        return len(length) < _DIGITS and int(length) <= limits_for(ADDRESS).body

    def route(self) -> Route:
        """Return the route; it is named as Django's resolver names the operation."""

        async def ask(request: Request) -> Response:
            body = await request.body()
            return _sent(await self._beside.do(partial(self.answer, request.scope, body)))

        name = ADDRESS.removeprefix("/")
        return Route(ADDRESS, declare(ask, NEEDS), methods=["POST"], name=name)

    def answer(self, scope: Any, body: bytes) -> HttpResponse:
        """Return the answer to a request that the door takes, in this thread."""
        if self._answer is None:
            self._answer = _surrounded(answer)
        found: HttpResponse = self._answer(ASGIRequest(scope, BytesIO(body)))
        return found

    def close(self) -> None:
        """End the threads."""
        self._beside.close()


#: A length of so many digits is over every limit.
_DIGITS = 12


def _surrounded(view: View) -> View:
    """Put the middleware around `view`, the first outermost, each safe from what is within."""
    view = convert_exception_to_response(view)
    for name in reversed(settings.MIDDLEWARE):
        if name in AROUND:
            view = convert_exception_to_response(import_string(name)(view))
    return view


def _sent(found: HttpResponse) -> Response:
    sent = Response(found.content, found.status_code)
    sent.raw_headers = [
        (name.lower().encode("ascii"), value.encode("latin-1")) for name, value in found.items()
    ]
    return sent
