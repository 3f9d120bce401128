"""What every request to the API passes on its way in, and every answer on its way out."""

from collections.abc import Callable
from functools import partial, wraps
from http import HTTPStatus
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from journeywork.api import limits, pages, problems, versions
from journeywork.api.app import api
from journeywork.api.doors import ApiRequest, TokenBearer
from journeywork.api.once import once

Act = Callable[[], HttpResponse]
View = Callable[..., HttpResponse]
SAFE = ("GET", "HEAD", "OPTIONS")
_recognise = TokenBearer()


def through(view: View) -> View:
    """Let requests through to the framework's `view` of an address; faults become problems."""

    @wraps(view)
    def answer(request: HttpRequest, *given: Any, **named: Any) -> HttpResponse:
        try:
            return _answer(cast("ApiRequest", request), partial(view, request, *given, **named))
        except Http404:
            return problems.not_found(request)
        except Exception as fault:  # noqa: BLE001 -- as the framework does within a view
            return api.on_exception(request, fault)

    answer.beneath = view  # type: ignore[attr-defined]  # For who reads what is about to change.
    return csrf_exempt(answer)  # Nothing reads a cookie: the token in the header says who asks.


def _answer(request: ApiRequest, act: Act) -> HttpResponse:
    holder = _recognise(request)
    if holder is None:  # The framework says so, or the address describes the API to anybody.
        return _finished(request, act)
    allowed = limits.count(holder)
    answer = limits.refused(allowed) or _done(request, partial(_finished, request, act))
    limits.tell(allowed, answer)
    return answer


def _done(request: ApiRequest, act: Act) -> HttpResponse:
    if request.method in SAFE:
        return versions.read(request, act)
    return once(request, partial(versions.write, request, act))


def _finished(request: ApiRequest, act: Act) -> HttpResponse:
    answer = act()
    if answer.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        return problems.not_allowed(answer["Allow"])
    pages.link(request, answer)
    return answer
