"""What every answer of the web process carries, and how faults become pages."""

from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from journeywork.kernel.asked import answered_by
from journeywork.kernel.errors import Denied, Invalid, NotFound
from journeywork.web import errors

Answer = Callable[[HttpRequest], HttpResponse]

#: Nothing from elsewhere, nothing inline: what slips through the sanitiser cannot run.
POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)


class Headers:
    """Sets the content security policy and its companions on every answer."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and add the headers; a stricter policy that is already set stays."""
        response = self.answer(request)
        if match := request.resolver_match:
            # Operations of the API share their names; their addresses, as declared, they do not.
            answered_by(match.route if "api" in match.namespaces else match.view_name)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=()"
        )
        # A part of a page must never be taken for the page, nor one person's for another's.
        patch_vary_headers(response, ["Cookie", "HX-Request"])
        if response.headers.get("Content-Type", "").startswith("text/html"):
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response


class Faults:
    """Turns the faults that rooms raise into pages: 404, 403, 422, and 503 offline.

    What the input gate refuses becomes an answer in `kernel.gate`. What goes wrong before a
    view is reached (a session that cannot be read) ends in `errors.server_error`.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as usual."""
        return self.answer(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        """Return the page for a fault of a view, None for one nobody foresaw (500)."""
        match fault:
            case NotFound():
                return errors.not_found(request, fault)
            case Denied():
                return errors.denied(request, fault)
            case Invalid():
                return errors.invalid(request, fault)
            case OperationalError():
                return errors.offline(request, fault)
        return None
