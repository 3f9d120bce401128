"""Taking part in a programme: said in two minutes, from what profile and work know already."""

from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from journeywork.engine.fit.participants import MOST_WANTED
from journeywork.engine.mentoring import Enrolment, Programme, ProgrammeState, Said
from journeywork.engine.mentoring_templates import rules_of
from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.kernel.errors import NotFound
from journeywork.mentoring import enrolling, own, queries
from journeywork.people import queries as people
from journeywork.web.forms import DayField, PageForm, attempt
from journeywork.web.mentoring import own_words, telling
from journeywork.web.mentoring import words as mentoring_words
from journeywork.web.once import arrived, once
from journeywork.web.page import PageRequest, show
from journeywork.web.skills import SkillFormSet

#: What a pause is filled in with, so that one press is enough.
A_PAUSE = timedelta(weeks=4)


class EnrolForm(PageForm):
    """What I want and offer in a programme; a role only where there are mentors and mentees."""

    role = forms.ChoiceField(
        label=gettext_lazy("How would you like to take part?"),
        choices=[(role.value, says) for role, says in own_words.ROLES.items()],
        widget=forms.RadioSelect,
    )
    wants = forms.CharField(
        label=gettext_lazy("What would you like to learn?"),
        help_text=gettext_lazy(
            "One a line; the first counts most. It is used to find somebody. Whoever coordinates "
            "this programme reads it, and those you are brought together with; nobody else."
        ),
        required=False,
        max_length=2000,
        widget=forms.Textarea,
    )
    goals = forms.CharField(
        label=gettext_lazy("What would you like to get done?"),
        help_text=gettext_lazy("One a line, such as “lead a project”. Read by the same people."),
        required=False,
        max_length=700,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    from_work = forms.MultipleChoiceField(
        label=gettext_lazy("From your work: offer this too?"),
        help_text=gettext_lazy("What you finished work on lately. Only what you tick is added."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    wanted = forms.TypedChoiceField(
        label=gettext_lazy("How many mentors at a time?"),
        choices=[(number, str(number)) for number in range(1, MOST_WANTED + 1)],
        coerce=int,
        widget=forms.Select(attrs={"class": "w-s"}),
    )
    places = forms.IntegerField(
        label=gettext_lazy("How many people do you help at a time?"),
        min_value=1,
        max_value=enrolling.MOST_OWN_PLACES,
        widget=forms.NumberInput(attrs={"class": "w-s"}),
    )
    seniority = forms.ChoiceField(
        label=gettext_lazy("Where do you stand?"), required=False, choices=[]
    )
    department = forms.CharField(
        label=gettext_lazy("Department"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"class": "w-m"}),
    )

    def __init__(self, programme: Programme, topics: list[str], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        rules = rules_of(programme.kind, programme.rules)
        bands = sorted(rules.bands.items(), key=lambda band: band[1])
        self._let("from_work", [(each, each) for each in topics])
        self._let("seniority", [(str(n), name) for name, n in bands], _("Rather not say"))
        if not rules.rules.weights.department and rules.rules.bars.departments == "any":
            del self.fields["department"]
        if not programme.kind.two_sided:
            for name in ("role", "wanted", "places"):
                del self.fields[name]

    def _let(self, field: str, choices: list[tuple[str, str]], nothing: str = "") -> None:
        """Let a field choose among some, or go where there is nothing to choose."""
        if not choices:
            del self.fields[field]
            return
        first = [("", nothing)] if nothing else []
        self.fields[field].choices = [*first, *choices]  # type: ignore[attr-defined]


class PauseForm(PageForm):
    """Until when to be matched with nobody."""

    until = DayField(gettext_lazy("Until when?"))


@require_http_methods(["GET", "POST"])
@needs("mentoring.write")
def programme(request: PageRequest, key: str) -> HttpResponse:
    """Take part in a programme, or change what I said of myself."""
    found = queries.programme_by_key(key)
    now = _enrolment(found, request)
    profile, topics = people.skills(request.person.id), telling.topics(request.person)
    initial = telling.initial(found, now, profile)
    sent = request.POST if request.method == "POST" else None
    form = EnrolForm(found, telling.new(topics, now, profile[0]), sent, initial=initial)
    offered = SkillFormSet(sent, prefix="offered", initial=telling.offered(now, profile[0]))
    if form.is_bound and form.is_valid() and offered.is_valid():
        said = telling.said(form.cleaned_data, offered, now, profile)
        kept = once(request, lambda: _take_part(request, found, form, said))
        if kept:
            return kept
    values = {"form": form, "offered": offered} | _values(request, found, now)
    faulty = form.is_bound
    return show(request, "mentoring/enrol.html", values, status=422 if faulty else 200)


def _enrolment(found: Programme, request: PageRequest) -> Enrolment | None:
    """Return how I take part, None where I could; NotFound where it is not for me."""
    mine = queries.enrolment(found.id, request.person.id)
    inside = mine is not None and mine.left_at is None
    if found.state is ProgrammeState.DRAFT or not (
        inside or enrolling.is_for(found, request.person)
    ):
        raise NotFound("programme")
    return mine


def _values(request: PageRequest, found: Programme, now: Enrolment | None) -> dict[str, Any]:
    me, at = request.person, clock.now()
    inside = now is not None and now.left_at is None
    today = me.working_time.local_date(at)
    return {
        "programme": found,
        "mine": now if inside else None,
        "left": own.left_last(found.id, me.id) if inside else None,
        "pause": PauseForm(initial={"until": today + A_PAUSE}),
        "today": today,
        "mw": mentoring_words,
        "ow": own_words,
    }


def _take_part(request: PageRequest, found: Programme, form: EnrolForm, said: Said) -> str | None:
    mine = queries.enrolment(found.id, request.person.id)
    inside = mine is not None and mine.left_at is None
    act = enrolling.change if inside else enrolling.enrol
    me, at = request.person.id, clock.now()
    if attempt(form, lambda: act(programme_id=found.id, said=said, by=me, at=at)) is None:
        return None
    arrived(request, _("Kept. It counts from now on.") if inside else _("You take part."))
    return reverse("mentoring-programme", args=(found.key,))
