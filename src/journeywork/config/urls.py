"""Every door of the web process, by prefix; each room of doors keeps its own list."""

from django.urls import include, path

from journeywork.config import doors

urlpatterns = [
    *doors.addresses(),
    path("api/", include("journeywork.api.urls")),
    path("accounts/", include("allauth.urls")),
    path("", include("journeywork.web.urls")),
]

handler400 = "journeywork.web.errors.bad_request"
handler403 = "journeywork.web.errors.denied"
handler404 = "journeywork.web.errors.not_found"
handler500 = "journeywork.web.errors.server_error"
