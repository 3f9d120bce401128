"""My data: one archive with everything, for programs and to read; and everything erased."""

import io
import json
import zipfile

from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from journeywork.engine import taken_out
from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.people import actions, queries
from journeywork.web.forms import PageForm, attempt
from journeywork.web.page import PageRequest, show

JOURNAL = "growth_journal"


class SureForm(PageForm):
    """One's own name, typed: nobody is erased by a slip."""

    name = forms.CharField(label=gettext_lazy("Type your name to be sure"), max_length=200)


@require_GET
@needs("privacy.read")
def export(request: PageRequest) -> HttpResponse:
    """Give me everything that is kept about me, and what I wrote, as one archive."""
    me, at = request.person, clock.now()
    tables = queries.my_data(me.id)
    head = {"organisation": request.seat.org_name, "person": me.key, "at": at.isoformat()}
    files = {
        "everything.json": json.dumps(head | {"tables": tables}, ensure_ascii=False, indent=1),
        "everything.md": taken_out.to_read(tables, _titles()),
        "journal.md": taken_out.journal(tables.get(JOURNAL, [])),
    }
    name = f"journeywork-{me.key}-{at:%Y-%m-%d}"
    response = HttpResponse(_packed(name, files), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{name}.zip"'
    response["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "POST"])
@needs("privacy.erase")
def erase(request: PageRequest) -> HttpResponse:
    """Say what erasing me does, and do it once I have typed my name."""
    me = request.person
    form = SureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["name"].strip() != me.name:
            form.add_error("name", _("This is not your name as it stands here: %s") % me.name)
        elif attempt(form, lambda: _erase(request)):
            logout(request)
            messages.success(request, _("You are erased here. Go well."))
            return redirect("account_login")
    return show(request, "erase_me.html", {"form": form}, status=422 if form.errors else 200)


def _erase(request: PageRequest) -> bool:
    actions.erase(person_id=request.person.id, by=request.person.id, at=clock.now())
    return True


def _packed(folder: str, files: dict[str, str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(f"{folder}/{name}", text)
    return packed.getvalue()


def _titles() -> dict[str, str]:
    """Return what people call the tables that hold what they wrote; others keep their names."""
    return {
        "people_person": _("You"),
        "growth_entry": _("What I want to learn"),
        "growth_find": _("What was found for it"),
        JOURNAL: _("My journal"),
        "support_stance": _("What I want of my work"),
        "activities_reflection": _("What I wrote for myself"),
        "activities_commitment": _("What I committed to"),
        "debriefs_contribution": _("What I wrote in debriefs"),
        "knowledge_card": _("Cards"),
        "knowledge_post": _("Posts"),
        "kernel_look": _("Who looked"),
    }
