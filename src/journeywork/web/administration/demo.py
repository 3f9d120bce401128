"""The demo: forty people in four settings, to see every page full, and gone with one click."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.kernel.jobs import Job, JobState
from journeywork.people import demo as demos
from journeywork.people import queries
from journeywork.people.demo import REMOVE, Demo
from journeywork.web.page import PageRequest, show, show_part

#: step of the loading -> what it does, where its share of the whole begins, how large it is
STEPS: dict[str, tuple[str | Promise, float, float]] = {
    "people": (gettext_lazy("People come: %(done)d of %(total)d."), 0.0, 0.15),
    "cards": (gettext_lazy("Cards are written: %(done)d of %(total)d."), 0.15, 0.1),
    "past": (gettext_lazy("What happened long ago is taken in."), 0.25, 0.1),
    "work": (gettext_lazy("The last two weeks happen: %(done)d of %(total)d events."), 0.35, 0.65),
}


@require_http_methods(["GET", "POST"])
@needs("demo.write")
def demo(request: PageRequest) -> HttpResponse:
    """Show whether the demo is loaded; load or remove it, done by the worker."""
    if request.method == "POST":
        _do(request, request.POST.get("act", ""))
        return redirect("demo")
    stands = demos.demo()
    org = stands.organisation.id if stands.organisation else None
    values = {
        "demo": stands,
        "inside": org == request.person.org,
        "seat": any(seat.org == org for seat in queries.seats(request.seat.account)),
    }
    return show(request, "administration/demo.html", values | _told(stands))


@require_GET
@needs("demo.write")
def progress(request: PageRequest) -> HttpResponse:
    """Show how far it is; once it is done, or cannot be, the whole page is loaded anew."""
    stands = demos.demo()
    if not stands.going:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return show_part(request, "administration/demo_progress.html", _told(stands))


def _do(request: PageRequest, act: str) -> None:
    """Ask for what the button says, and not for what has become of it since the page came."""
    me, at = request.person.id, clock.now()
    if act == "load":
        demos.load_demo(by=me, at=at)
    elif act == "remove":
        demos.remove_demo(by=me, at=at)
    elif act == "stop" and demos.stop_trying():
        messages.success(request, _("It is not tried again."))


def _told(stands: Demo) -> dict[str, Any]:
    """Return what is going on, in words, and how much of it is done."""
    job = stands.job if stands.going or stands.failed else None
    removing = job is not None and job.task == REMOVE
    says, share = _far(job, removing=removing) if job and stands.going else ("", None)
    return {
        "going": stands.going,
        "says": says,
        "share": share,
        "fault": _fault(job, removing=removing) if job and job.fault else "",
        "failed": stands.failed,
        "removing": removing,
    }


def _far(job: Job, *, removing: bool) -> tuple[str, float | None]:
    if job.state is JobState.WAITING:
        return _("Waiting for the worker."), None
    if removing:
        return _("The demo is being removed."), None
    if job.step not in STEPS:
        return _("The demo is being loaded."), None
    template, begins, large = STEPS[job.step]
    says = str(template) % {"done": job.done, "total": job.total}
    return says, round(begins + large * job.share, 3)


def _fault(job: Job, *, removing: bool) -> str:
    if removing:
        return _("The demo could not be removed (%(fault)s). It is still there.") % {
            "fault": job.fault
        }
    return _("The demo could not be loaded (%(fault)s). Nothing of it is left behind.") % {
        "fault": job.fault
    }
