"""Errors as RFC 9457 problem details: what is wrong, with which field, and what is expected."""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, RawPostDataException
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from journeywork.api.gate import not_json
from journeywork.engine.gate import STANDARD, GateFault
from journeywork.kernel import problems
from journeywork.kernel.errors import Denied, Invalid, NotFound
from journeywork.kernel.telling import reason_of, tell, tell_fault
from journeywork.knowledge.index import IndexUnavailable

OFFLINE = "The database does not answer just now. Look whether it was done before you ask again."
OVERTAXED = "The database is busy with something else and did not finish this; try again soon."
#: PostgreSQL's words for that: deadlock, cancelled by a time limit, lock not to be had.
_BUSY = frozenset({"40P01", "57014", "55P03"})
LONGEST_MESSAGE = 300

log = logging.getLogger(__name__)


def problem(status: int, says: str, *, faults: Mapping[str, str] | None = None) -> HttpResponse:
    """Return a problem: `status`, its name, one sentence, and per field what does not fit."""
    errors = [{"field": field, "detail": text} for field, text in (faults or {}).items()]
    content = problems.problem(status, says, errors)
    answer = JsonResponse(content, status=status, content_type=problems.MEDIA_TYPE)
    if status == HTTPStatus.UNAUTHORIZED:
        answer["WWW-Authenticate"] = "Bearer"
    return answer


@contextmanager
def known_as(**names: str) -> Iterator[None]:
    """Name the fields that a room finds at fault as this API calls them: room's name=ours."""
    try:
        yield
    except Invalid as fault:
        raise Invalid({names.get(n, n): says for n, says in fault.faults.items()}) from None


def install(api: NinjaAPI) -> None:
    """Make every error of `api` a problem."""
    for fault, handler in _HANDLERS.items():
        api.add_exception_handler(fault, handler)


def not_found(request: HttpRequest, *given: object, **named: object) -> HttpResponse:
    """404 for an address below /api/v1 that is no operation."""
    del request, given, named
    return problem(404, "There is no such operation; /api/v1/docs lists them.")


def not_allowed(methods: str) -> HttpResponse:
    """405: the address is right, the method is not."""
    answer = problem(405, f"This address takes {methods}.")
    answer["Allow"] = methods
    return answer


def _not_found(request: HttpRequest, fault: Exception) -> HttpResponse:
    del request, fault
    return problem(404, "There is no such thing here.")


def _denied(request: HttpRequest, fault: Exception) -> HttpResponse:
    del request
    return problem(403, f"Your roles or your token do not reach {fault}.")


def _invalid(request: HttpRequest, fault: Invalid) -> HttpResponse:
    del request
    return problem(422, "The input does not fit.", faults=fault.faults)


def _refused(request: HttpRequest, fault: GateFault) -> HttpResponse:
    del request
    return problem(fault.status, str(fault), faults={fault.field: fault.says})


def _too_large(request: HttpRequest, fault: Exception) -> HttpResponse:
    del request, fault
    return problem(413, f"The body is larger than {STANDARD.body} bytes.")


def _form(request: HttpRequest, fault: Exception) -> HttpResponse:
    """Answer a form with files: the gate has read it, and there is no body any more."""
    del fault
    return _refused(request, not_json((request.content_type or "").lower()))


def _unfit(request: HttpRequest, fault: ValidationError) -> HttpResponse:
    del request
    faults = {_field(error["loc"]): _message(error) for error in fault.errors}
    return problem(422, "The input does not fit.", faults=faults)


def _field(place: tuple[str | int, ...]) -> str:
    """Name a field as the sender knows it: without the name of our own parameter."""
    rest = place[2:] if place[:1] == ("body",) else place[1:]
    return ".".join(map(str, rest)) or "body"


def _message(error: Mapping[str, Any]) -> str:
    if error["type"] == "extra_forbidden":
        return "is not a field of this operation"
    return str(error["msg"])[:LONGEST_MESSAGE]


def _stranger(request: HttpRequest, fault: Exception) -> HttpResponse:
    del request, fault
    return problem(401, "A valid access token is needed: Authorization: Bearer jw_...")


def _other(request: HttpRequest, fault: HttpError) -> HttpResponse:
    # What the gate refuses while a body is read arrives here, wrapped by the framework.
    if isinstance(fault.__cause__, GateFault):
        return _refused(request, fault.__cause__)
    return problem(fault.status_code, str(fault))


def _offline(request: HttpRequest, fault: Exception) -> HttpResponse:
    del request
    tell(log, "the database does not answer", level=logging.WARNING, fault=reason_of(fault))
    busy = getattr(fault.__cause__, "sqlstate", None) in _BUSY
    answer = problem(503, OVERTAXED if busy else OFFLINE)
    answer["Retry-After"] = "30"
    return answer


def _no_index(request: HttpRequest, fault: Exception) -> HttpResponse:
    del request
    answer = problem(503, str(fault))
    answer["Retry-After"] = "5"
    return answer


def _ours(request: HttpRequest, fault: Exception) -> HttpResponse:
    match = request.resolver_match
    tell_fault(log, "an operation broke", fault, view=match.view_name if match else "none")
    return problem(500, "Something went wrong on our side; it is in the log.")


_HANDLERS: dict[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
    NotFound: _not_found,
    Http404: _not_found,
    Denied: _denied,
    Invalid: _invalid,
    GateFault: _refused,
    RequestDataTooBig: _too_large,
    RawPostDataException: _form,
    ValidationError: _unfit,
    AuthenticationError: _stranger,
    HttpError: _other,
    OperationalError: _offline,
    IndexUnavailable: _no_index,
    Exception: _ours,
}
