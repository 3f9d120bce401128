"""Where the API is mounted, and what answers where nothing is."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET
from ninja import Swagger

from journeywork.api import pages, problems
from journeywork.api.app import api
from journeywork.kernel.doors import anyone

View = Callable[..., HttpResponse]
#: Addresses that describe the API. All others are operations, which ask for a token each.
DESCRIBES = ("openapi-json", "openapi-view", "api-root")


def _told(view: View) -> View:
    """Turn the framework's bare 404 and 405 into problems."""

    @csrf_exempt  # Nothing here reads a cookie: the token in the header says who asks.
    @wraps(view)
    def answer(request: HttpRequest, *given: Any, **named: Any) -> HttpResponse:
        try:
            found = view(request, *given, **named)
        except Http404:
            return problems.not_found(request)
        if found.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            return problems.not_allowed(found["Allow"])
        pages.link(request, found)
        return found

    return answer


_operations, _app, _namespace = api.urls
for pattern in _operations:
    if isinstance(pattern, URLPattern):
        pattern.callback = _told(pattern.callback)
        if pattern.name in DESCRIBES:
            anyone("It describes the API, and holds nothing of anybody.")(pattern.callback)

_TRYING = Swagger(settings={"persistAuthorization": False, "tryItOutEnabled": True})


@require_GET
@anyone("It lets programs' authors try what they may do anyway, with a token that they type.")
def _try_it(request: HttpRequest) -> HttpResponse:
    return _TRYING.render_page(request, api)


_nothing = anyone("Nothing is there.")(csrf_exempt(problems.not_found))

urlpatterns = [
    path("v1/try", _try_it, name="api-try"),
    path("v1/", (_operations, _app, _namespace)),
    re_path(r"^v1(/.*)?$", _nothing),
]
