"""One activity: who takes part, when it meets, what was committed to, what I write for myself."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from journeywork.activities import actions, guides_kept, queries
from journeywork.engine.activities import (
    Activity,
    ActivityKind,
    ActivityState,
    CheckIn,
    CheckInState,
)
from journeywork.engine.commitments import asks, first_reviewed
from journeywork.engine.reflections import Reflection
from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.mentoring import queries as mentoring
from journeywork.web.activities.readers import readers_said
from journeywork.web.forms import DayField, PageForm, attempt
from journeywork.web.once import arrived, once
from journeywork.web.page import PageRequest, show

MOST_AHEAD = 4
MOST_COMMITMENTS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question of the guide that one may answer for oneself; `key` "" is no question of it."""

    key: str
    text: str
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A reflection as it stands on the page: who else can read it, in words."""

    reflection: Reflection
    author: str
    readers: str


class CommitmentForm(PageForm):
    """What I will do, by when."""

    text = forms.CharField(label=gettext_lazy("What will you do?"), max_length=500)
    due = DayField(gettext_lazy("By when?"))


class ReflectionForm(PageForm):
    """What I write for myself."""

    text = forms.CharField(max_length=20_000, widget=forms.Textarea)
    question = forms.CharField(max_length=80, required=False, widget=forms.HiddenInput)


#: Kinds that have a page of their own -> its name.
ROOMS = {
    ActivityKind.DEBRIEF: "debrief",
    ActivityKind.ASSIGNMENT: "assignment",
    ActivityKind.SHADOWING: "shadowing-visit",
    ActivityKind.ONE_TO_ONE: "talk",
}


@require_GET
@needs("activity.read")
def activity(request: PageRequest, activity_id: UUID) -> HttpResponse:
    """Show an activity that I take part in, or took part in."""
    found = queries.activity(activity_id, reader=request.person.id)
    if found.kind in ROOMS and found.takes_part(request.person.id):
        return redirect(ROOMS[found.kind], found.id)
    if found.guide.kind == ActivityKind.MENTORING and mentoring.is_match(found.id):
        return redirect("mentoring-match", found.id)
    return page(request, found)


@require_POST
@needs("activity.write")
def commit(request: PageRequest, activity_id: UUID) -> HttpResponse:
    """Commit to something in an activity."""
    found = queries.activity(activity_id, reader=request.person.id)
    form = CommitmentForm(request.POST)
    if form.is_valid():
        kept = once(request, lambda: _commit(request, found, form))
        if kept:
            return kept
    return page(request, found, commitment=form)


@require_POST
@needs("reflection.write")
def reflect(request: PageRequest, activity_id: UUID) -> HttpResponse:
    """Keep what I write for myself."""
    found = queries.activity(activity_id, reader=request.person.id)
    form = ReflectionForm(request.POST)
    if form.is_valid():
        kept = once(request, lambda: _keep(request, found, form))
        if kept:
            return kept
    return page(request, found, reflection=form)


def page(
    request: PageRequest,
    found: Activity,
    *,
    commitment: CommitmentForm | None = None,
    reflection: ReflectionForm | None = None,
) -> HttpResponse:
    """Show an activity, with forms as they were filled in."""
    me, at = request.person, clock.now()
    names = queries.names_of(found)
    written = _shown(queries.reflections_in(found, reader=me, at=at), found, names)
    forms_shown = {
        "commitment": commitment or CommitmentForm(),
        "reflection": reflection or ReflectionForm(),
    }
    values: dict[str, Any] = {
        "activity": found,
        "names": names,
        "takes_part": found.takes_part(me.id),
        "runs": found.state is not ActivityState.ENDED,
        "paused": found.state is ActivityState.PAUSED,
        "questions": questions(found, me.id),
        "mine": [each for each in written if each.reflection.author == me.id],
        "shared": [each for each in written if each.reflection.author != me.id],
        "today": me.working_time.local_date(at),
        "mail_works": settings.MAIL_WORKS and bool(me.email),
        "answered": (reflection["question"].value() or "") if reflection else "",
    }
    faulty = any(form.errors for form in (commitment, reflection) if form is not None)
    values |= forms_shown | _meetings(found, at) | _commitments(found)
    return show(request, "activities/one.html", values, status=422 if faulty else 200)


def questions(found: Activity, me: UUID) -> tuple[Asked, ...]:
    """Return what an activity asks me in its stage; always something that nobody asks for.

    What a debrief asks is answered in the debrief, where it is shown to all at once.
    """
    free = Asked(key="", text=_("What do you want to keep of this?"))
    guide = guides_kept.known(found.guide)
    if guide is None or found.kind is ActivityKind.DEBRIEF:
        return (free,)
    stage = guide.stage(found.stage) or guide.stages[0]
    mine = any(each.person == me and stage.asks(each.role) for each in found.participants)
    asked = (Asked(key=one.key, text=one.text, hint=one.hint) for one in stage.questions if mine)
    return (*asked, free)


def _meetings(found: Activity, at: datetime) -> dict[str, list[CheckIn]]:
    """Return check-ins whose time has come, those to come, and those that were answered."""
    every = queries.check_ins_around(found.id, at=at, ahead=MOST_AHEAD)
    open = [each for each in every if each.state is CheckInState.PLANNED]
    return {
        "due": [each for each in open if each.at <= at],
        "ahead": [each for each in open if each.at > at],
        "met": [each for each in every if each.state is CheckInState.DONE],
    }


def _commitments(found: Activity) -> dict[str, Any]:
    every = first_reviewed(queries.commitments(activity=found.id))
    return {
        "commitments": every,
        "asking": {each.id for each in every if asks(each)},
        "full": len(every) >= MOST_COMMITMENTS,
    }


def _shown(written: tuple[Reflection, ...], found: Activity, names: dict[UUID, str]) -> list[Shown]:
    readers = readers_said(written, found, names)
    return [
        Shown(reflection=each, author=names.get(each.author, ""), readers=readers[each.id])
        for each in written
    ]


def _commit(request: PageRequest, found: Activity, form: CommitmentForm) -> str | None:
    me, values = request.person.id, form.cleaned_data
    due: date = values["due"]
    kept = attempt(
        form,
        lambda: actions.commit_to(
            activity_id=found.id,
            text=values["text"],
            owner=me,
            due=due,
            by=me,
            at=clock.now(),
            most=MOST_COMMITMENTS,
        ),
    )
    if kept is None:
        return None
    arrived(request, _("Written down. It will ask you once whether it helped."))
    return reverse("activity", args=(found.id,))


def _keep(request: PageRequest, found: Activity, form: ReflectionForm) -> str | None:
    me, values = request.person.id, form.cleaned_data
    kept = attempt(
        form,
        lambda: actions.write_reflection(
            activity_id=found.id,
            stage=found.stage,
            question=values["question"],
            text=values["text"],
            by=me,
            at=clock.now(),
        ),
    )
    if kept is None:
        return None
    arrived(request, _("Kept. Only you can read it."))
    return reverse("activity", args=(found.id,))
