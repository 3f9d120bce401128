"""One pair of a round: why these two, why not others; kept, taken apart, put together by hand."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from journeywork.engine.fit.participants import Role
from journeywork.engine.mentoring import (
    PairState,
    Programme,
    Round,
    RoundState,
    StagedPair,
    WhyNot,
)
from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.mentoring import round_queries, rounds, why_not
from journeywork.people import queries as people
from journeywork.web.mentoring import round_words
from journeywork.web.mentoring.rounds import people_named, refused
from journeywork.web.page import PageRequest, may, show, show_part
from journeywork.web.parsing import identifier

MOST_OFFERED = 8


@require_GET
@needs("programme.read")
def pair(request: PageRequest, key: str, number: int, pair_id: UUID) -> HttpResponse:
    """Show a pair with its reasons, and why somebody else was not taken."""
    programme, found, shown = _found(key, number, pair_id)
    text = request.GET.get("q", "").strip()[:200]
    other = identifier(request.GET.get("instead")) if not text else None
    told = why_not.why_not(found.id, _asker(shown, other), other) if other else None
    others = _others(programme, shown, text) if text else {}
    wanted = {*shown.people, *([other] if other else ())}
    values: dict[str, Any] = {
        "programme": programme,
        "round": found,
        "pair": shown,
        "names": people.names(wanted),
        "staged": found.state is RoundState.STAGED and shown.state is PairState.STAGED,
        "may_write": may(request.person, "programme.write"),
        "text": text,
        "others": others,
        "other": other,
        "told": told,
        "yes": round_queries.said_yes(shown.id) if shown.state is PairState.ASKED else (),
        "rw": round_words,
    }
    return show(request, "mentoring/round_pair.html", values)


@require_GET
@needs("programme.read")
def why_not_part(
    request: PageRequest, key: str, number: int, pair_id: UUID, person_id: UUID
) -> HttpResponse:
    """Show why somebody else was not taken, once the worker knows."""
    programme, found, shown = _found(key, number, pair_id)
    told: WhyNot | None = why_not.why_not(found.id, _asker(shown, person_id), person_id)
    if told is None or told.answered_at is not None:
        return HttpResponse(headers={"HX-Refresh": "true"})
    values = {"programme": programme, "round": found, "pair": shown, "other": person_id}
    return show_part(request, "mentoring/why_not_waits.html", values)


@require_POST
@needs("programme.write")
def act(request: PageRequest, key: str, number: int, pair_id: UUID) -> HttpResponse:
    """Keep a pair, take it apart, or ask why somebody else was not taken."""
    _programme, found, shown = _found(key, number, pair_id)
    carried_out = ACTS.get(request.POST.get("act", ""))
    if carried_out is None:
        raise Invalid({"act": "must be one of " + ", ".join(ACTS)})
    try:
        address = carried_out(request, key, found, shown)
    except Invalid as refusal:
        messages.error(request, refused(refusal))
        address = reverse("round-pair", args=(key, number, pair_id))
    return redirect(address)


@require_http_methods(["GET", "POST"])
@needs("programme.write")
def together(request: PageRequest, key: str, number: int) -> HttpResponse:
    """Put two together by hand: look both up, choose, and press once."""
    programme, found = round_queries.round_numbered(key, number)
    if request.method == "POST":
        return _put_together(request, key, found)
    texts = [request.GET.get(name, "").strip()[:200] for name in ("first", "second")]
    sides = _sides(programme, texts)
    values = {
        "programme": programme,
        "round": found,
        "sides": sides,
        "ready": all(side["found"] for side in sides),
        "looked": any(texts),
        "rw": round_words,
    }
    return show(request, "mentoring/round_together.html", values)


def _sides(programme: Programme, texts: list[str]) -> list[dict[str, Any]]:
    """Return the two searches of the page with what they found, those who take part alone."""
    two = programme.kind.two_sided
    labels = (_("Who looks for a mentor"), _("The mentor")) if two else (_("One"), _("The other"))
    excluded = (Role.MENTOR, Role.MENTEE) if two else (Role.NONE, Role.NONE)
    meant = [people_named(text) if text else {} for text in texts]
    taking = round_queries.roles_of(programme.id, {id for each in meant for id in each})
    sides = []
    names = zip(("first", "second"), labels, texts, meant, excluded, strict=True)
    for name, label, text, some, out in names:
        fits = [(id, who) for id, who in some.items() if taking.get(id, out) is not out]
        found = dict(fits[:MOST_OFFERED])
        sides.append({"name": name, "label": label, "text": text, "found": found})
    return sides


def _put_together(request: PageRequest, key: str, found: Round) -> HttpResponse:
    chosen = [identifier(request.POST.get(name)) for name in ("first", "second")]
    two = [each for each in chosen if each]
    try:
        made = rounds.pair_by_hand(
            round_id=found.id, people=two, by=request.person.id, at=clock.now()
        )
    except Invalid as refusal:
        messages.error(request, refused(refusal))
        return redirect("round-together", key, found.number)
    messages.success(request, _("Put together. They stay so when the round is matched again."))
    return redirect("round-pair", key, found.number, made.id)


def _others(programme: Programme, shown: StagedPair, text: str) -> dict[UUID, str]:
    """Return who else could be meant, of those who take part as the other does."""
    meant = people_named(text)
    taking = round_queries.roles_of(programme.id, meant)
    return {
        id: name
        for id, name in meant.items()
        if taking.get(id, Role.NONE) in (Role.MENTOR, Role.BOTH) and id not in shown.people
    }


def _found(key: str, number: int, pair_id: UUID) -> tuple[Programme, Round, StagedPair]:
    programme, found = round_queries.round_numbered(key, number)
    shown = round_queries.pair(pair_id)
    if shown.round != found.id:
        raise NotFound("pair")
    return programme, found, shown


def _lock(request: PageRequest, key: str, found: Round, shown: StagedPair) -> str:
    rounds.lock(pair_id=shown.id, by=request.person.id, at=clock.now())
    return _back(request, key, found, shown)


def _unlock(request: PageRequest, key: str, found: Round, shown: StagedPair) -> str:
    rounds.unlock(pair_id=shown.id, by=request.person.id, at=clock.now())
    return _back(request, key, found, shown)


def _drop(request: PageRequest, key: str, found: Round, shown: StagedPair) -> str:
    rounds.drop_pair(pair_id=shown.id, by=request.person.id, at=clock.now())
    messages.success(request, _("Taken apart. They do not come back in this round."))
    return reverse("round", args=(key, found.number))


def _ask(request: PageRequest, key: str, found: Round, shown: StagedPair) -> str:
    other = identifier(request.POST.get("instead"))
    if other is None:
        raise Invalid({"people": "must be two different people"})
    why_not.ask_why_not(
        round_id=found.id, first=shown.first, second=other, by=request.person.id, at=clock.now()
    )
    return f"{reverse('round-pair', args=(key, found.number, shown.id))}?instead={other}#why-not"


def _place_more(request: PageRequest, key: str, found: Round, shown: StagedPair) -> str:
    me, at = request.person.id, clock.now()
    why_not.ask_what_if(round_id=found.id, mentor=shown.second, by=me, at=at)
    address = reverse("round-pair", args=(key, found.number, shown.id))
    return f"{address}?instead={shown.second}#why-not"


def _asker(shown: StagedPair, other: UUID) -> UUID:
    """Return of whom an answer speaks: of the mentee, or of the mentor with a place more."""
    return shown.second if other == shown.second else shown.first


def _back(request: PageRequest, key: str, found: Round, shown: StagedPair) -> str:
    """Return to the list if the button stood there, else to the pair."""
    if request.POST.get("from") == "list":
        return f"{reverse('round', args=(key, found.number))}#pair-{shown.id}"
    return reverse("round-pair", args=(key, found.number, shown.id))


ACTS: dict[str, Callable[[PageRequest, str, Round, StagedPair], str]] = {
    "lock": _lock,
    "unlock": _unlock,
    "drop": _drop,
    "why-not": _ask,
    "place-more": _place_more,
}
