"""Debriefs at a glance: what work proposes, what waits for what I write, what was learned."""

from contextlib import suppress
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from journeywork.debriefs import actions, queries
from journeywork.engine.debriefs import DebriefState, Lesson
from journeywork.engine.feedback import ResponseKind
from journeywork.engine.knowledge import Card, CardState
from journeywork.feedback import actions as feedback
from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.reasons import said
from journeywork.knowledge import queries as knowledge
from journeywork.people import queries as people
from journeywork.web.page import PageRequest, show
from journeywork.web.parsing import place, placed

PAGE = 30
#: What one may say of a lesson: whether it was applied, and whether that helped.
USED = {"helped": (True, True), "no_help": (True, False), "not_applied": (False, None)}


@require_GET
@needs("debrief.read")
def debriefs(request: PageRequest) -> HttpResponse:
    """Show what is proposed to me, what is open, and what was revealed."""
    me, at = request.person.id, clock.now()
    found = queries.debriefs(reader=me, limit=PAGE + 1, after=place(request.GET.get("after")))
    shown = found[:PAGE]
    waits = queries.waiting_for(me, at=at)
    values = {
        "asks": [ask(one) for one in waits if one.kind == "proposal"],
        "mine": {one.thing for one in waits if one.kind == "write"},
        "open": [one for one in shown if one.state is DebriefState.WRITING],
        "past": [one for one in shown if one.state is not DebriefState.WRITING],
        "older": "?" + urlencode({"after": placed(shown[-1].at, shown[-1].id)})
        if len(found) > PAGE
        else "",
    }
    return show(request, "debriefs/debriefs.html", values)


def ask(found: queries.Ask) -> dict[str, Any]:
    """Return something that waits for me as it is shown."""
    return {
        "id": found.id,
        "kind": found.kind.value,
        "thing": found.thing,
        "title": found.title,
        "says": said(found.says),
        "at": found.at,
    }


@require_POST
@needs("debrief.write")
def decline(request: PageRequest, ask_id: UUID) -> HttpResponse:
    """Say no to a proposal, with one click and no reason."""
    actions.decline(ask_id=ask_id, by=request.person.id, at=clock.now())
    messages.success(
        request, _("All right. Such work proposes a debrief less readily from now on.")
    )
    return redirect("today" if request.POST.get("from") == "today" else "debriefs")


@require_POST
@needs("debrief.write")
def used(request: PageRequest, ask_id: UUID) -> HttpResponse:
    """Say whether a lesson that was offered to me was applied, and whether it helped."""
    applied, helped = USED.get(request.POST.get("used", ""), USED["not_applied"])
    me, at = request.person.id, clock.now()
    offer = actions.tell_use(ask_id=ask_id, by=me, applied=applied, helped=helped, at=at)
    if offer and applied:
        kind = ResponseKind.HELPED if helped else ResponseKind.NOT_USEFUL_HERE
        # Where the offer is gone meanwhile, what was said of the lesson stays.
        with suppress(NotFound, Invalid):
            feedback.respond(by=me, kind=kind, at=at, offer_id=offer)
    messages.success(request, _("Thank you. The lesson learns from it too."))
    return redirect("today")


@require_GET
@needs("debrief.read")
def lesson(request: PageRequest, lesson_id: UUID) -> HttpResponse:
    """Show the life of a lesson: born, offered, applied, helped, retired."""
    found, me, at = queries.lesson(lesson_id), request.person.id, clock.now()
    card = _card(found.card or found.revises, me)
    values = {
        "lesson": found,
        "card": card,
        "owner": people.names([found.owner]).get(found.owner, ""),
        "debrief": _debrief(found, me),
        "life": queries.life(lesson_id),
        "own": queries.own_uses(lesson_id, person=me),
        "retired": bool(card and card.state is CardState.ARCHIVED),
        "at": at,
    }
    return show(request, "debriefs/lesson.html", values)


def _card(id: UUID | None, me: UUID) -> Card | None:
    try:
        return knowledge.card(id, reader=me) if id else None
    except NotFound:
        return None


def _debrief(found: Lesson, me: UUID) -> Any:
    """Return the debrief in which a lesson was born to whoever took part in it."""
    try:
        return queries.debrief(found.debrief, reader=me)
    except NotFound:
        return None
