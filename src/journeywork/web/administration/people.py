"""People: invite, change roles and teams, let go."""

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from journeywork.engine.people import Person
from journeywork.kernel import clock, looks
from journeywork.kernel.doors import needs
from journeywork.people import actions, queries
from journeywork.web import words
from journeywork.web.forms import PageForm, ZoneField, attempt
from journeywork.web.page import PageRequest, show

PAGE = 50


class PersonForm(PageForm):
    """Somebody as an administrator sets them up."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    email = forms.EmailField(label=gettext_lazy("E-mail"), max_length=254)
    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Roles"),
        choices=list(words.ROLES.items()),
        widget=forms.CheckboxSelectMultiple,
        initial=["member"],
    )
    teams = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Teams"),
        required=False,
        coerce=UUID,
        widget=forms.CheckboxSelectMultiple,
    )
    reports_to = forms.TypedChoiceField(
        label=gettext_lazy("Reports to"), required=False, coerce=UUID, empty_value=None
    )
    zone_name = ZoneField()
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=list(words.LANGUAGES.items())
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        teams = [(str(team.id), team.name) for team in queries.teams()]
        people = [(str(id), one.name) for id, one in queries.persons().items()]
        self.fields["teams"].choices = teams  # type: ignore[attr-defined]
        self.fields["reports_to"].choices = [("", _("Nobody")), *people]  # type: ignore[attr-defined]
        for name in ("reports_to", "language"):
            self.fields[name].widget.attrs["class"] = "w-m"


@require_GET
@needs("people.write")
def people(request: PageRequest) -> HttpResponse:
    """Show who is here, with a search."""
    text, after = request.GET.get("text", "")[:200], request.GET.get("after", "")[:60]
    found = queries.page(text=text, limit=PAGE + 1, after=after)
    values = {
        "text": text,
        "people": found[:PAGE],
        "teams": {team.id: team.name for team in queries.teams()},
        "next": found[PAGE - 1].key if len(found) > PAGE else "",
    }
    return show(request, "administration/people.html", values)


@require_http_methods(["GET", "POST"])
@needs("people.write")
def invite(request: PageRequest) -> HttpResponse:
    """Invite somebody: they can sign in with that address from now on."""
    mine = {"zone_name": request.person.zone_name, "language": request.person.languages[0]}
    form = PersonForm(request.POST or None, initial=mine)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: _add(request, form.cleaned_data))
        if made:
            messages.success(request, _("%(name)s can sign in now.") % {"name": made.name})
            return redirect("admin-person", made.key)
    return _form_page(request, form, None)


@require_http_methods(["GET", "POST"])
@needs("people.write")
def person(request: PageRequest, key: str) -> HttpResponse:
    """Show somebody, and change them."""
    them = queries.person_by_key(key)
    looks.look(person_id=them.id, what="account", by=request.person.id, at=clock.now())
    form = PersonForm(request.POST or None, initial=_initial(them))
    if request.method == "POST" and form.is_valid():
        changed = attempt(form, lambda: _change(request, them, form.cleaned_data))
        if changed:
            messages.success(request, _("Saved."))
            return redirect("admin-person", changed.key)
    return _form_page(request, form, them)


@require_POST
@needs("people.write")
def link(request: PageRequest, key: str) -> HttpResponse:
    """Make a one-time way in, to hand over when no mail is sent."""
    them = queries.person_by_key(key)
    path = actions.sign_in_link(person_id=them.id, at=clock.now())
    form = PersonForm(initial=_initial(them))
    return _form_page(request, form, them, way_in=f"{settings.ADDRESS}{path}")


@require_POST
@needs("people.write")
def let_in(request: PageRequest, key: str) -> HttpResponse:
    """Let somebody in who is known from the history alone, or had left."""
    them = queries.person_by_key(key)
    actions.invite(person_id=them.id, by=request.person.id, at=clock.now())
    messages.success(request, _("%(name)s can sign in now.") % {"name": them.name})
    return redirect("admin-person", key)


@require_http_methods(["GET", "POST"])
@needs("people.write")
def leave(request: PageRequest, key: str) -> HttpResponse:
    """Ask, then end somebody's way in, or blank everything that names them."""
    them = queries.person_by_key(key)
    form = PageForm(request.POST or None)
    if request.method == "POST":
        gone = attempt(form, lambda: _let_go(request, them))
        if gone:
            messages.success(request, _("Done. Their cards get a new owner."))
            return redirect("admin")
    values = {"them": them, "form": form, "cards": ""}
    return show(request, "administration/leave.html", values, status=422 if form.errors else 200)


def _form_page(
    request: PageRequest, form: PersonForm, them: Person | None, *, way_in: str = ""
) -> HttpResponse:
    values = {"form": form, "them": them, "way_in": way_in}
    response = show(
        request, "administration/person.html", values, status=422 if form.errors else 200
    )
    if way_in:
        response["Cache-Control"] = "no-store"
    return response


def _add(request: PageRequest, values: dict[str, Any]) -> Person:
    language = values.pop("language")
    return actions.add_person(
        languages=(language,), invited=True, by=request.person.id, at=clock.now(), **values
    )


def _change(request: PageRequest, them: Person, values: dict[str, Any]) -> Person:
    by, at = request.person.id, clock.now()
    teams, language = set(values.pop("teams")), values.pop("language")
    others = tuple(code for code in them.languages if code != language)
    changed = actions.change_person(
        person_id=them.id, by=by, at=at, languages=(language, *others), **values
    )
    for team in teams - set(them.teams):
        actions.join_team(person_id=them.id, team_id=team, by=by, at=at)
    for team in set(them.teams) - teams:
        actions.leave_team(person_id=them.id, team_id=team, by=by, at=at)
    return changed


def _initial(them: Person) -> dict[str, Any]:
    return {
        "name": them.name,
        "email": them.email,
        "roles": list(them.roles),
        "teams": [str(team) for team in them.teams],
        "reports_to": str(them.reports_to) if them.reports_to else "",
        "zone_name": them.zone_name,
        "language": next((code for code in them.languages if code in words.LANGUAGES), "en"),
    }


def _let_go(request: PageRequest, them: Person) -> bool:
    by, at = request.person.id, clock.now()
    if request.POST.get("act") == "erase":
        actions.erase(person_id=them.id, by=by, at=at)
    else:
        actions.deactivate(person_id=them.id, by=by, at=at)
    return True
