"""What is done in an assignment with one press: begin, reach, let help fade, offer support."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from journeywork.assignments import actions, queries
from journeywork.engine.scaffolding import Level
from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.kernel.errors import Invalid
from journeywork.kernel.reasons import said
from journeywork.web.assignments.choosing import (
    AskForm,
    as_sent,
    named,
    near,
    picked,
    sought,
)
from journeywork.web.assignments.page import whole_page
from journeywork.web.forms import attempt
from journeywork.web.once import arrived, once
from journeywork.web.page import PageRequest
from journeywork.web.parsing import identifier, whole

Act = Callable[[PageRequest, UUID, datetime], str]


@require_POST
@needs("assignment.write")
def act(request: PageRequest, assignment_id: UUID) -> HttpResponse:
    """Carry out what a button says; what does not fit any more is told on the page."""
    queries.assignment(assignment_id, reader=request.person.id)
    carried_out = ACTS.get(request.POST.get("act", ""))
    if carried_out is None:
        raise Invalid({"act": "must be one of " + ", ".join(ACTS)})
    try:
        messages.success(request, carried_out(request, assignment_id, clock.now()))
    except Invalid as refusal:
        messages.error(request, " ".join(said(each) for each in refusal.faults.values()))
    return redirect("assignment", assignment_id)


@require_POST
@needs("assignment.write")
def lender(request: PageRequest, assignment_id: UUID) -> HttpResponse:
    """Ask another lender, or the same one for other terms."""
    queries.assignment(assignment_id, reader=request.person.id)
    me = request.person
    far = sought(request.POST, me)
    if far:
        who = near(me, (*named(request.POST), *(one.id for one in far.found)))
        form = AskForm(who, initial=as_sent(request.POST, far, "lender"))
        form.sought = far
        return whole_page(request, assignment_id, lender=form)
    form = AskForm(near(me, named(request.POST)), request.POST)
    if form.is_valid():
        kept = once(request, lambda: _ask(request, assignment_id, form))
        if kept:
            return kept
    return whole_page(request, assignment_id, lender=form)


def _ask(request: PageRequest, id: UUID, form: AskForm) -> str | None:
    given = form.cleaned_data
    lender = picked(given["lender"])
    assert lender is not None

    def ask() -> bool:
        actions.ask_lender(
            assignment_id=id,
            lender=lender,
            hours=given["hours"] or 0,
            until=given["until"],
            by=request.person.id,
            at=clock.now(),
        )
        return True

    if attempt(form, ask) is None:
        return None
    arrived(request, _("Asked."))
    return reverse("assignment", args=(id,))


def _start(request: PageRequest, id: UUID, at: datetime) -> str:
    actions.start(assignment_id=id, by=request.person.id, at=at)
    return _("It begins. Take the first questions with whoever stands by.")


def _middle(request: PageRequest, id: UUID, at: datetime) -> str:
    actions.half_way(assignment_id=id, by=request.person.id, at=at)
    return _("Half way. The questions are those of the middle now.")


def _reach(request: PageRequest, id: UUID, at: datetime) -> str:
    point = identifier(request.POST.get("checkpoint"))
    if point is None:
        raise Invalid({"checkpoint": "is missing"})
    actions.reach(
        assignment_id=id,
        checkpoint_id=point,
        alone=request.POST.get("alone") == "yes",
        by=request.person.id,
        at=at,
    )
    return _("Reached. Whether alone or with help, only you can see.")


def _level(request: PageRequest, id: UUID, at: datetime) -> str:
    level = whole(request.POST.get("level"))
    if level not in {each.value for each in Level}:
        raise Invalid({"level": "is none"})
    actions.overrule(assignment_id=id, level=Level(level), by=request.person.id, at=at)
    return _("As you say. It stays so until you let it follow again.")


def _follow(request: PageRequest, id: UUID, at: datetime) -> str:
    actions.follow(assignment_id=id, by=request.person.id, at=at)
    return _("From now on it follows how the work goes.")


def _offered(request: PageRequest, id: UUID, at: datetime) -> str:
    actions.offered(assignment_id=id, by=request.person.id, at=at)
    return _("Thank you for standing by.")


ACTS: dict[str, Act] = {
    "start": _start,
    "middle": _middle,
    "reach": _reach,
    "level": _level,
    "follow": _follow,
    "offered": _offered,
}
