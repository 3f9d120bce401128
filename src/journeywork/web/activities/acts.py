"""What I do in an activity with one press: rest, go on, leave, end; check in; say how it went."""

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from journeywork.activities import actions, queries
from journeywork.debriefs import actions as debriefs
from journeywork.engine.activities import ActivityKind, ActivityState
from journeywork.engine.commitments import Helped
from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.kernel.errors import Invalid
from journeywork.web.page import PageRequest
from journeywork.web.parsing import chosen, identifier

Act = Callable[[PageRequest, UUID, datetime], str]


@require_POST
@needs("activity.write")
def act(request: PageRequest, activity_id: UUID) -> HttpResponse:
    """Pause, resume, leave or end an activity; nobody is asked why."""
    found = queries.activity(activity_id, reader=request.person.id)
    if found.kind is ActivityKind.DEBRIEF and request.POST.get("act") == "end":
        # What was written goes with it: only whoever leads ends a debrief.
        debriefs.close(debrief_id=found.id, by=request.person.id, at=clock.now())
        return redirect("debrief", found.id)
    carried_out = ACTS.get(request.POST.get("act", ""))
    if carried_out is None:
        raise Invalid({"act": "must be one of " + ", ".join(ACTS)})
    messages.success(request, carried_out(request, activity_id, clock.now()))
    if request.POST["act"] == "leave":
        return redirect("activities")
    return redirect("activity", activity_id)


@require_POST
@needs("activity.write")
def check_in(request: PageRequest, check_in_id: UUID) -> HttpResponse:
    """Say that a check-in took place or is skipped, or have an invitation to it sent to me."""
    me, at, says = request.person.id, clock.now(), request.POST.get("act", "")
    if says == "invite":
        actions.ask_for_invitation(check_in_id=check_in_id, by=me, at=at)
        messages.success(request, _("The invitation is on its way to your mail."))
    else:
        done = says == "done"
        actions.answer_check_in(check_in_id=check_in_id, done=done, by=me, at=at)
        messages.success(request, _("Noted.") if done else _("Skipped. Nobody is told why."))
    return _back(request)


@require_POST
@needs("activity.write")
def commitment(request: PageRequest, commitment_id: UUID) -> HttpResponse:
    """Say that what I committed to is done, or whether it helped."""
    helped = chosen(Helped, request.POST.get("helped"))
    done = request.POST.get("done") != "no"
    actions.answer_commitment(
        commitment_id=commitment_id, done=done, helped=helped, by=request.person.id, at=clock.now()
    )
    messages.success(request, _thanks(helped, done=done))
    return _back(request)


def _thanks(helped: Helped | None, *, done: bool) -> str:
    if not done:
        return _("It is open again.")
    if helped is None:
        return _("Done. Did it help? You can say so whenever you know.")
    return _("Noted.")


def _back(request: PageRequest) -> HttpResponse:
    """Lead to the page on which the button was: an activity, or the list of mine."""
    activity = identifier(request.POST.get("activity"))
    return redirect("activity", activity) if activity else redirect("activities")


def _pause(request: PageRequest, id: UUID, at: datetime) -> str:
    until = _day(request.POST.get("until", ""))
    actions.pause(activity_id=id, until=until, by=request.person.id, at=at)
    return _("It rests. Everybody who takes part sees until when, and nobody is told why.")


def _resume(request: PageRequest, id: UUID, at: datetime) -> str:
    actions.resume(activity_id=id, by=request.person.id, at=at)
    return _("It goes on.")


def _leave(request: PageRequest, id: UUID, at: datetime) -> str:
    me = request.person.id
    actions.leave(activity_id=id, person_id=me, by=me, at=at)
    return _("You have left. What you wrote stays yours, and stays here.")


def _end(request: PageRequest, id: UUID, at: datetime) -> str:
    ended = actions.end(activity_id=id, by=request.person.id, at=at)
    assert ended.state is ActivityState.ENDED
    return _("It has ended. What was committed to, and what you wrote, stays here.")


def _day(text: str) -> date | None:
    """Return the day that was chosen, None for none; Invalid for what is no day."""
    try:
        found = parse_date(text) if text else None
    except ValueError:
        found = None
    if text and found is None:
        raise Invalid({"until": "must be a day, such as 2026-03-20"})
    return found


ACTS: dict[str, Act] = {"pause": _pause, "resume": _resume, "leave": _leave, "end": _end}
