"""One stretch assignment: why, the help around it, what good looks like, and three taps."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from journeywork.activities import queries as activities
from journeywork.assignments import actions, fading, queries
from journeywork.engine.activities import Activity, CheckInState
from journeywork.engine.assignments import Assignment, AssignmentState
from journeywork.engine.people import Person
from journeywork.engine.pulse import Reading
from journeywork.engine.scaffolding import Level
from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.kernel.errors import NotFound
from journeywork.knowledge import queries as knowledge
from journeywork.people import queries as people
from journeywork.web.activities.one import MOST_AHEAD, questions
from journeywork.web.activities.readers import readers_said
from journeywork.web.assignments import words as assignment_words
from journeywork.web.assignments.choosing import AskForm, near
from journeywork.web.assignments.ending import evidence
from journeywork.web.page import PageRequest, show
from journeywork.web.parsing import whole

TAPS = tuple(assignment_words.TAPS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """Something that was written for oneself, or is shared with me; `readers` in words."""

    id: UUID
    author: UUID
    text: str
    at: datetime
    readers: str


@require_GET
@needs("assignment.read")
def assignment(request: PageRequest, assignment_id: UUID) -> HttpResponse:
    """Show an assignment to its learner and to those who stand by."""
    return whole_page(request, assignment_id)


@require_POST
@needs("reflection.write")
def pulse(request: PageRequest, assignment_id: UUID) -> HttpResponse:
    """Take one tap after another; with the third they are kept, for the learner alone."""
    taps = {name: whole(request.POST.get(name)) or 0 for name in TAPS}
    if not all(taps.values()):
        queries.assignment(assignment_id, reader=request.person.id)
        waits = request.htmx  # The browser sends each tap; what is there so far stays there.
        return HttpResponse(status=204) if waits else whole_page(request, assignment_id, taps=taps)
    actions.feel(assignment_id=assignment_id, by=request.person.id, at=clock.now(), **taps)
    messages.success(request, _("Kept, for you alone."))
    answer = redirect("assignment", assignment_id)
    if request.htmx:
        return HttpResponse(headers={"HX-Redirect": answer["Location"]})
    return answer


def whole_page(
    request: PageRequest,
    assignment_id: UUID,
    *,
    taps: dict[str, int] | None = None,
    lender: AskForm | None = None,
) -> HttpResponse:
    """Show an assignment, with taps and forms as they stand."""
    me, at = request.person, clock.now()
    found, activity, gap = queries.with_activity(assignment_id)
    if me.id not in found.insiders:
        raise NotFound("assignment")
    names = people.names(_named(found, activity))
    mine = found.learner == me.id
    values = {
        "assignment": found,
        "names": names,
        "mine": mine,
        "mentor": names.get(found.mentor, "") if found.mentor else "",
        "state": found.state,
        "runs": found.state is AssignmentState.RUNNING,
        "taps": taps or dict.fromkeys(TAPS, 0),
        "missing": taps is not None,
        "gap": assignment_words.gap_lines(gap) if mine else [],
        "questions": questions(activity, me.id)[:-1],
        "evidence": evidence(found) if found.state is AssignmentState.ENDED else [],
        "cards": _cards(found, me, at),
        "aw": assignment_words,
        "levels": sorted(Level, reverse=True),
        "lender_form": _lender_form(found, me, lender) if mine else None,
    }
    values |= _meetings(activity, at) | _written(activity, me, names, at)
    values |= _private(found) if mine else {"reading": None, "change": "", "tapped_at": None}
    faulty = taps is not None or (lender is not None and lender.errors)
    status = 422 if faulty else 200
    return show(request, "assignments/one.html", values, status=status)


def _private(found: Assignment) -> dict[str, Any]:
    """Return what the learner alone reads: their last reading, and why the help changed."""
    own = fading.own_signs(found.id, learner=found.learner)
    reading: Reading | None = own.reading
    return {
        "reading": reading,
        "tapped_at": own.pulses[-1].at if own.pulses else None,
        "change": assignment_words.change_said(own.changes[-1]) if own.changes else "",
    }


def _named(found: Assignment, activity: Activity) -> set[UUID]:
    taking_part = {each.person for each in activity.participants}
    return taking_part | {one for one in (*found.insiders, found.lender) if one}


def _meetings(activity: Activity, at: datetime) -> dict[str, Any]:
    every = activities.check_ins_around(activity.id, at=at, ahead=MOST_AHEAD)
    open = [each for each in every if each.state is CheckInState.PLANNED]
    return {
        "due": [each for each in open if each.at <= at],
        "ahead": [each for each in open if each.at > at],
    }


def _written(
    activity: Activity, me: Person, names: dict[UUID, str], at: datetime
) -> dict[str, list[Written]]:
    found = activities.reflections_in(activity, reader=me, at=at)
    readers = readers_said(found, activity, names)
    shown = [
        Written(
            id=each.id, author=each.author, text=each.text, at=each.at, readers=readers[each.id]
        )
        for each in found
    ]
    return {
        "own": [each for each in shown if each.author == me.id],
        "shared": [each for each in shown if each.author != me.id],
    }


def _cards(found: Assignment, me: Person, at: datetime) -> list[dict[str, Any]]:
    """Return the cards, the longer the closer help stands; none in full from a week on."""
    if not found.cards:
        return []
    cards = knowledge.cards_by_id(found.cards, reader=me.id, at=at)
    full = found.level is Level.CLOSE
    return [
        {
            "card": cards[id],
            "body": knowledge.text_html(cards[id].body) if full else "",
        }
        for id in found.cards
        if id in cards
    ]


def _lender_form(found: Assignment, me: Person, given: AskForm | None) -> AskForm | None:
    """Return the form to ask another lender, while nobody has said yes."""
    if found.state not in (AssignmentState.REFUSED, AssignmentState.ASKING):
        return None
    return given or AskForm(near(me), initial={"hours": found.wanted.hours})
