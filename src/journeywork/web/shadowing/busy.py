"""When I have something else: a calendar handed over, of which times alone are kept."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.shadowing import actions, queries
from journeywork.shadowing.busy import LONGEST, busy_in
from journeywork.web.forms import PageForm, attempt
from journeywork.web.page import PageRequest, show

AHEAD = timedelta(days=62)
MOST_BYTES = 4 * LONGEST


class CalendarForm(PageForm):
    """A calendar: a file, or its text."""

    file = forms.FileField(
        label=gettext_lazy("A calendar file (.ics)"),
        help_text=gettext_lazy("Most calendars can save or export one."),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".ics,text/calendar"}),
    )
    calendar = forms.CharField(
        label=gettext_lazy("Or its text"), required=False, widget=forms.Textarea
    )

    def text(self) -> str:
        """Return what was handed over; "" for nothing."""
        file = self.cleaned_data.get("file")
        if file is not None:
            raw: bytes = file.read(MOST_BYTES + 1)
            return raw.decode("utf-8", errors="replace")
        text: str = self.cleaned_data.get("calendar", "")
        return text


@require_http_methods(["GET", "POST"])
@needs("shadowing.write")
def busy(request: PageRequest) -> HttpResponse:
    """Hand a calendar over, or have what was kept of one forgotten."""
    me, at = request.person, clock.now()
    given = request.POST if request.method == "POST" else None
    if given is not None and given.get("do") == "forget":
        actions.set_busy(person_id=me.id, busy=(), at=at)
        messages.success(request, _("Forgotten. Nothing of your calendar is left here."))
        return redirect("shadowing-busy")
    form = CalendarForm(given, request.FILES if given is not None else None)
    if given is not None and form.is_valid():
        zone = me.working_time.zone
        found = attempt(form, lambda: busy_in(form.text(), zone=zone, since=at, until=at + AHEAD))
        if found is not None:
            kept = actions.set_busy(person_id=me.id, busy=found, at=at)
            says = ngettext("%(num)d time is kept.", "%(num)d times are kept.", kept)
            messages.success(request, says % {"num": kept})
            return redirect("shadowing-busy")
    values = {"form": form, "busy": queries.busy(me.id, since=at)}
    return show(request, "shadowing/busy.html", values, status=422 if form.errors else 200)
