"""The demo: forty people in four settings, to see every page full, and gone with one click."""

import importlib.util

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from journeywork.kernel import jobs
from journeywork.kernel.doors import needs
from journeywork.people import queries
from journeywork.web.page import PageRequest, show

#: The connector is a folder that may be deleted; its tasks are known to the worker by name.
CONNECTOR = "journeywork.connectors.demo"
LOAD, REMOVE = "demo_load", "demo_remove"


@require_http_methods(["GET", "POST"])
@needs("demo.write")
def demo(request: PageRequest) -> HttpResponse:
    """Show whether the demo is loaded; load or remove it, done by the worker."""
    demos = [one for one in queries.organisations() if one.is_demo]
    if request.method == "POST":
        return _asked(request, REMOVE if demos else LOAD)
    values = {"demo": demos, "installed": importlib.util.find_spec(CONNECTOR) is not None}
    return show(request, "administration/demo.html", values)


def _asked(request: PageRequest, task: str) -> HttpResponse:
    me = request.person
    with transaction.atomic():
        jobs.defer(task, lock="demo", org=str(me.org), person=str(me.id))
    says = {
        LOAD: _("The demo is being loaded. It takes a minute; you may go on."),
        REMOVE: _("The demo is being removed."),
    }
    messages.success(request, says[task])
    return redirect("demo")
