"""How a page is entered: signed in, in one organisation, with a permission from the table."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django_htmx.middleware import HtmxDetails

from journeywork.engine.people import Person, Seat
from journeywork.engine.permissions import reach
from journeywork.kernel.doors import require
from journeywork.kernel.errors import NotFound
from journeywork.kernel.tenancy import within
from journeywork.people import queries

View = Callable[..., HttpResponse]

#: Page -> the permission it needs; the reference page and the tests read it.
PAGES: dict[str, str] = {}
#: Page that nobody needs to sign in for -> why.
OPEN: dict[str, str] = {}

REMEMBERED = "seat"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seated:
    """Who asks, and for which organisation."""

    person: Person
    organisation: str

    def may(self, permission: str) -> bool:
        """Tell whether the person's roles give `permission` any reach at all."""
        return reach(self.person.roles, permission) is not None


class PageRequest(HttpRequest):
    """A request that passed `needs`."""

    seat: Seated
    htmx: HtmxDetails


def needs(permission: str) -> Callable[[View], View]:
    """Let in only who is signed in and whose roles reach `permission`.

    The view runs within their organisation, in their language and time zone, with
    `request.seat` set. Somebody who belongs nowhere yet lands on a page that says so.
    """

    def declare(view: View) -> View:
        PAGES[f"{view.__module__}.{view.__name__}"] = permission

        @wraps(view)
        def enter(request: HttpRequest, *given: Any, **named: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            seat = _remembered(request) or _looked_up(request)
            if seat is None:
                return redirect("nowhere")
            return _seated(request, seat, permission, view, given, named)

        return enter

    return declare


def open_to_all(why: str) -> Callable[[View], View]:
    """Mark a page that needs no sign-in, and say why that is right."""

    def declare(view: View) -> View:
        OPEN[f"{view.__module__}.{view.__name__}"] = why
        return view

    return declare


def _seated(
    request: HttpRequest, seat: Seat, permission: str, view: View, given: Any, named: Any
) -> HttpResponse:
    with within(seat.org):
        person = _person(request, seat)
        if person is None:
            request.session.pop(REMEMBERED, None)
            return redirect("nowhere")
        require(person, permission)
        asking = cast(PageRequest, request)
        asking.seat = Seated(person=person, organisation=seat.org_name)
        with translation.override(_language(person)), timezone.override(ZoneInfo(person.zone_name)):
            response = view(asking, *given, **named)
            response.headers.setdefault("Content-Language", translation.get_language() or "en")
            return response


def _person(request: HttpRequest, seat: Seat) -> Person | None:
    """Return who sits there now: people leave, and seats move when addresses change."""
    try:
        person = queries.person(seat.person)
    except NotFound:
        return None
    if not person.active or person.known_only:
        return None
    if person.email.lower() != request.user.email.lower() and not _still_holds(request, seat):
        return None
    return person


def _still_holds(request: HttpRequest, seat: Seat) -> bool:
    return seat in queries.seats(request.user.pk)


def _remembered(request: HttpRequest) -> Seat | None:
    # In the session, so that a page need not look it up: one query less on every page.
    kept = request.session.get(REMEMBERED)
    if not kept:
        return None
    return Seat(
        account=request.user.pk,
        org=UUID(kept["org"]),
        person=UUID(kept["person"]),
        org_name=kept["name"],
    )


def _looked_up(request: HttpRequest) -> Seat | None:
    found = queries.seats(request.user.pk)
    if not found:
        return None
    remember(request, found[0])
    return found[0]


def remember(request: HttpRequest, seat: Seat) -> None:
    """Work as this seat's person from now on, in this session."""
    request.session[REMEMBERED] = {
        "org": str(seat.org),
        "person": str(seat.person),
        "name": seat.org_name,
    }


def _language(person: Person) -> str:
    """Return the first language of the person that the pages speak; else the browser's."""
    spoken = dict(settings.LANGUAGES)
    return next((code for code in person.languages if code in spoken), translation.get_language())
