"""My attention: pause until a day, be quiet for a while, see what the budget is."""

from datetime import datetime, timedelta

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from journeywork.engine.people import Person
from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.people import actions as people
from journeywork.support import actions as support
from journeywork.support import queries
from journeywork.web.forms import DayField, PageForm, attempt
from journeywork.web.offers import budget_says
from journeywork.web.page import PageRequest, show

DIGEST = "mail"
LONGEST_PAUSE = timedelta(days=366)
#: hours to be quiet for, and how they are said
SNOOZES = (
    (1, gettext_lazy("1 hour")),
    (3, gettext_lazy("3 hours")),
    (24, gettext_lazy("1 day")),
)


class PauseForm(PageForm):
    """Until when nothing is offered."""

    until = DayField(gettext_lazy("Offer nothing until"))

    def __init__(self, *given: object, person: Person, at: datetime, **named: object) -> None:
        super().__init__(*given, **named)
        self.today = person.working_time.local_date(at)
        self.fields["until"].help_text = _(
            "On that day it begins again by itself. What you ask for yourself is never limited."
        )

    def clean_until(self) -> object:
        """Refuse a day that does not lie ahead, and one too far away."""
        until = self.cleaned_data["until"]
        if not self.today < until <= self.today + LONGEST_PAUSE:
            raise forms.ValidationError(_("Choose a day ahead of today, within a year."))
        return until


@require_http_methods(["GET", "POST"])
@needs("person.write")
def attention(request: PageRequest) -> HttpResponse:
    """Show how offers are kept few, and pause them."""
    at, me = clock.now(), request.person
    act = request.POST.get("act", "")
    given = request.POST if act == "pause" else None
    form = PauseForm(given, person=me, at=at, initial={"until": _next_week(me, at)})
    if request.method == "POST" and _done(request, form, act, at):
        return redirect("attention")
    state = queries.attention(me.id, at=at)
    paused = me.paused_until if me.paused_until and form.today < me.paused_until else None
    values = {
        "form": form,
        "mail_works": settings.MAIL_WORKS,
        "by_mail": DIGEST in queries.channels(me.id),
        "paused": paused,
        "snoozed": state.snoozed_until,
        "budget": budget_says(state),
        "snoozes": SNOOZES,
    }
    return show(request, "attention.html", values, status=422 if form.errors else 200)


def _done(request: PageRequest, form: PauseForm, act: str, at: datetime) -> bool:
    """Carry out what a button says; a faulty form is shown again."""
    me = request.person.id
    if act == "pause":
        until = form.cleaned_data.get("until") if form.is_valid() else None
        return bool(
            until and attempt(form, lambda: people.pause(person_id=me, until=until, by=me, at=at))
        )
    if act == "mail":
        wanted = request.POST.get("wanted") == "yes"
        support.choose_channel(person_id=me, channel=DIGEST, wanted=wanted)
        messages.success(request, _("Saved."))
    if act == "resume":
        people.pause(person_id=me, until=None, by=me, at=at)
        support.snooze(person_id=me, until=None, by=me, at=at)
    if act == "snooze" and request.POST.get("hours") in {str(hours) for hours, _says in SNOOZES}:
        until = at + timedelta(hours=int(request.POST["hours"]))
        support.snooze(person_id=me, until=until, by=me, at=at)
        messages.success(request, _("Quiet. What you ask for yourself is never limited."))
    return True


def _next_week(me: Person, at: datetime) -> object:
    return me.working_time.local_date(at) + timedelta(days=7)
