"""Stretch assignments at a glance: what is proposed, mine, those I support, those lent by me."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from journeywork.assignments import actions, queries
from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.people import queries as people
from journeywork.web.assignments import words as assignment_words
from journeywork.web.page import PageRequest, show


@require_GET
@needs("assignment.read")
def assignments(request: PageRequest) -> HttpResponse:
    """Show what is proposed to me, what I have taken on, where I stand by, what I lend."""
    me, at = request.person.id, clock.now()
    found = queries.assignments(reader=me)
    lent = queries.loans(me)
    proposed = queries.proposals(me, at=at)
    learners = {each.learner for each in found} | {each.learner for each in lent}
    named = learners | {each.by for each in proposed if each.by}
    values = {
        "proposed": proposed,
        "mine": [each for each in found if each.learner == me],
        "supported": [each for each in found if each.learner != me],
        "lent": lent,
        "names": people.names(named),
        "aw": assignment_words,
    }
    return show(request, "assignments/list.html", values)


@require_POST
@needs("assignment.write")
def decline(request: PageRequest, proposal_id: UUID) -> HttpResponse:
    """Say no to a proposal, with one click and no reason."""
    actions.decline(proposal_id=proposal_id, by=request.person.id, at=clock.now())
    messages.success(request, _("All right. Such work is proposed to you less readily."))
    return redirect("assignments")
