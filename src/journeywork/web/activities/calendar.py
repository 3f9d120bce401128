"""My calendar: a secret address for other programs, and the days on which I do not work."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from journeywork.activities import actions, feeds
from journeywork.kernel import clock
from journeywork.kernel.doors import anyone, needs
from journeywork.people import actions as people
from journeywork.people import queries
from journeywork.web.forms import DayField, PageForm, attempt
from journeywork.web.page import PageRequest, show


class DaysOffForm(PageForm):
    """Days on which I do not work."""

    first = DayField(gettext_lazy("First day"))
    last = DayField(gettext_lazy("Last day"))


@require_http_methods(["GET", "POST"])
@needs("calendar.write")
def calendar(request: PageRequest) -> HttpResponse:
    """Show my calendar's address and my days off; make, renew or take back the address."""
    me, at, secret = request.person.id, clock.now(), ""
    if request.POST.get("act") == "make":
        secret = actions.make_feed(person_id=me, by=me, at=at)
    if request.POST.get("act") == "take back":
        actions.revoke_feed(person_id=me, by=me, at=at)
        messages.success(request, _("The address answers nobody any more."))
        return redirect("calendar")
    return _page(request, DaysOffForm(), secret=secret)


@require_POST
@needs("person.write")
def days_off(request: PageRequest) -> HttpResponse:
    """Say on which days I do not work."""
    me, form = request.person.id, DaysOffForm(request.POST)
    if form.is_valid():
        days = {"first": form.cleaned_data["first"], "last": form.cleaned_data["last"]}
        if attempt(form, lambda: people.add_days_off(person_id=me, by=me, at=clock.now(), **days)):
            messages.success(request, _("Saved. Check-ins move out of the way."))
            return redirect("calendar")
    return _page(request, form)


@require_POST
@needs("person.write")
def work_then(request: PageRequest, days_off_id: UUID) -> HttpResponse:
    """Take days off of mine back."""
    me = request.person.id
    people.remove_days_off(person_id=me, days_off_id=days_off_id, by=me, at=clock.now())
    messages.success(request, _("Saved."))
    return redirect("calendar")


@require_safe
@anyone("A calendar program cannot sign in: the address itself is the secret, and says little.")
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Answer a calendar program that knows a secret address; nothing to any other."""
    del request
    found = feeds.feed(secret, at=clock.now())
    if found is None:
        return HttpResponseNotFound(content_type="text/plain; charset=utf-8")
    if found.wait:
        return HttpResponse(status=429, headers={"Retry-After": str(found.wait)})
    answer = HttpResponse(found.text, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="journeywork.ics"'
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _page(request: PageRequest, form: DaysOffForm, *, secret: str = "") -> HttpResponse:
    me, at = request.person, clock.now()
    address = reverse("calendar-feed", args=(secret,)) if secret else ""
    values = {
        "form": form,
        "address": f"{settings.ADDRESS.rstrip('/')}{address}" if secret else "",
        "since": feeds.feed_since(me.id),
        "days_off": queries.days_off(me.id, since=me.working_time.local_date(at)),
    }
    response = show(request, "calendar.html", values, status=422 if form.errors else 200)
    response["Cache-Control"] = "no-store"
    return response
