"""The replay: what would have been offered, when and why, from the organisation's own history."""

from django.http import HttpResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from journeywork.kernel.doors import needs
from journeywork.web.page import PageRequest, show, show_part

#: days to look back, and how they are said
SPANS = (
    ("90", gettext_lazy("3 months")),
    ("365", gettext_lazy("1 year")),
    ("730", gettext_lazy("2 years")),
    ("1825", gettext_lazy("5 years")),
)


@require_http_methods(["GET", "POST"])
@needs("replay.read")
def replay(request: PageRequest) -> HttpResponse:
    """Show the latest report."""
    values = {"report": None, "running": False, "may_run": False, "spans": SPANS, "progress": ""}
    return show(request, "replay.html", values)


@require_GET
@needs("replay.read")
def progress(request: PageRequest) -> HttpResponse:
    """Show how far a replay is."""
    return show_part(request, "replay_progress.html", {"running": False, "progress": ""})


@require_GET
@needs("replay.read")
def file(request: PageRequest) -> HttpResponse:
    """Give the latest report as one file."""
    return show_part(request, "replay_progress.html", {"running": False, "progress": ""})
