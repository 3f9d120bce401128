"""The replay: what would have been offered, when and why, from the organisation's own history."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from journeywork.evidence import actions, queries, report
from journeywork.evidence.figures import number
from journeywork.evidence.values import Running
from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.kernel.errors import NotFound
from journeywork.kernel.reasons import said
from journeywork.web.page import PageRequest, may, show, show_part

#: days to look back, and how they are said
SPANS = (
    ("90", gettext_lazy("3 months")),
    ("365", gettext_lazy("1 year")),
    ("730", gettext_lazy("2 years")),
    ("1825", gettext_lazy("5 years")),
)
USUAL = "730"


@require_GET
@needs("replay.read")
def replay(request: PageRequest) -> HttpResponse:
    """Show the latest report, and my own part of it to me alone."""
    finished = queries.latest_report()
    own = queries.own(request.person.id) if finished else None
    values = {
        "report": report.html(finished, standalone=False, own=own, said=said) if finished else None,
        "made_at": finished.report.at if finished else None,
        "may_run": may(request.person, "replay.run"),
        "may_connect": may(request.person, "source.write"),
        "spans": SPANS,
        "usual": USUAL,
    }
    return show(request, "replay.html", values | _progress(queries.progress()))


@require_POST
@needs("replay.run")
def run(request: PageRequest) -> HttpResponse:
    """Let the worker run a replay; the page shows how far it is, and may be left."""
    days = request.POST.get("since", USUAL)
    span = timedelta(days=int(days if days in dict(SPANS) else USUAL))
    at = clock.now()
    actions.ask_for(since=queries.history_end(at=at) - span, by=request.person.id, at=at)
    messages.success(request, _("The replay has begun."))
    return redirect("replay")


@require_GET
@needs("replay.read")
def progress(request: PageRequest) -> HttpResponse:
    """Show how far a replay is; once it is done, the whole page is loaded anew."""
    going = queries.progress()
    if going is None or going.fault:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return show_part(request, "replay_progress.html", _progress(going))


@require_GET
@needs("replay.read")
def file(request: PageRequest) -> HttpResponse:
    """Give the latest report as one file; it holds nobody's own part."""
    del request
    finished = queries.latest_report()
    if finished is None:
        raise NotFound("report")
    response = HttpResponse(report.html(finished, standalone=True))
    name = f"journeywork-replay-{finished.report.at:%Y-%m-%d}.html"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _progress(going: Running | None) -> dict[str, Any]:
    if going is None:
        return {"running": False, "progress": "", "share": 0, "fault": ""}
    if going.fault:
        return {"running": False, "progress": "", "share": 0, "fault": said(going.fault)}
    says = _("%(done)s of %(total)s events") % {
        "done": number(going.done),
        "total": number(going.total),
    }
    if going.waiting:
        says = _("In the queue: the worker takes it up in a moment.")
    elif going.done >= going.total:
        says = _("All events are gone through; the report is being written.")
    return {"running": True, "progress": says, "share": round(going.share, 3), "fault": ""}
