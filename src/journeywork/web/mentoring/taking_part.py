"""One press each: it is still so, pause, skip, go on, leave. And who would be possible."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from journeywork.engine.mentoring import Programme
from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.kernel.errors import Invalid
from journeywork.kernel.reasons import said
from journeywork.mentoring import enrolling, previewing, queries
from journeywork.web.mentoring.enrol import PauseForm
from journeywork.web.page import PageRequest, show


@require_POST
@needs("mentoring.write")
def act(request: PageRequest, key: str) -> HttpResponse:
    """Carry out what a button says; what does not fit is told on the page."""
    found = queries.programme_by_key(key)
    carried_out = ACTS.get(request.POST.get("act", ""))
    if carried_out is None:
        raise Invalid({"act": "must be one of " + ", ".join(ACTS)})
    try:
        messages.success(request, carried_out(request, found))
    except Invalid as refusal:
        messages.error(request, " ".join(said(each) for each in refusal.faults.values()))
    back = "mentoring" if request.POST["act"] == "leave" else "mentoring-programme"
    return redirect("mentoring") if back == "mentoring" else redirect(back, key)


@require_GET
@needs("mentoring.read")
def possible(request: PageRequest, key: str) -> HttpResponse:
    """Show who would be possible for me today: a number, and a few mentors."""
    found = queries.programme_by_key(key)
    preview = previewing.preview(programme=found, person=request.person.id, at=clock.now())
    values = {
        "programme": found,
        "possible": preview,
    }
    return show(request, "mentoring/possible.html", values)


def _still_so(request: PageRequest, found: Programme) -> str:
    enrolling.confirm(programme_id=found.id, by=request.person.id, at=clock.now())
    return _("Good. You are in.")


def _pause(request: PageRequest, found: Programme) -> str:
    form = PauseForm(request.POST)
    if not form.is_valid():
        raise Invalid({"until": "must be a day after today, within a year"})
    until = form.cleaned_data["until"]
    enrolling.pause(programme_id=found.id, until=until, by=request.person.id, at=clock.now())
    return _("It rests, and goes on by itself that day. Whoever you are with stays.")


def _skip(request: PageRequest, found: Programme) -> str:
    enrolling.skip_next(programme_id=found.id, by=request.person.id, at=clock.now())
    return _("You skip the next round. After it you are in again by yourself.")


def _resume(request: PageRequest, found: Programme) -> str:
    enrolling.resume(programme_id=found.id, by=request.person.id, at=clock.now())
    return _("You are in again.")


def _leave(request: PageRequest, found: Programme) -> str:
    enrolling.leave(programme_id=found.id, by=request.person.id, at=clock.now())
    return _("You have left. You can come back at any time.")


ACTS: dict[str, Callable[[PageRequest, Programme], str]] = {
    "confirm": _still_so,
    "pause": _pause,
    "skip": _skip,
    "resume": _resume,
    "leave": _leave,
}
