"""One programme, as whoever coordinates it sees it; opened and closed with one press."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from journeywork.engine.fit.preview import preview
from journeywork.engine.mentoring import Programme
from journeywork.engine.mentoring_templates import rules_of
from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.kernel.errors import Invalid
from journeywork.mentoring import programmes, queries
from journeywork.mentoring.tallies import Tally, tallies
from journeywork.people import queries as people
from journeywork.web.mentoring import words as mentoring_words
from journeywork.web.page import PageRequest, show


@require_GET
@needs("programme.read")
def programme(request: PageRequest, key: str) -> HttpResponse:
    """Show a programme: who takes part, how it goes, by which rules, and what comes next."""
    found = queries.programme_by_key(key)
    today = request.person.working_time.local_date(clock.now())
    values = {
        "programme": found,
        "tally": tallies(on=today, programme_id=found.id).get(found.id, Tally()),
        "teams": [team.name for team in people.teams() if team.id in found.teams],
        "by_rules": preview(rules_of(found.kind, found.rules).rules),
        "mw": mentoring_words,
    }
    return show(request, "mentoring/programme.html", values)


@require_POST
@needs("programme.write")
def act(request: PageRequest, key: str) -> HttpResponse:
    """Open a programme, or close it."""
    found = queries.programme_by_key(key)
    carried_out = ACTS.get(request.POST.get("act", ""))
    if carried_out is None:
        raise Invalid({"act": "must be one of " + ", ".join(ACTS)})
    messages.success(request, carried_out(request, found))
    return redirect("programme", key)


def _open(request: PageRequest, found: Programme) -> str:
    programmes.open_programme(programme_id=found.id, by=request.person.id, at=clock.now())
    return _("It is open. Whoever it is for finds it under Mentoring.")


def _close(request: PageRequest, found: Programme) -> str:
    programmes.close(programme_id=found.id, by=request.person.id, at=clock.now())
    return _("It is closed. Whoever is together goes on as agreed.")


ACTS: dict[str, Callable[[PageRequest, Programme], str]] = {"open": _open, "close": _close}
