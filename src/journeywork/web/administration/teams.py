"""Teams: add one, name it anew, say who leads it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from journeywork.engine.people import Team
from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.people import actions, queries
from journeywork.web.forms import PageForm, attempt
from journeywork.web.once import once
from journeywork.web.page import PageRequest, show


class TeamForm(PageForm):
    """A new team."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    setting = forms.CharField(
        label=gettext_lazy("Sort of work"),
        max_length=60,
        required=False,
        widget=forms.TextInput(
            attrs={"placeholder": gettext_lazy("software, hospital, law, workshop")}
        ),
    )


class LeadForm(PageForm):
    """A team's name, and who leads it."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    leads = forms.MultipleChoiceField(
        label=gettext_lazy("Led by"), required=False, widget=forms.CheckboxSelectMultiple
    )


@require_http_methods(["GET", "POST"])
@needs("people.write")
def teams(request: PageRequest) -> HttpResponse:
    """Show the teams, and add one."""
    form = TeamForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        added = once(request, lambda: _add(request, form))
        if added:
            return added
    values = {"form": form, "teams": queries.teams()}
    return show(request, "administration/teams.html", values, status=422 if form.errors else 200)


def _add(request: PageRequest, form: TeamForm) -> str | None:
    values = form.cleaned_data
    made = attempt(form, lambda: actions.add_team(by=request.person.id, at=clock.now(), **values))
    if made is None:
        return None
    messages.success(request, _("The team %(name)s is there.") % {"name": made.name})
    return reverse("admin-teams")


@require_http_methods(["GET", "POST"])
@needs("people.write")
def team(request: PageRequest, key: str) -> HttpResponse:
    """Show a team, name it anew, say who leads it."""
    shown = queries.team_by_key(key)
    members = queries.team_members(shown.id)
    leads = [str(one.id) for one in members if shown.id in one.leads]
    form = LeadForm(request.POST or None, initial={"name": shown.name, "leads": leads})
    form.fields["leads"].choices = [  # type: ignore[attr-defined]
        (str(one.id), one.name) for one in members
    ]
    if request.method == "POST" and form.is_valid():
        saved = attempt(form, lambda: _save(request, shown, leads, form.cleaned_data))
        if saved:
            messages.success(request, _("Saved."))
            return redirect("admin-teams")
    values = {"form": form, "team": shown, "members": members}
    return show(request, "administration/team.html", values, status=422 if form.errors else 200)


def _save(request: PageRequest, team: Team, leads: list[str], values: dict[str, Any]) -> bool:
    by, at = request.person.id, clock.now()
    if values["name"] != team.name:
        actions.rename_team(team_id=team.id, name=values["name"], by=by, at=at)
    members = {str(one.id): one.id for one in queries.team_members(team.id)}
    for key in set(leads) ^ set(values["leads"]):
        actions.lead_team(
            person_id=members[key], team_id=team.id, leads=key in values["leads"], by=by, at=at
        )
    return True
