"""With whom I would rather not be matched: mine alone to read, in all programmes, both ways."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.kernel.errors import Invalid
from journeywork.kernel.reasons import said
from journeywork.mentoring import blocks, own
from journeywork.people import queries as people
from journeywork.web.mentoring.wishes import LONGEST, called
from journeywork.web.page import PageRequest, show
from journeywork.web.parsing import identifier


@require_http_methods(["GET", "POST"])
@needs("mentoring.write")
def apart(request: PageRequest) -> HttpResponse:
    """Show them, look somebody up, put somebody there, take somebody away."""
    if request.method == "POST":
        _act(request)
        return redirect("mentoring-apart")
    text = request.GET.get("q", "").strip()[:LONGEST]
    mine = blocks.blocked_by(request.person.id)
    found = [one for one in called(text, request.person) if one.id not in mine] if text else []
    values = {
        "mine": [(id, name) for id, name in people.names(mine).items()] if mine else [],
        "text": text,
        "found": found[: own.MOST_FOUND],
        "more": len(found) > own.MOST_FOUND,
    }
    return show(request, "mentoring/apart.html", values)


def _act(request: PageRequest) -> None:
    who, me = identifier(request.POST.get("who")), request.person.id
    act = request.POST.get("act", "")
    if who is None or act not in ("block", "unblock"):
        raise Invalid({"act": "must be one of block, unblock"})
    try:
        if act == "block":
            blocks.block(who=who, by=me, at=clock.now())
            messages.success(request, _("You will not be matched. Nobody is told."))
        else:
            blocks.unblock(who=who, by=me)
            messages.success(request, _("Taken back. Nobody is told."))
    except Invalid as refusal:
        messages.error(request, " ".join(said(each) for each in refusal.faults.values()))
