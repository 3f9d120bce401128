"""What every request to the API passes on its way in, and every answer on its way out.

`enter` is the same for both doors: the framework's view, and the short way of `api.short_way`.
"""

from collections.abc import Callable
from functools import partial, wraps
from http import HTTPStatus
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from journeywork.api import limits, pages, problems, versions
from journeywork.api.app import api
from journeywork.api.doors import ApiRequest, TokenClaim
from journeywork.api.once import once
from journeywork.kernel import clock
from journeywork.kernel.tenancy import throughout
from journeywork.people import bearers

Act = Callable[[], HttpResponse]
View = Callable[..., HttpResponse]
SAFE = ("GET", "HEAD", "OPTIONS")
_claimed = TokenClaim()


def through(view: View) -> View:
    """Let requests through to the framework's `view` of an address; faults become problems."""

    @wraps(view)
    def answer(request: HttpRequest, *given: Any, **named: Any) -> HttpResponse:
        return enter(request, partial(view, request, *given, **named))

    answer.beneath = view  # type: ignore[attr-defined]  # For who reads what is about to change.
    return csrf_exempt(answer)  # Nothing reads a cookie: the token in the header says who asks.


def enter(request: HttpRequest, act: Act) -> HttpResponse:
    """Answer a request by what `act` answers, where it may get that far; faults become problems.

    The organisation that the token names is in force from here on, with one statement.
    """
    try:
        return _answer(cast("ApiRequest", request), act)
    except Http404:
        return problems.not_found(request)
    except Exception as fault:  # noqa: BLE001 -- as the framework does within a view
        return api.on_exception(request, fault)


def _answer(request: ApiRequest, act: Act) -> HttpResponse:
    request.holder, claim = None, _claimed(request)
    if claim is not None:
        with throughout(claim.org):
            request.holder = bearers.holder(claim, at=clock.now())
            if request.holder is not None:
                return _counted(request, act)
    # The framework says so, or the address describes the API to anybody.
    return _finished(request, act)


def _counted(request: ApiRequest, act: Act) -> HttpResponse:
    assert request.holder is not None
    allowed = limits.count(request.holder)
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
