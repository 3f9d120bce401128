"""A few doors of each sort, for the tests of what stands before every door."""

import json

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from journeywork.engine.gate import STANDARD, check_whole
from journeywork.kernel.doors import anyone, needs
from journeywork.kernel.tenancy import current_org
from journeywork.people.sign_in import enter


@needs("today.read")
def here(request: HttpRequest) -> JsonResponse:
    """Say who asks, and where."""
    from django.utils import timezone, translation

    return JsonResponse(
        {
            "person": request.person.key,
            "org": str(current_org()),
            "org_name": request.seat.org_name,
            "reach": request.reach,
            "zone": timezone.get_current_timezone_name(),
            "language": translation.get_language(),
        }
    )


@needs("people.write")
def for_administrators(request: HttpRequest) -> HttpResponse:
    """Let nobody but administrators in."""
    return HttpResponse("in")


@csrf_exempt
@anyone("a test")
def echo(request: HttpRequest) -> JsonResponse:
    """Read everything that came in, as views do."""
    request.session.get("x")
    check_whole(request.GET.get("limit", "50"), field="limit", least=1, most=STANDARD.page)
    return JsonResponse(
        {
            "get": dict(request.GET.lists()),
            "post": dict(request.POST.lists()),
            "json": getattr(request, "json_value", None),
            "path": request.path,
        }
    )


def undeclared(request: HttpRequest) -> HttpResponse:
    """Nobody said who may come in."""
    return HttpResponse("open by mistake")


@anyone("a test")
def sign_in(request: HttpRequest, secret: str) -> HttpResponse:
    """Use a one-time link."""
    from journeywork.kernel.clock import now

    return enter(request, secret, at=now()) or HttpResponse("over", status=410)


@anyone("a test")
def nowhere(request: HttpRequest) -> HttpResponse:
    """Say that somebody belongs nowhere."""
    return HttpResponse("nowhere")


@anyone("a test")
def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Be the calm page."""
    return HttpResponse(json.dumps({"calm": str(exception)}))


urlpatterns = [
    path("", here),
    path("here/", here, name="here"),
    path("administrators/", for_administrators),
    path("echo/", echo),
    path("echo/<path:rest>", lambda request, rest: echo(request)),
    path("api/echo/", echo),
    path("undeclared/", undeclared),
    path("sign-in/<str:secret>/", sign_in),
    path("nowhere/", nowhere, name="nowhere"),
    path("accounts/", include("allauth.urls")),
    path("", include("journeywork.web.urls")),
]
handler400 = refused
