"""Jobs: what the worker could not do, in words; try it again, or give it up."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from journeywork.kernel import clock
from journeywork.kernel import jobs as queue
from journeywork.kernel.doors import needs
from journeywork.kernel.errors import NotFound
from journeywork.kernel.reasons import said
from journeywork.web.page import PageRequest, show
from journeywork.web.parsing import whole

PAGE = 50


@require_http_methods(["GET", "POST"])
@needs("job.write")
def jobs(request: PageRequest) -> HttpResponse:
    """Show what failed for good here, newest first; queue it again, or forget it."""
    if request.method == "POST":
        _do(request)
        return redirect("jobs")
    before = whole(request.GET.get("before"))
    found = queue.failed(org=request.person.org, limit=PAGE + 1, before=before)
    shown = found[:PAGE]
    values = {
        "jobs": shown,
        "again": [job.id for job in shown if not job.duty],
        "older": f"?before={shown[-1].id}" if len(found) > PAGE else "",
        "said": said,
    }
    return show(request, "administration/jobs.html", values)


def _do(request: PageRequest) -> None:
    """Do what the button says with the jobs it names; what is gone meanwhile is gone."""
    named = [number for text in request.POST.getlist("job") if (number := whole(text)) is not None]
    org, act = request.person.org, request.POST.get("act", "")
    try:
        if act == "again":
            count = queue.try_again(named, at=clock.now(), org=org)
            says = ngettext("%(num)d job is tried again.", "%(num)d jobs are tried again.", count)
            messages.success(request, says % {"num": count})
        elif act == "give-up":
            queue.give_up(named, org=org)
            messages.success(request, _("Given up. It is not tried again."))
    except NotFound:
        messages.warning(request, _("That has changed meanwhile; this is how it stands now."))
