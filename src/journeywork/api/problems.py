"""Errors as RFC 9457 problem details: what is wrong, with which field, and what is expected."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from journeywork.kernel.errors import Denied, Invalid, NotFound


def problem(
    status: int, says: str, *, faults: Mapping[str, str] | None = None
) -> HttpResponse:
    """Return a problem: `status`, its name, one sentence, and per field what does not fit."""
    content: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": says,
    }
    if faults:
        content["errors"] = [{"field": field, "detail": text} for field, text in faults.items()]
    answer = JsonResponse(content, status=status)
    answer["Content-Type"] = "application/problem+json"
    if status == HTTPStatus.UNAUTHORIZED:
        answer["WWW-Authenticate"] = "Bearer"
    return answer


def install(api: NinjaAPI) -> None:
    """Make every error of `api` a problem; what is nobody's fault stays a 500 of Django's."""
    api.add_exception_handler(NotFound, _not_found)
    api.add_exception_handler(Http404, _not_found)
    api.add_exception_handler(Denied, _denied)
    api.add_exception_handler(Invalid, _invalid)
    api.add_exception_handler(ValidationError, _unfit)
    api.add_exception_handler(AuthenticationError, _stranger)
    api.add_exception_handler(HttpError, _other)


def _not_found(request: HttpRequest, fault: Exception) -> HttpResponse:
    del request, fault
    return problem(404, "There is no such thing here.")


def _denied(request: HttpRequest, fault: Exception) -> HttpResponse:
    del request
    return problem(403, f"Your roles or your token do not reach {fault}.")


def _invalid(request: HttpRequest, fault: Invalid) -> HttpResponse:
    del request
    return problem(422, "The input does not fit.", faults=fault.faults)


def _unfit(request: HttpRequest, fault: ValidationError) -> HttpResponse:
    del request
    faults = {_field(error["loc"]): str(error["msg"]) for error in fault.errors}
    return problem(422, "The input does not fit.", faults=faults)


def _field(place: tuple[str | int, ...]) -> str:
    """Name a field as the sender knows it: without the name of our own parameter."""
    rest = place[2:] if place[:1] == ("body",) else place[1:]
    return ".".join(map(str, rest)) or "body"


def _stranger(request: HttpRequest, fault: Exception) -> HttpResponse:
    del request, fault
    return problem(401, "A valid access token is needed: Authorization: Bearer jw_...")


def _other(request: HttpRequest, fault: HttpError) -> HttpResponse:
    del request
    return problem(fault.status_code, str(fault))
