"""People come into a programme from a table, and go out as one."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods

from journeywork.engine.fit.people_table import RowFault
from journeywork.engine.mentoring import Programme
from journeywork.engine.tables import TableFault, decoded
from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.kernel.errors import Invalid
from journeywork.kernel.reasons import said
from journeywork.mentoring import exporting, importing, queries
from journeywork.mentoring.importing import Looked, RowsRefused
from journeywork.web.forms import PageForm
from journeywork.web.page import PageRequest, may, show

#: So many faults are shown; the rest is counted.
SHOWN = 100
MOST_BYTES = 1_000_000


class TableForm(PageForm):
    """A table of people: a file, or, once it was looked through, its text."""

    file = forms.FileField(
        label=gettext_lazy("The table"),
        help_text=gettext_lazy("A CSV in UTF-8, of up to 1 MB: some 4,000 people."),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )
    table = forms.CharField(required=False, strip=False, widget=forms.Textarea)
    add = forms.BooleanField(
        label=gettext_lazy("Add people to the directory who are not in it yet"),
        help_text=gettext_lazy("They can sign in from now on, and a letter tells them so."),
        required=False,
    )

    def text(self) -> str:
        """Return what is in the table, "" for none; raises TableFault."""
        file = self.cleaned_data.get("file")
        if file is None:
            kept: str = self.cleaned_data.get("table", "")
            return kept
        raw: bytes = file.read(MOST_BYTES + 1)
        if len(raw) > MOST_BYTES:
            raise TableFault(0, "is larger than 1 MB: take the people in by parts")
        return decoded(raw)


@require_http_methods(["GET", "POST"])
@needs("programme.write")
def take_in(request: PageRequest, key: str) -> HttpResponse:
    """Look a table through; with a second press take in everybody in it, or nobody."""
    found = queries.programme_by_key(key)
    if request.method != "POST":
        return _page(request, found, TableForm())
    form = TableForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, found, form)
    try:
        text = form.text()
    except TableFault as fault:
        return _page(request, found, form, Looked(faults=(RowFault(0, "", fault.says),)))
    if not text:
        form.add_error("file", _("This is still empty."))
        return _page(request, found, form)
    if request.POST.get("act") == "take":
        return _taken(request, found, form, text)
    given = {"add": form.cleaned_data["add"], "by": request.person.id, "at": clock.now()}
    looked = importing.look_through(programme_id=found.id, text=text, **given)
    return _page(request, found, form, looked, text)


@require_GET
@needs("programme.write")
def export(request: PageRequest, key: str) -> HttpResponse:
    """Give everybody who takes part as a table; each of them can read that somebody took it."""
    found = queries.programme_by_key(key)
    text = exporting.export(found, by=request.person.id, at=clock.now())
    return _file(text, f"{found.key}-people.csv")


@require_GET
@needs("programme.write")
def to_fill_in(request: PageRequest) -> HttpResponse:
    """Give an empty table with two rows of examples."""
    del request
    return _file(exporting.to_fill_in(), "people-to-fill-in.csv")


def _taken(request: PageRequest, found: Programme, form: TableForm, text: str) -> HttpResponse:
    """Take everybody in; what has become wrong since it was looked through is told again."""
    given = {"add": form.cleaned_data["add"], "by": request.person.id, "at": clock.now()}
    try:
        done = importing.take_in(programme_id=found.id, text=text, **given)
    except RowsRefused as refusal:
        return _page(request, found, form, Looked(faults=refusal.rows))
    except Invalid as refusal:
        for says in refusal.faults.values():
            form.add_error(None, said(says))
        return _page(request, found, form)
    messages.success(request, _came(done))
    return redirect("programme-people", found.key)


def _page(
    request: PageRequest,
    found: Programme,
    form: TableForm,
    looked: Looked | None = None,
    text: str = "",
) -> HttpResponse:
    form.fields["file"].required = True  # Only what was looked through comes without a file.
    values = {
        "programme": found,
        "form": form,
        "looked": looked,
        "faults": [(each, _where(each)) for each in looked.faults[:SHOWN]] if looked else [],
        "shown": SHOWN,
        "text": text if looked and not looked.faults else "",
        "may_add": may(request.person, "people.write"),
        "came": _came(looked) if looked else "",
    }
    wrong = bool(form.errors or (looked and looked.faults))
    return show(request, "mentoring/import.html", values, status=422 if wrong else 200)


def _where(fault: RowFault) -> str:
    """Say where a fault is: the row as a spreadsheet counts, and the heading there."""
    if not fault.row:
        return _("The file")
    if not fault.heading:
        return _("Row %(row)d") % {"row": fault.row}
    return _("Row %(row)d, %(heading)s") % {"row": fault.row, "heading": fault.heading}


def _came(done: Looked) -> str:
    """Say how many come in, are said anew, and stay as they are."""
    counts = (
        (
            done.joining,
            ngettext("%(num)d person is new here", "%(num)d people are new here", done.joining),
        ),
        (
            done.changing,
            ngettext("%(num)d is said anew", "%(num)d are said anew", done.changing),
        ),
        (done.same, ngettext("%(num)d stays as before", "%(num)d stay as before", done.same)),
        (
            done.bystanders,
            ngettext(
                "%(num)d stands there for the reporting line alone",
                "%(num)d stand there for the reporting line alone",
                done.bystanders,
            ),
        ),
    )
    return _("%(counts)s.") % {
        "counts": ", ".join(says % {"num": count} for count, says in counts if count)
        or _("Nobody is in it")
    }


def _file(text: str, name: str) -> HttpResponse:
    """Return a table as spreadsheets open it: UTF-8 with its mark."""
    response = HttpResponse(text.encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
