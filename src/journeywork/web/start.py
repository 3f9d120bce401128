"""The first page of a new installation: name your organisation and yourself."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import (
    get_language,
    get_language_from_request,
    gettext_lazy,
    override,
)
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from journeywork.engine.people import Person
from journeywork.evidence import queries as evidence
from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.people import actions, first_run
from journeywork.web import words
from journeywork.web.forms import PageForm, ZoneField, attempt
from journeywork.web.page import PageRequest, show_plain


class StartForm(PageForm):
    """Two names; the rest has good beginnings."""

    organisation = forms.CharField(
        label=gettext_lazy("What is your team or organisation called?"), max_length=200
    )
    name = forms.CharField(label=gettext_lazy("And you?"), max_length=200)
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail"),
        required=False,
        max_length=254,
        help_text=gettext_lazy(
            "If it is the one in your repository's history, your own work is found at once."
        ),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=list(words.LANGUAGES.items())
    )
    zone_name = ZoneField()


@require_http_methods(["GET", "POST"])
@needs("people.write")
def start(request: PageRequest) -> HttpResponse:
    """Take the two names, in the language of the browser: nobody has chosen one yet."""
    if not first_run.is_nameless(request.person):
        return redirect("today")
    with override(get_language_from_request(request)):
        return _named(request, request.person)


def _named(request: PageRequest, me: Person) -> HttpResponse:
    form = StartForm(request.POST or None, initial=_initial(me))
    if request.method == "POST" and form.is_valid():
        introduced = attempt(form, lambda: _introduce(me, dict(form.cleaned_data)))
        if introduced:
            messages.success(request, _("Welcome, %(name)s.") % {"name": introduced.name})
            return redirect(_first_page())
    return show_plain(request, "start.html", {"form": form}, status=422 if form.errors else 200)


def _first_page() -> str:
    """Return the replay where a history was brought in with the start, else Today."""
    return "replay" if evidence.going() or evidence.latest_report() else "today"


def _initial(me: Person) -> dict[str, Any]:
    return {"language": (get_language() or "en")[:2], "zone_name": me.zone_name}


def _introduce(me: Person, values: dict[str, Any]) -> Person:
    at = clock.now()
    language, zone = values.pop("language"), values.pop("zone_name")
    introduced = first_run.introduce(person_id=me.id, at=at, **values)
    return actions.change_person(
        person_id=introduced.id, by=introduced.id, at=at, languages=(language,), zone_name=zone
    )
