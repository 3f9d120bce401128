"""Notes during a visit: for a phone, for one hand, and for a connection that comes and goes.

A note gets its identifier where it is written, so that sending it twice keeps it once. What
could not be sent waits in the browser, for the same person alone.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from journeywork.activities import queries as together
from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.kernel.ids import new_id
from journeywork.shadowing import actions, queries
from journeywork.shadowing.watching import LONGEST_NOTE
from journeywork.web.forms import PageForm, attempt
from journeywork.web.once import arrived
from journeywork.web.page import PageRequest, show
from journeywork.web.parsing import identifier
from journeywork.web.shadowing.offline import assets

DURING = "during"
#: Somebody else is signed in by now: their browser must not send what another one wrote.
NOT_YOURS = 409


class NoteForm(PageForm):
    """A note, with the identifier that it got where it was written."""

    text = forms.CharField(
        label=gettext_lazy("A note"), max_length=LONGEST_NOTE, widget=forms.Textarea
    )
    key = forms.UUIDField(widget=forms.HiddenInput)


@require_http_methods(["GET", "POST"])
@needs("reflection.write")
def notes(request: PageRequest, visit_id: UUID) -> HttpResponse:
    """Show my notes of a visit and take one more: from a form, or from the script behind it."""
    found, me = queries.visit(visit_id, reader=request.person.id), request.person
    behind = request.headers.get("X-Journeywork-Note") == "1"
    if behind and identifier(request.POST.get("author")) != me.id:
        return JsonResponse({"says": _("Somebody else is signed in.")}, status=NOT_YOURS)
    given = request.POST if request.method == "POST" else None
    form = NoteForm(given, initial={"key": new_id()})
    kept = given is not None and form.is_valid() and _keep(request, found.id, form)
    if behind:
        return JsonResponse({"kept": bool(kept)}, status=200 if kept else 422)
    if kept:
        arrived(request, _("Kept. Only you can read it."))
        return redirect("shadowing-notes", found.id)
    activity = together.activity(found.id, reader=me.id)
    written = together.reflections_in(activity, reader=me, at=clock.now())
    values: dict[str, Any] = {
        "visit": found,
        "form": form,
        "notes": [
            each for each in reversed(written) if each.author == me.id and each.stage == DURING
        ],
        "look_fors": [each for each in found.look_fors if each.shown],
        "me": me.id,
        "assets": assets(),
    }
    return show(request, "shadowing/notes.html", values, status=422 if form.errors else 200)


def _keep(request: PageRequest, visit_id: UUID, form: NoteForm) -> bool:
    """Keep a note; one that was kept before, or deleted since, counts as kept."""
    at = clock.now()

    def keep() -> bool:
        actions.note(
            visit_id=visit_id,
            key=form.cleaned_data["key"],
            text=form.cleaned_data["text"],
            written_at=_written_at(request, at),
            by=request.person.id,
            at=at,
        )
        return True

    return bool(attempt(form, keep))


def _written_at(request: PageRequest, at: datetime) -> datetime:
    """Return when the browser says that a note was written; now, where it says nothing useful."""
    try:
        said = parse_datetime(request.POST.get("at", "")[:40])
    except ValueError:
        said = None
    return said if said is not None and said.tzinfo else at
