"""Me: how I am called, when I work, in which language I read, light or dark."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from journeywork.engine.people import Person
from journeywork.kernel import clock
from journeywork.kernel.doors import anyone, needs
from journeywork.people import actions, queries
from journeywork.people.sign_in import WaysIn, ways_in
from journeywork.web import words
from journeywork.web.forms import DaysField, HourField, PageForm, ZoneField, attempt
from journeywork.web.page import THEMES, PageRequest, show

_YEAR = 365 * 24 * 3600


class ProfileForm(PageForm):
    """What a person says of themselves."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    language = forms.ChoiceField(
        label=gettext_lazy("Language of these pages"),
        choices=list(words.LANGUAGES.items()),
        widget=forms.Select(attrs={"class": "w-m"}),
    )
    zone_name = ZoneField()
    workdays = DaysField()
    starts = HourField(gettext_lazy("Work begins"))
    ends = HourField(gettext_lazy("Work ends"))
    findable = forms.BooleanField(
        label=gettext_lazy("Suggest me to colleagues as somebody who knows"),
        help_text=gettext_lazy(
            "Only for what your work shows, and never the same person too often."
        ),
        required=False,
    )


@require_http_methods(["GET", "POST"])
@needs("person.write")
def profile(request: PageRequest) -> HttpResponse:
    """Show my profile, and change it."""
    me = request.person
    form = ProfileForm(request.POST or None, initial=_initial(me))
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        changed = attempt(form, lambda: _change(me, values))
        if changed:
            messages.success(request, _("Saved."))
            return redirect("me")
    values = {
        "form": form,
        "organisation": request.seat.org_name,
        "seats": queries.seats(request.seat.account),
    }
    return show(request, "me.html", values, status=422 if form.errors else 200)


@require_POST
@anyone("How the pages look is kept in a cookie of this browser, and says nothing of anybody.")
def look(request: HttpRequest) -> HttpResponse:
    """Choose light or dark for this browser; anything else is as the system has it."""
    theme = request.POST.get("theme", "")
    response = redirect("me" if request.user.is_authenticated else "account_login")
    if theme in THEMES:
        response.set_cookie("theme", theme, max_age=_YEAR, samesite="Lax", httponly=True)
    else:
        response.delete_cookie("theme")
    return response


@require_GET
@needs("person.write")
def signing_in(request: PageRequest) -> HttpResponse:
    """Show the ways in."""
    return show(request, "signing_in.html", {"ways": _ways(ways_in(request.seat.account))})


def _ways(mine: WaysIn) -> list[dict[str, Any]]:
    """Return the ways in: what each is, how it stands, and the page on which it is changed."""
    keys = ngettext("%(num)d passkey", "%(num)d passkeys", mine.passkeys) % {"num": mine.passkeys}
    named = (
        (
            "mfa_list_webauthn",
            _("Passkeys"),
            _("Your phone or computer knows you; nothing to remember."),
            keys if mine.passkeys else "",
        ),
        (
            "account_change_password",
            _("Password"),
            _("At least 12 characters; four or five words are best."),
            _("set") if mine.password else "",
        ),
        (
            "mfa_index",
            _("Second step"),
            _("A code from an app, and codes for the day you lose it."),
            _("on") if mine.app else "",
        ),
        (
            "account_email",
            _("E-mail address"),
            _("Where codes for signing in are sent."),
            mine.email,
        ),
    )
    return [
        {"url": reverse(name), "name": says, "says": more, "state": state}
        for name, says, more, state in named
    ]


def _initial(me: Person) -> dict[str, Any]:
    return {
        "name": me.name,
        "language": next((code for code in me.languages if code in words.LANGUAGES), "en"),
        "zone_name": me.zone_name,
        "workdays": sorted(me.working_time.days),
        "starts": me.working_time.starts,
        "ends": me.working_time.ends,
        "findable": me.findable,
    }


def _change(me: Person, values: dict[str, Any]) -> Person:
    chosen = values.pop("language")
    others = tuple(code for code in me.languages if code != chosen)
    return actions.change_person(
        person_id=me.id, by=me.id, at=clock.now(), languages=(chosen, *others), **values
    )
