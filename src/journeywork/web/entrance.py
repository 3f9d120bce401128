"""Ways in: the one-time link, the page for who belongs nowhere, another organisation of mine."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from journeywork.kernel import clock
from journeywork.kernel.doors import anyone, needs
from journeywork.people import actions, queries, sign_in
from journeywork.people.presence import CHOSEN
from journeywork.web.page import PageRequest, show_plain


@never_cache
@require_http_methods(["GET", "POST"])
@anyone("It is how people sign in without mail.")
def link(request: HttpRequest, secret: str) -> HttpResponse:
    """Ask for one press of a button, then sign in: mail scanners follow links, and press none."""
    at = clock.now()
    if request.method == "POST":
        entered = sign_in.enter(request, secret, at=at)
        if entered is not None:
            return entered
    holds = request.method == "GET" and actions.link_holds(secret, at=at)
    return show_plain(request, "sign_in_link.html", {"holds": holds}, status=200 if holds else 410)


@require_GET
@anyone("It tells somebody who is signed in that no organisation knows them.")
def nowhere(request: HttpRequest) -> HttpResponse:
    """Say what somebody can do who belongs to no organisation."""
    if not request.user.is_authenticated or getattr(request, "person", None):
        return redirect("today")
    return show_plain(request, "nowhere.html", {"email": request.user.email})


@require_POST
@needs("person.write")
def switch(request: PageRequest) -> HttpResponse:
    """Work for another organisation in which I have a seat, in this session."""
    wanted = request.POST.get("org", "")
    for seat in queries.seats(request.seat.account):
        if str(seat.org) == wanted:
            request.session[CHOSEN] = wanted
            messages.success(request, _("You are in %(name)s now.") % {"name": seat.org_name})
    return redirect("today")
