"""Rounds of a programme, for whoever runs it: asked for, looked at, chosen, published."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from journeywork.engine.mentoring import Programme, Round, RoundState
from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.kernel.errors import Invalid
from journeywork.kernel.reasons import said
from journeywork.mentoring import queries, round_queries, rounds
from journeywork.mentoring.round_queries import Show
from journeywork.mentoring.staging import dial_of
from journeywork.people import queries as people
from journeywork.web.mentoring import round_words
from journeywork.web.page import PageRequest, may, show, show_part
from journeywork.web.parsing import chosen

#: So many people whom a name may mean are looked for in a round.
MOST_MEANT = 50
_GOING = (RoundState.STAGING, RoundState.PUBLISHING)


@require_GET
@needs("programme.read")
def all_rounds(request: PageRequest, key: str) -> HttpResponse:
    """Show the rounds of a programme, and a form to match people anew."""
    programme = queries.programme_by_key(key)
    found = queries.rounds(programme.id)
    values = {
        "programme": programme,
        "rounds": found,
        "waits": next((each for each in found if each.state in rounds.OPEN), None),
        "may_write": may(request.person, "programme.write"),
        "rw": round_words,
    }
    return show(request, "mentoring/rounds.html", values)


@require_POST
@needs("programme.write")
def ask(request: PageRequest, key: str) -> HttpResponse:
    """Let the worker match a programme; the page of the round says how far it is."""
    programme = queries.programme_by_key(key)
    try:
        found = rounds.ask(
            programme_id=programme.id,
            by=request.person.id,
            at=clock.now(),
            draws=request.POST.get("draws") == "yes",
            sits_out=request.POST.get("odd") == "out",
        )
    except Invalid as refusal:
        messages.error(request, refused(refusal))
        return redirect("programme-rounds", key)
    return redirect("round", key, found.number)


@require_GET
@needs("programme.read")
def one_round(request: PageRequest, key: str, number: int) -> HttpResponse:
    """Show a round: what came of it, choices, and its pairs, a page at a time."""
    programme, found = round_queries.round_numbered(key, number)
    values: dict[str, Any] = {
        "programme": programme,
        "round": found,
        "going": found.state in _GOING,
        "staged": found.state is RoundState.STAGED,
        "may_write": may(request.person, "programme.write"),
        "dial": dial_of(found),
        "rw": round_words,
    }
    if found.state in _GOING:
        values |= round_words.far(round_queries.how_far(found.id))
    else:
        values |= _listed(request, programme, found)
    return show(request, "mentoring/round.html", values)


@require_GET
@needs("programme.read")
def progress(request: PageRequest, key: str, number: int) -> HttpResponse:
    """Show how far the worker is; once it is done the whole page is loaded anew."""
    programme, found = round_queries.round_numbered(key, number)
    if found.state not in _GOING:
        return HttpResponse(headers={"HX-Refresh": "true"})
    job = round_queries.how_far(found.id)
    values = {"programme": programme, "round": found, "going": True, **round_words.far(job)}
    values["may_write"] = may(request.person, "programme.write")
    return show_part(request, "mentoring/round_progress.html", values)


@require_POST
@needs("programme.write")
def act(request: PageRequest, key: str, number: int) -> HttpResponse:
    """Carry out what a button says; what does not fit any more is told on the page."""
    _programme, found = round_queries.round_numbered(key, number)
    carried_out = ACTS.get(request.POST.get("act", ""))
    if carried_out is None:
        raise Invalid({"act": "must be one of " + ", ".join(ACTS)})
    try:
        messages.success(request, carried_out(request, found))
    except Invalid as refusal:
        messages.error(request, refused(refusal))
    return redirect("round", key, number)


def refused(refusal: Invalid) -> str:
    """Return why a room refused, as one sentence of a page."""
    told = [
        _("%(what)s %(says)s.") % {"what": _what(field), "says": said(says)}
        for field, says in refusal.faults.items()
    ]
    return " ".join(told)


def _what(field: str) -> str:
    return {
        "round": _("The round"),
        "programme": _("The programme"),
        "pair": _("The pair"),
        "people": _("These two"),
        "dial": _("The choice"),
    }.get(field, field)


def _listed(request: PageRequest, programme: Programme, found: Round) -> dict[str, Any]:
    """Return a page of pairs, or of those who have nobody, that somebody looks for."""
    text = request.GET.get("q", "").strip()[:200]
    shown = chosen(Show, request.GET.get("show")) or Show.PAIRS
    after = request.GET.get("after", "")
    stands = round_queries.standing(found.id)
    meant = {each.id: each for each in people.page(text=text, limit=MOST_MEANT)} if text else None
    values: dict[str, Any] = {"text": text, "shown": shown, "stands": stands}
    values["came"] = list(round_words.came_of_it(found, stands, two_sided=programme.kind.two_sided))
    if shown is Show.LEFT:
        left = round_queries.left_page(found.id, people=meant, after=after)
        names = people.names({each.person for each in left.left})
        return values | {"left": left.left, "after": left.after, "names": names, "pairs": ()}
    page = round_queries.pairs_page(
        found.id, people=meant, locked=shown is Show.LOCKED, after=after
    )
    names = people.names({one for each in page.pairs for one in each.people})
    return values | {"pairs": page.pairs, "after": page.after, "names": names, "left": ()}


def _again(request: PageRequest, found: Round) -> str:
    rounds.again(
        round_id=found.id,
        by=request.person.id,
        at=clock.now(),
        dial=request.POST.get("dial") or None,
    )
    return _("It is matched again. What is locked stays.")


def _publish(request: PageRequest, found: Round) -> str:
    rounds.confirm(round_id=found.id, by=request.person.id, at=clock.now())
    return _("It is being published.")


def _drop(request: PageRequest, found: Round) -> str:
    rounds.drop_round(round_id=found.id, by=request.person.id, at=clock.now())
    return _("Dropped. Nobody heard of it.")


ACTS: dict[str, Callable[[PageRequest, Round], str]] = {
    "again": _again,
    "publish": _publish,
    "drop": _drop,
}


def people_named(text: str) -> dict[UUID, str]:
    """Return who may be meant by a text, by id."""
    return {each.id: each.name for each in people.page(text=text, limit=MOST_MEANT)}
