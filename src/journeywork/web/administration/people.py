"""People: invite, change roles and teams, let go."""

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from journeywork.engine.people import Person
from journeywork.kernel import clock, looks
from journeywork.kernel.doors import needs
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.reasons import said
from journeywork.people import actions, queries
from journeywork.web import words
from journeywork.web.forms import PageForm, ZoneField, attempt
from journeywork.web.forms import words as split
from journeywork.web.once import once
from journeywork.web.page import PageRequest, show

PAGE = 50
#: With more people than this the browser is given none to choose from.
MOST_LISTED = 200


class PersonForm(PageForm):
    """Somebody as an administrator sets them up."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    email = forms.EmailField(label=gettext_lazy("E-mail"), max_length=254)
    other_emails = forms.CharField(
        label=gettext_lazy("Further addresses"),
        required=False,
        max_length=2000,
        help_text=gettext_lazy(
            "Under which the history of the work knows them, separated by commas. Nothing is sent there."
        ),
    )
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
    reports_to = forms.CharField(
        label=gettext_lazy("Reports to"),
        required=False,
        max_length=254,
        help_text=gettext_lazy("Their name, e-mail address or key. Empty for nobody."),
        widget=forms.TextInput(attrs={"list": "colleagues", "autocomplete": "off"}),
    )
    zone_name = ZoneField()
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=list(words.LANGUAGES.items())
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        teams = [(str(team.id), team.name) for team in queries.teams()]
        self.fields["teams"].choices = teams  # type: ignore[attr-defined]
        for name in ("reports_to", "language"):
            self.fields[name].widget.attrs["class"] = "w-m"

    def clean_reports_to(self) -> UUID | None:
        """Return who is meant; who stands there already may stay, also when they have left."""
        wanted = self.cleaned_data["reports_to"].strip()
        if not wanted:
            return None
        found = _called(wanted)
        if found is None or not (found.active or wanted == self.initial.get("reports_to")):
            says = _("Nobody here is called that, or more than one. Use their e-mail address.")
            raise forms.ValidationError(says)
        return found.id

    def colleagues(self) -> tuple[Person, ...]:
        """Return everybody here, to choose from; nobody where they are too many for a list."""
        found = queries.page(limit=MOST_LISTED + 1)
        return found if len(found) <= MOST_LISTED else ()

    def clean_other_emails(self) -> tuple[str, ...]:
        """Return the addresses one by one; each is checked by the room."""
        return split(self.cleaned_data["other_emails"])


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
    known = {"email": request.GET.get("email", "")[:254]}
    form = PersonForm(request.POST or None, initial=mine | known)
    if request.method == "POST" and form.is_valid():
        invited = once(request, lambda: _invited(request, form))
        if invited:
            return invited
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
    try:
        path = actions.sign_in_link(person_id=them.id, by=request.person.id, at=clock.now())
    except Invalid as refusal:
        messages.error(request, said(refusal.faults["link"]))
        return redirect("admin-person", key)
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


def _called(text: str) -> Person | None:
    """Return whoever has this key, address or name here; None for nobody, or more than one."""
    try:
        return queries.person_by_key(text.lower())
    except NotFound:
        found = queries.person_by_email(text)
    same = queries.page(text=text, limit=2)
    return found or (same[0] if len(same) == 1 else None)


def _invited(request: PageRequest, form: PersonForm) -> str | None:
    made = attempt(form, lambda: _add(request, form.cleaned_data))
    if made is None:
        return None
    messages.success(request, _("%(name)s can sign in now.") % {"name": made.name})
    return reverse("admin-person", args=(made.key,))


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
        "other_emails": ", ".join(queries.further_emails(them.id)),
        "roles": list(them.roles),
        "teams": [str(team) for team in them.teams],
        "reports_to": queries.person(them.reports_to).key if them.reports_to else "",
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
