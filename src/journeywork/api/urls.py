"""Where the API is mounted, and what answers where nothing is."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET
from ninja import Swagger

from journeywork.api import entrance, problems
from journeywork.api.app import api
from journeywork.kernel.doors import anyone

#: Addresses that describe the API. All others are operations, which ask for a token each.
DESCRIBES = ("openapi-json", "openapi-view", "api-root")


_operations, _app, _namespace = api.urls
for pattern in _operations:
    if isinstance(pattern, URLPattern):
        pattern.callback = entrance.through(pattern.callback)
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
