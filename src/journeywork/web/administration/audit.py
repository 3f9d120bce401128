"""The audit log: who changed what, and whether the chain holds."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET, require_POST

from journeywork.kernel import anchors, audit
from journeywork.kernel.doors import needs
from journeywork.people import queries
from journeywork.web.page import PageRequest, show, show_part
from journeywork.web.parsing import identifier, whole
from journeywork.web.reasons import said

PAGE = 50


@require_GET
@needs("audit.read")
def log(request: PageRequest) -> HttpResponse:
    """Show the log, newest first."""
    return _page(request, None)


@require_POST
@needs("audit.read")
def verify(request: PageRequest) -> HttpResponse:
    """Walk the whole chain and say what was found."""
    verdict = anchors.verify()
    if request.htmx:
        return show_part(request, "administration/verdict.html", {"verdict": verdict, "said": said})
    return _page(request, verdict)


def _page(request: PageRequest, verdict: audit.Verdict | None) -> HttpResponse:
    before = whole(request.GET.get("before"))
    lines = audit.lines(limit=PAGE + 1, before=before)
    about = {line.number: identifier(line.object.partition(":")[2]) for line in lines}
    names = queries.names(id for line in lines for id in (line.by, about[line.number]) if id)
    values = {
        "lines": lines[:PAGE],
        "names": names,
        "about": about,
        "older": f"?before={lines[PAGE - 1].number}" if len(lines) > PAGE else "",
        "verdict": verdict,
        "said": said,
    }
    return show(request, "administration/audit.html", values)
