"""How safe it is to speak here: answer with no name, and read what was said together."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from journeywork.coaching import climate as actions
from journeywork.coaching import queries
from journeywork.engine.climate import HIGHEST, ITEMS, LOWEST
from journeywork.engine.people import Person
from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.kernel.errors import NotFound
from journeywork.kernel.reasons import said
from journeywork.people import queries as people
from journeywork.web.climate_words import TOPICS
from journeywork.web.forms import DayField, PageForm, attempt
from journeywork.web.page import PageRequest, show

USUAL = timedelta(days=14)
#: What is told reaches back so many askings.
MOST_TOLD = 4


class AnswerForm(PageForm):
    """Seven sentences, each from 1 to 7; any of them may be left out."""

    def __init__(self, *given: object, person: Person, **named: object) -> None:
        super().__init__(*given, **named)
        mine = {*person.teams, *person.leads}
        teams = [(str(team.id), team.name) for team in people.teams() if team.id in mine]
        self.fields["team"] = forms.ChoiceField(
            label=_("The team you think of"), choices=teams, initial=teams[0][0] if teams else None
        )
        self.fields["team"].widget.attrs["class"] = "w-m"
        for item in ITEMS:
            self.fields[item.key] = forms.TypedChoiceField(
                label=said(item.text),
                choices=[(number, str(number)) for number in range(LOWEST, HIGHEST + 1)],
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
            )

    def answers(self) -> dict[str, int]:
        """Return what was answered, by item."""
        given = ((item.key, self.cleaned_data[item.key]) for item in ITEMS)
        return {key: value for key, value in given if value is not None}


class AskForm(PageForm):
    """Until when everybody is asked."""

    closes_at = DayField(gettext_lazy("Ask everybody until"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One item of a group: its topic in a few words, its sentence, and its mean or None."""

    topic: str
    text: str
    mean: float | None
    turned: bool


@require_GET
@needs("climate.read")
def climate(request: PageRequest) -> HttpResponse:
    """Show what I am asked, and what was told of everybody and of my teams."""
    return _page(request, AnswerForm(person=request.person), AskForm(initial=_usual(request)))


@require_POST
@needs("climate.answer")
def answer(request: PageRequest, asking_id: UUID) -> HttpResponse:
    """Take somebody's answers; where they go nobody can follow."""
    running = queries.asking(at=clock.now())
    if running is None or running.id != asking_id:
        raise NotFound("climate")
    form = AnswerForm(request.POST, person=request.person)
    if form.is_valid():
        attempt(form, lambda: _put(request, asking_id, form))
        if not form.errors:
            messages.success(request, _("Thank you. It is in the box, without your name."))
            return redirect("climate")
    return _page(request, form, AskForm(initial=_usual(request)), status=422)


@require_http_methods(["POST"])
@needs("climate.ask")
def ask(request: PageRequest) -> HttpResponse:
    """Ask everybody until the end of a day."""
    form, at = AskForm(request.POST), clock.now()
    if form.is_valid():
        zone = request.person.working_time.zone
        ends = datetime.combine(form.cleaned_data["closes_at"], time(23, 59), tzinfo=zone)
        attempt(form, lambda: actions.ask(closes_at=ends, by=request.person.id, at=at))
        if not form.errors:
            messages.success(request, _("Everybody is being asked now."))
            return redirect("climate")
    return _page(request, AnswerForm(person=request.person), form, status=422)


def _page(
    request: PageRequest, form: AnswerForm, asking: AskForm, *, status: int = 200
) -> HttpResponse:
    at, me = clock.now(), request.person
    names = {team.id: team.name for team in people.teams()}
    told = queries.last_told(limit=MOST_TOLD)
    shown = next(((one, groups) for one in told if (groups := _groups(one, me, names))), None)
    values = {
        "waiting": queries.waits_for(me, at=at),
        "running": queries.asking(at=at),
        "form": form,
        "asking": asking,
        "told": shown,
        "any_told": bool(told),
        "least": LOWEST,
        "most": HIGHEST,
    }
    return show(request, "climate.html", values, status=status)


def _groups(
    asking: queries.Asking, me: Person, names: dict[UUID, str]
) -> list[tuple[str, float | None, list[Line]]]:
    groups = queries.told(asking.id, reader=me)
    return [
        (names.get(one.team, "") if one.team else _("Everybody here"), one.whole, _lines(one))
        for one in groups
    ]


def _lines(told: queries.Told) -> list[Line]:
    return [
        Line(
            topic=str(TOPICS[item.key]),
            text=said(item.text),
            mean=told.items.get(item.key),
            turned=item.turned,
        )
        for item in ITEMS
    ]


def _put(request: PageRequest, asking_id: UUID, form: AnswerForm) -> bool:
    actions.answer(
        asking_id=asking_id,
        team=UUID(form.cleaned_data["team"]),
        answers=form.answers(),
        by=request.person.id,
        at=clock.now(),
    )
    return True


def _usual(request: PageRequest) -> dict[str, object]:
    return {"closes_at": request.person.working_time.local_date(clock.now()) + USUAL}
