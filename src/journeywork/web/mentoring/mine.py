"""Mentoring as somebody sees it: with whom they are, what asks for them, programmes for them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from journeywork.engine.mentoring import Match, Programme
from journeywork.kernel import clock, waits
from journeywork.kernel.doors import needs
from journeywork.kernel.errors import Invalid
from journeywork.mentoring import own, queries, rounds
from journeywork.mentoring import waiting as mentoring
from journeywork.people import queries as people
from journeywork.web.mentoring import own_words
from journeywork.web.mentoring import words as mentoring_words
from journeywork.web.page import PageRequest, show

MOST_WAITS = 20


@require_GET
@needs("mentoring.read")
def mine(request: PageRequest) -> HttpResponse:
    """Show my matches, what I am asked, the programmes I take part in and those for me."""
    me, at = request.person, clock.now()
    inside, open_ones = own.programmes_for(me)
    matches = queries.matches_of(me.id)
    due = waits.together(mentoring.waits_for(me.id, at=at), most=MOST_WAITS)
    programmes = {one.id: one for one, _enrolment in inside}
    values = {
        "matches": [_line(one, me.id, programmes) for one in matches],
        "names": people.names({person for one in matches for person in one.people}),
        "asked": [one for one in due if one.kind == mentoring.ASKED],
        "nobody": {one.thing for one in due if one.kind == mentoring.NOBODY},
        "news": {one.thing for one in due if one.kind == mentoring.DEFAULT},
        "inside": inside,
        "open_ones": open_ones,
        "today": me.working_time.local_date(at),
        "ow": own_words,
        "mw": mentoring_words,
    }
    return show(request, "mentoring/mine.html", values)


@require_POST
@needs("mentoring.write")
def answer(request: PageRequest, pair_id: UUID) -> HttpResponse:
    """Say yes or no to somebody I am proposed."""
    own.asked(pair_id, request.person.id)
    said = request.POST.get("yes", "")
    if said not in ("yes", "no"):
        raise Invalid({"yes": "must be one of yes, no"})
    me, at = request.person.id, clock.now()
    pair = rounds.answer(pair_id=pair_id, yes=said == "yes", by=me, at=at)
    if pair.match:
        messages.success(request, _("You are together. It begins now."))
        return redirect("mentoring-match", pair.match)
    messages.success(
        request,
        _("Kept. You hear once the other has answered.")
        if said == "yes"
        else _("All right. You are proposed somebody else, if there is anybody."),
    )
    return redirect("mentoring")


def _line(
    match: Match, me: UUID, programmes: dict[UUID, Programme]
) -> tuple[Match, str, list[UUID], str]:
    """Return a match, what the others are to me, who they are, and where it belongs."""
    programme = programmes.get(match.programme)
    others = [one for one in match.people if one != me]
    role = own_words.other_role(match, me, programme.kind if programme else None)
    return match, role, others, programme.name if programme else ""
