"""What somebody in a match does with one press: tick, rate, meet, say that it goes on, end it."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.request import QueryDict
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from journeywork.activities import actions as activities
from journeywork.engine.mentoring import Match
from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.kernel.errors import Invalid
from journeywork.kernel.reasons import said
from journeywork.mentoring import ending, queries, ratings, running
from journeywork.web.page import PageRequest
from journeywork.web.parsing import identifier

Act = Callable[[Match, QueryDict, UUID, datetime], str]
_NOTHING = UUID(int=0)


@require_POST
@needs("mentoring.write")
def act(request: PageRequest, match_id: UUID) -> HttpResponse:
    """Do something in a match with one press."""
    me = request.person.id
    found = queries.match(match_id, reader=me)
    carried_out = ACTS.get(request.POST.get("do", ""))
    if carried_out is None:
        raise Invalid({"do": "must be one of: " + ", ".join(ACTS)})
    try:
        messages.success(request, carried_out(found, request.POST, me, clock.now()))
    except Invalid as refusal:
        messages.error(request, " ".join(said(says) for says in refusal.faults.values()))
    if request.POST["do"] in ("end", "change") and len(found.people) > 2:  # noqa: PLR2004 -- a circle
        return redirect("mentoring")
    return redirect("mentoring-match", found.id)


def _tick(found: Match, given: QueryDict, me: UUID, at: datetime) -> str:
    line, done = identifier(given.get("line")) or _NOTHING, given.get("done") != "no"
    running.set_done(match_id=found.id, line_id=line, done=done, by=me, at=at)
    return _("Noted.") if done else _("It is open again.")


def _drop(found: Match, given: QueryDict, me: UUID, at: datetime) -> str:
    del at
    line = identifier(given.get("line")) or _NOTHING
    activities.drop_line(line_id=line, activity_id=found.id, by=me)
    return _("Taken away.")


def _rate(found: Match, given: QueryDict, me: UUID, at: datetime) -> str:
    session, useful = identifier(given.get("session")) or _NOTHING, given.get("useful", "")
    number = int(useful) if useful in ("1", "2", "3") else 0
    ratings.rate(match_id=found.id, check_in_id=session, useful=number, by=me, at=at)
    return _("Noted. Only you see it.")


def _met(found: Match, given: QueryDict, me: UUID, at: datetime) -> str:
    planned = identifier(given.get("session"))
    running.met(match_id=found.id, check_in_id=planned, by=me, at=at)
    return _("Good. What do you want to keep of it?")


def _skip(found: Match, given: QueryDict, me: UUID, at: datetime) -> str:
    planned = identifier(given.get("session")) or _NOTHING
    activities.answer_check_in(check_in_id=planned, done=False, by=me, at=at)
    running.sign(found.id, at=at)
    return _("Skipped. Nobody is told why.")


def _still(found: Match, given: QueryDict, me: UUID, at: datetime) -> str:
    del given
    running.still_on(match_id=found.id, by=me, at=at)
    return _("Good. Nothing changes.")


def _go_on(found: Match, given: QueryDict, me: UUID, at: datetime) -> str:
    del given
    later = running.go_on(match_id=found.id, by=me, at=at)
    return _("You go on until %(day)s.") % {"day": date_format(later, _("j F Y"))}


def _end(found: Match, given: QueryDict, me: UUID, at: datetime) -> str:
    del given
    ending.end(match_id=found.id, by=me, at=at)
    return _("It has ended, and that is fine. What you wrote stays yours.")


def _change(found: Match, given: QueryDict, me: UUID, at: datetime) -> str:
    del given
    ending.end(match_id=found.id, by=me, at=at, changes=True)
    return _("It has ended, without a reason. Somebody else is looked for now.")


ACTS: dict[str, Act] = {
    "tick": _tick,
    "drop": _drop,
    "rate": _rate,
    "met": _met,
    "skip": _skip,
    "still": _still,
    "go-on": _go_on,
    "end": _end,
    "change": _change,
}
