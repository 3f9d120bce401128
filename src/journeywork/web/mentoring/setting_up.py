"""A programme is set up from a template, and changed."""

from dataclasses import asdict, replace
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from journeywork.engine.fit.participants import MOST_PLACES
from journeywork.engine.mentoring import Choosing, Pace, ProgrammeKind
from journeywork.engine.mentoring_templates import (
    FEWEST,
    LARGEST,
    LONGEST_NAME,
    LONGEST_SAYS,
    MOST_APART,
    MOST_NEWCOMER_DAYS,
    MOST_WEEKS,
    TEMPLATES,
    Plan,
)
from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.mentoring import programmes, queries
from journeywork.people import queries as people
from journeywork.web.forms import PageForm, attempt
from journeywork.web.mentoring import words as mentoring_words
from journeywork.web.once import once
from journeywork.web.page import PageRequest, show


def _whole(label: Any, least: int, most: int, hint: Any = "") -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"class": "w-s"})
    return forms.IntegerField(
        label=label, help_text=hint, min_value=least, max_value=most, widget=widget
    )


class PlanForm(PageForm):
    """What a coordinator says of a programme; fields that mean nothing for its kind are left out."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=LONGEST_NAME)
    says = forms.CharField(
        label=gettext_lazy("What it is for"),
        help_text=gettext_lazy("Two or three sentences that whoever may take part reads first."),
        max_length=LONGEST_SAYS,
        required=False,
        widget=forms.Textarea,
    )
    pace = forms.ChoiceField(
        label=gettext_lazy("When do people begin?"),
        choices=list(mentoring_words.PACES.items()),
        widget=forms.RadioSelect,
    )
    choosing = forms.ChoiceField(
        label=gettext_lazy("Who has a say in who meets whom?"),
        choices=list(mentoring_words.CHOOSING.items()),
        widget=forms.RadioSelect,
    )
    newcomer_days = _whole(
        gettext_lazy("Newcomers are in without asking for so many days"),
        0,
        MOST_NEWCOMER_DAYS,
        gettext_lazy("They are told once, and can pause or skip with one click. 0 for nobody."),
    )
    places = _whole(
        gettext_lazy("People a mentor takes at a time"),
        1,
        MOST_PLACES,
        gettext_lazy("Each mentor can say another number."),
    )
    least = _whole(gettext_lazy("A circle has at least"), FEWEST, LARGEST)
    most = _whole(gettext_lazy("A circle has at most"), FEWEST, LARGEST)
    lasts_weeks = _whole(gettext_lazy("It lasts so many weeks"), 1, MOST_WEEKS)
    every_weeks = _whole(gettext_lazy("They meet every so many weeks"), 1, MOST_APART)
    teams = forms.TypedMultipleChoiceField(
        label=gettext_lazy("For these teams"),
        help_text=gettext_lazy("None: for everybody here."),
        required=False,
        coerce=UUID,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, kind: ProgrammeKind, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        listed = [(str(team.id), team.name) for team in people.teams()]
        self.fields["teams"].choices = listed  # type: ignore[attr-defined]
        if kind is not ProgrammeKind.CIRCLES:
            del self.fields["least"], self.fields["most"]
        if not kind.two_sided:
            del self.fields["places"], self.fields["newcomer_days"], self.fields["choosing"]
        if not listed:
            del self.fields["teams"]

    def plan(self, base: Plan) -> Plan:
        """Return what was said; what was not asked stays as in `base`."""
        said = dict(self.cleaned_data)
        said["pace"] = Pace(said["pace"])
        if "choosing" in said:
            said["choosing"] = Choosing(said["choosing"])
        if "teams" in said:
            said["teams"] = tuple(said["teams"])
        return replace(base, **said)


@require_http_methods(["GET", "POST"])
@needs("programme.write")
def new(request: PageRequest) -> HttpResponse:
    """Choose a template; then say how it is here."""
    given = request.POST if request.method == "POST" else request.GET
    template = TEMPLATES.get(given.get("like", ""))
    if template is None:
        listed = {"templates": mentoring_words.TEMPLATES}
        return show(request, "mentoring/templates.html", listed)
    name, says = mentoring_words.TEMPLATES[template.key]
    initial = _initial(template.plan) | {"name": str(name)}
    posted = request.POST if request.method == "POST" else None
    form = PlanForm(template.plan.kind, posted, initial=initial)
    if form.is_bound and form.is_valid():
        made = once(request, lambda: _set_up(request, form, template.plan))
        if made:
            return made
    values = {"form": form, "like": template.key, "name": name, "says": says, "programme": None}
    return show(request, "mentoring/set_up.html", values, status=_status(form))


@require_http_methods(["GET", "POST"])
@needs("programme.write")
def change(request: PageRequest, key: str) -> HttpResponse:
    """Change what was said of a programme."""
    found = queries.programme_by_key(key)
    base = programmes.plan_of(found)
    posted = request.POST if request.method == "POST" else None
    form = PlanForm(found.kind, posted, initial=_initial(base))
    if form.is_bound and form.is_valid():
        changed = attempt(
            form,
            lambda: programmes.change(
                programme_id=found.id, plan=form.plan(base), by=request.person.id, at=clock.now()
            ),
        )
        if changed:
            messages.success(request, _("Saved."))
            return redirect("programme", found.key)
    values = {"form": form, "like": "", "name": found.name, "says": "", "programme": found}
    return show(request, "mentoring/set_up.html", values, status=_status(form))


def _set_up(request: PageRequest, form: PlanForm, base: Plan) -> str | None:
    made = attempt(
        form,
        lambda: programmes.set_up(plan=form.plan(base), by=request.person.id, at=clock.now()),
    )
    if made is None:
        return None
    messages.success(request, _("Set up. Nobody hears of it before you open it."))
    return reverse("programme", args=(made.key,))


def _initial(plan: Plan) -> dict[str, Any]:
    return asdict(plan) | {"teams": [str(team) for team in plan.teams]}


def _status(form: PlanForm) -> int:
    return 422 if form.errors else 200
