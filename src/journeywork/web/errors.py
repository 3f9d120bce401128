"""Pages for what went wrong: what happened, that nothing is lost, and what to do next."""

import logging
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from journeywork.engine.gate import GateFault
from journeywork.kernel.asked import request_id
from journeywork.kernel.errors import Invalid
from journeywork.kernel.problems import OURS
from journeywork.kernel.reasons import said
from journeywork.kernel.telling import reason_of, tell
from journeywork.web.page import show_plain

log = logging.getLogger(__name__)

_TOO_LARGE = 413


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request makes no sense, or is older than the form allows."""
    if isinstance(exception, GateFault):
        return refused(request, exception)
    return _page(
        request,
        400,
        _("This request did not arrive whole"),
        _(
            "Go back, load the page again and try once more. What you wrote is kept in this browser."
        ),
    )


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 of a form that was open for too long, or was sent from somewhere else."""
    del reason
    return _page(
        request,
        403,
        _("This form has been open for too long"),
        _(
            "Go back, load the page again and send it once more. What you wrote is kept in this browser."
        ),
    )


def denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the person's roles do not reach this."""
    del exception
    return _page(
        request,
        403,
        _("This is not yours to open"),
        _("Your roles do not reach this page. If you need it, ask an administrator."),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: nothing here, or nothing that this person may know of."""
    del exception
    return _page(
        request,
        404,
        _("There is nothing here"),
        _("It may have been moved or archived, or the address has a slip in it."),
    )


def refused(request: HttpRequest, exception: GateFault) -> HttpResponse:
    """400 or 413: the input gate would not let it in."""
    if exception.status == _TOO_LARGE:
        return too_large(request)
    says = _("The field “%(field)s” %(fault)s.") % {
        "field": exception.field,
        "fault": said(exception.says),
    }
    return _page(request, 400, _("This request did not arrive whole"), says)


def too_large(request: HttpRequest) -> HttpResponse:
    """413: more was sent than the door takes."""
    return _page(
        request,
        413,
        _("That is too much at once"),
        _("Send a smaller file or a shorter text. A card takes at most five minutes to read."),
    )


def invalid(request: HttpRequest, exception: Invalid) -> HttpResponse:
    """422: a room refused the input and no form was there to say so."""
    says = " ".join(f"{field}: {said(fault)}." for field, fault in exception.faults.items())
    return _page(request, 422, _("That does not fit"), says)


def offline(request: HttpRequest, exception: Exception) -> HttpResponse:
    """503: the database does not answer. Nothing that was answered with success is lost."""
    tell(log, "the database does not answer", level=logging.WARNING, fault=reason_of(exception))
    response = _page(
        request,
        503,
        _("Journeywork is catching its breath"),
        _(
            "Its database does not answer just now. Nothing you sent before is lost. Try again in a minute."
        ),
    )
    response["Retry-After"] = "30"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault; or 503, where the database did not answer before a view was reached."""
    fault = sys.exc_info()[1]
    if isinstance(fault, OperationalError | InterfaceError):
        return offline(request, fault)
    return _page(
        request,
        500,
        _("Something broke on our side"),
        _(
            "It has been written down for whoever runs this installation. Try again, or go back to Today."
        ),
    )


def _page(request: HttpRequest, status: int, title: str, says: str) -> HttpResponse:
    # What is broken here an administrator finds under this in the log.
    told = request_id() if status >= OURS else ""
    values = {"title": title, "says": says, "status": status, "request_id": told}
    return show_plain(request, "error.html", values, status=status)
