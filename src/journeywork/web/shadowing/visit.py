"""One visit: its times, its steps, what to look for, and what each of the two writes for itself."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.http.request import QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from journeywork.activities import actions as activities
from journeywork.activities import guides_kept
from journeywork.activities import queries as together
from journeywork.engine.activities import Activity, ActivityState, CheckIn, CheckInState
from journeywork.engine.guides import Question
from journeywork.engine.reflections import Reflection
from journeywork.engine.shadowing import Mode, Visit
from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.kernel.errors import Invalid
from journeywork.kernel.reasons import said
from journeywork.shadowing import actions, queries
from journeywork.web.activities.readers import readers_said
from journeywork.web.forms import DayField, HourField, PageForm, attempt
from journeywork.web.once import arrived, once
from journeywork.web.page import PageRequest, show
from journeywork.web.parsing import chosen, identifier
from journeywork.web.shadowing.shadow_words import MODES, SAYS

AFTER = {True: "after-host", False: "after-visitor"}
DURING = "during"
LONGEST = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A reflection as it stands on the page: who wrote it, to which question, who else reads it."""

    reflection: Reflection
    author: str
    question: str
    readers: str


class TimeForm(PageForm):
    """A time of one's own."""

    day = DayField(gettext_lazy("Day"))
    hour = HourField(gettext_lazy("Time"))


class LookForForm(PageForm):
    """Something to look for, in one's own words."""

    says = forms.CharField(max_length=300)


class ReflectForm(PageForm):
    """What I write for myself afterwards: a field for each question of the guide."""

    def __init__(self, asked: tuple[Question, ...], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        for one in asked:
            self.fields[one.key] = forms.CharField(
                label=one.text,
                help_text=one.hint,
                max_length=LONGEST,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
            )


@require_GET
@needs("shadowing.read")
def visit(request: PageRequest, visit_id: UUID) -> HttpResponse:
    """Show a visit to its two."""
    return page(request, queries.visit(visit_id, reader=request.person.id))


def page(
    request: PageRequest,
    found: Visit,
    *,
    time: TimeForm | None = None,
    look_for: LookForForm | None = None,
    reflect: ReflectForm | None = None,
) -> HttpResponse:
    """Show a visit, with forms as they were filled in."""
    me, at = request.person, clock.now()
    activity = together.activity(found.id, reader=me.id)
    names = together.names_of(activity)
    asked = questions(activity, host=found.host == me.id)
    written = together.reflections_in(activity, reader=me, at=at)
    over = activity.state is ActivityState.ENDED
    values: dict[str, Any] = {
        "visit": found,
        "activity": activity,
        "names": names,
        "other": names.get(found.other(me.id), ""),
        "me": me.id,
        "hosts": found.host == me.id,
        "takes_part": activity.takes_part(me.id) and found.runs and not over,
        "paused": activity.state is ActivityState.PAUSED,
        "modes": MODES,
        "mode_says": SAYS,
        "mail_works": settings.MAIL_WORKS and bool(me.email),
        "time": time or TimeForm(),
        "look_for": look_for or LookForForm(),
        "reflect": reflect or ReflectForm(asked),
        "look_fors": [
            {"one": one, "says": said(one.says), "why": said(one.why)} for one in found.look_fors
        ],
    }
    values |= _meetings(found, at) | _written(written, activity, names, me.id)
    faulty = any(form is not None and form.errors for form in (time, look_for, reflect))
    return show(request, "shadowing/visit.html", values, status=422 if faulty else 200)


def questions(activity: Activity, *, host: bool) -> tuple[Question, ...]:
    """Return what the guide asks one side of a visit afterwards; one question where it has none."""
    guide = guides_kept.known(activity.guide)
    stage = guide.stage(AFTER[host]) if guide else None
    if stage is not None and stage.questions:
        return stage.questions
    return (Question(key="saw", text=_("What do you want to keep of this?")),)


@require_POST
@needs("shadowing.write")
def act(request: PageRequest, visit_id: UUID) -> HttpResponse:
    """Do something in a visit with one press: times, steps, what to look for."""
    found = queries.visit(visit_id, reader=request.person.id)
    given, at = request.POST, clock.now()
    what = given.get("do", "")
    if what == "suggest":
        return _suggested(request, found, at)
    if what == "look-for":
        return _looked_for(request, found, at)
    carried_out = ACTS.get(what)
    if carried_out is None:
        raise Invalid({"do": "must be one of: " + ", ".join(ACTS)})
    try:
        messages.success(request, carried_out(found, given, request.person.id, at))
    except Invalid as refusal:
        messages.error(request, " ".join(said(says) for says in refusal.faults.values()))
    return redirect("shadowing-visit", found.id)


@require_POST
@needs("reflection.write")
def reflect(request: PageRequest, visit_id: UUID) -> HttpResponse:
    """Keep what I write for myself after a visit."""
    me = request.person.id
    found = queries.visit(visit_id, reader=me)
    activity = together.activity(found.id, reader=me)
    form = ReflectForm(questions(activity, host=found.host == me), request.POST)
    if form.is_valid() and not any(form.cleaned_data.values()):
        form.add_error(None, _("You have written nothing yet."))
    if form.is_valid():
        kept = once(request, lambda: _reflected(request, found, form))
        if kept:
            return kept
    return page(request, found, reflect=form)


def _reflected(request: PageRequest, found: Visit, form: ReflectForm) -> str | None:
    me, at = request.person.id, clock.now()
    for question, text in form.cleaned_data.items():
        if text.strip():
            activities.write_reflection(
                activity_id=found.id,
                stage=AFTER[found.host == me],
                question=question,
                text=text,
                by=me,
                at=at,
            )
    arrived(request, _("Kept. Only you can read it, until you say who else may."))
    return reverse("shadowing-visit", args=(found.id,))


def _suggested(request: PageRequest, found: Visit, at: datetime) -> HttpResponse:
    form = TimeForm(request.POST)
    if form.is_valid():
        day, hour = form.cleaned_data["day"], form.cleaned_data["hour"]
        zone = request.person.working_time.zone
        starts = datetime.combine(day, hour, zone)
        form_field = {"starts": "hour"}

        def suggest() -> Visit:
            try:
                return actions.suggest(
                    visit_id=found.id, starts=starts, by=request.person.id, at=at
                )
            except Invalid as refusal:
                faults = {form_field.get(key, key): says for key, says in refusal.faults.items()}
                raise Invalid(faults) from None

        if attempt(form, suggest):
            messages.success(request, _("Proposed. It stands once you both agree."))
            return redirect("shadowing-visit", found.id)
    return page(request, found, time=form)


def _looked_for(request: PageRequest, found: Visit, at: datetime) -> HttpResponse:
    form = LookForForm(request.POST)
    if form.is_valid():
        says, me = form.cleaned_data["says"], request.person.id
        if attempt(form, lambda: actions.look_for(visit_id=found.id, says=says, by=me, at=at)):
            messages.success(request, _("Added."))
            return redirect("shadowing-visit", found.id)
    return page(request, found, look_for=form)


def _meetings(found: Visit, at: datetime) -> dict[str, list[CheckIn]]:
    """Return when they meet, what waits for a word whether it took place, and when they met."""
    every = together.check_ins([found.id])
    open = [each for each in every if each.state is CheckInState.PLANNED]
    return {
        "ahead": [each for each in open if each.ends > at],
        "due": [each for each in open if each.ends <= at],
        "met": [each for each in every if each.state is CheckInState.DONE],
    }


def _written(
    written: tuple[Reflection, ...], activity: Activity, names: dict[UUID, str], me: UUID
) -> dict[str, Any]:
    """Return what I wrote, notes apart, and what was shared with me."""
    guide = guides_kept.known(activity.guide)
    asked = (
        {one.key: one.text for stage in guide.stages for one in stage.questions} if guide else {}
    )
    readers = readers_said(written, activity, names)
    every = [
        Shown(
            reflection=each,
            author=names.get(each.author, ""),
            question=asked.get(each.question, ""),
            readers=readers[each.id],
        )
        for each in written
    ]
    mine = [each for each in every if each.reflection.author == me]
    return {
        "mine": [each for each in mine if each.reflection.stage != DURING],
        "notes": [each for each in mine if each.reflection.stage == DURING],
        "shared": [each for each in every if each.reflection.author != me],
    }


Act = Callable[[Visit, QueryDict, UUID, datetime], str]


def _times(found: Visit, given: QueryDict, me: UUID, at: datetime) -> str:
    del given
    after = actions.find_times(visit_id=found.id, by=me, at=at)
    if after.slots:
        return _("These times suit you both.")
    return _("In the next four weeks there is no such time in the hours of both.")


def _agree(found: Visit, given: QueryDict, me: UUID, at: datetime) -> str:
    slot = identifier(given.get("slot")) or UUID(int=0)
    after = actions.agree(visit_id=found.id, slot_id=slot, by=me, at=at)
    return _("You agree. It stands once the other does.") if after.slots else _("It is agreed.")


def _move(found: Visit, given: QueryDict, me: UUID, at: datetime) -> str:
    met = identifier(given.get("meeting")) or UUID(int=0)
    actions.move(visit_id=found.id, check_in_id=met, by=me, at=at)
    return _("Choose another time. The old one stands until you both agree.")


def _cancel(found: Visit, given: QueryDict, me: UUID, at: datetime) -> str:
    met = identifier(given.get("meeting")) or UUID(int=0)
    actions.cancel(visit_id=found.id, check_in_id=met, by=me, at=at)
    return _("Called off. Nobody is asked why.")


def _ready(found: Visit, given: QueryDict, me: UUID, at: datetime) -> str:
    ready = given.get("ready") != "no"
    after = actions.ready(visit_id=found.id, ready=ready, by=me, at=at)
    if after.suggested:
        return _("You both say so. Take the next step when it suits you.")
    return _("Noted. Both have to say so.") if ready else _("Noted: not yet.")


def _step(found: Visit, given: QueryDict, me: UUID, at: datetime) -> str:
    mode = chosen(Mode, given.get("mode")) or found.ladder.mode
    after = actions.step(visit_id=found.id, mode=mode, by=me, at=at)
    return _("From now on: %(step)s.") % {"step": MODES[after.ladder.mode]}


def _change(found: Visit, given: QueryDict, me: UUID, at: datetime) -> str:
    del at
    id, says = identifier(given.get("look-for")) or UUID(int=0), given.get("says", "")
    actions.change_look_for(visit_id=found.id, look_for_id=id, says=says, by=me)
    return _("Changed. You both see it.")


def _drop(found: Visit, given: QueryDict, me: UUID, at: datetime) -> str:
    del at
    id = identifier(given.get("look-for")) or UUID(int=0)
    actions.drop_look_for(visit_id=found.id, look_for_id=id, by=me)
    return _("Dropped.")


ACTS: dict[str, Act] = {
    "times": _times,
    "agree": _agree,
    "move": _move,
    "cancel": _cancel,
    "ready": _ready,
    "step": _step,
    "change": _change,
    "drop": _drop,
}
