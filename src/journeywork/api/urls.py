"""Where the API is mounted, and what answers where nothing is."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path
from django.views.decorators.csrf import csrf_exempt

from journeywork.api import problems
from journeywork.api.app import api

View = Callable[..., HttpResponse]


def _told(view: View) -> View:
    """Turn the framework's bare 405 into a problem."""

    @csrf_exempt  # Nothing here reads a cookie: the token in the header says who asks.
    @wraps(view)
    def answer(request: HttpRequest, *given: Any, **named: Any) -> HttpResponse:
        found = view(request, *given, **named)
        if found.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            return problems.not_allowed(found["Allow"])
        return found

    return answer


_operations, _app, _namespace = api.urls
for pattern in _operations:
    if isinstance(pattern, URLPattern):
        pattern.callback = _told(pattern.callback)

urlpatterns = [
    path("v1/", (_operations, _app, _namespace)),
    re_path(r"^v1(/.*)?$", csrf_exempt(problems.not_found)),
]
