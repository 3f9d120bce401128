"""Offers and silences: why this, why now, why not the next one; and how it went."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from journeywork.engine.feedback import ResponseKind
from journeywork.engine.opportunities import WISHED
from journeywork.engine.options import OptionKind
from journeywork.engine.stances import Stance
from journeywork.engine.support import Attention, Decision, Offer, Silence
from journeywork.feedback import actions as feedback
from journeywork.growth import queries as growth
from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.kernel.reasons import said
from journeywork.moments import queries as moments
from journeywork.people import queries as people
from journeywork.support import queries
from journeywork.support.wording import why
from journeywork.web import options, words
from journeywork.web.growth import ways
from journeywork.web.jinja import date_said
from journeywork.web.page import PageRequest, show, show_part
from journeywork.web.parsing import chosen, identifier

PAGE = 30


@require_GET
@needs("offer.read")
def offer(request: PageRequest, offer_id: UUID) -> HttpResponse:
    """Show one of my offers or silences with everything that was considered."""
    found = queries.decision(offer_id, person_id=request.person.id)
    values = (
        _offer_page(found) if isinstance(found, Offer) else _silence_page(found, _seen([found]))
    )
    taken = found.option.id if isinstance(found, Offer) else None
    candidates = [options.candidate(one, chosen=taken) for one in found.candidates]
    values["wish"] = growth.told_with(offer_id, author=request.person.id)
    values |= {
        "candidates": candidates,
        "sentence": ngettext(
            "%(num)d thing was looked at.", "%(num)d things were looked at.", len(candidates)
        )
        % {"num": len(candidates)},
        "lot": _lot(found.propensity),
        "eyebrow": f"{_('Only you can read this')} \u00b7 {date_said(found.at)}",
    }
    return show(request, "offer.html", values)


@require_GET
@needs("offer.answer")
def open_offer(request: PageRequest, offer_id: UUID) -> HttpResponse:
    """Note that an offer was opened, and go to what it offers."""
    found = queries.offer(offer_id, person_id=request.person.id)
    feedback.respond(
        offer_id=offer_id, kind=ResponseKind.OPENED, by=request.person.id, at=clock.now()
    )
    if found.option.kind is OptionKind.PERSON:
        return redirect("person", people.person(found.option.id).key)
    address = options.address(found.option)
    if found.option.kind is OptionKind.CARD:
        address = f"{address}?offer={offer_id}"
    return redirect(address)


@require_POST
@needs("offer.answer")
def answer(request: PageRequest, offer_id: UUID) -> HttpResponse:
    """Say how an offer went; it counts from the next moment on."""
    kind = chosen(ResponseKind, request.POST.get("kind"))
    if kind not in words.ANSWERS:
        return redirect("today")
    feedback.respond(offer_id=offer_id, kind=kind, by=request.person.id, at=clock.now())
    if request.htmx:
        return show_part(request, "thanks.html", {"thanks": words.THANKS[kind]})
    messages.success(request, str(words.THANKS[kind]))
    return redirect("today")


@require_GET
@needs("offer.read")
def silences(request: PageRequest) -> HttpResponse:
    """Show when nothing was offered to me, and why."""
    before = identifier(request.GET.get("before"))
    found = queries.silences(request.person.id, limit=PAGE + 1, before=before)
    values = {
        "silences": found[:PAGE],
        "seen": _seen(found[:PAGE]),
        "older": f"?before={found[PAGE - 1].id}" if len(found) > PAGE else "",
        "said": said,
    }
    return show(request, "silences.html", values)


def _seen(decisions: Sequence[Decision]) -> dict[UUID, str]:
    """Return what was seen at the moments of one person's `decisions`, in words, by moment."""
    if not decisions:
        return {}
    found = moments.moments_by_id((one.moment for one in decisions), person_id=decisions[0].person)
    return {id: said(one.says).rstrip(".") for id, one in found.items() if one.says}


def budget_says(state: Attention) -> str:
    """Say how much of my attention was asked for, out of how much."""
    return _("%(today)d of %(day)d offers today, %(week)d of %(most)d this week.") % {
        "today": state.spent_today,
        "day": state.per_day,
        "week": state.spent_this_week,
        "most": state.per_week,
    }


def offer_values(found: Offer | None) -> dict[str, Any]:
    """Return what the one offer of Today needs."""
    if found is None:
        return {"offer": None}
    told, rest = _parted(found.why_now)
    person, title = found.option.kind is OptionKind.PERSON, said(found.option.title)
    return {
        "offer": found,
        "told": told,
        "rest": rest,
        "is_person": person,
        "answers": {
            kind: says for kind, says in words.ANSWERS.items() if _fits(kind, found.option.kind)
        },
        "offer_title": _("Ask %(name)s") % {"name": title} if person else title,
        "offer_kind": words.OPTION_KINDS[found.option.kind],
        "answer_url": reverse("offer-answer", args=(found.id,)),
        "why_this": why(found.option.parts),
        "reason": said,
        "stance_says": ways.STANCES_SAY[found.stance] if found.stance else "",
        "alternatives": [options.shown(each) for each in found.alternatives],
        "explains": found.stance is Stance.DEVELOPMENT,
        "is_wish": found.option.kind is OptionKind.OPPORTUNITY or _of_wish(found),
    }


def _of_wish(found: Offer) -> bool:
    """Tell whether an offer tells of something that was found for an entry of one's list."""
    return any(part.name == WISHED for part in found.option.parts)


def _fits(kind: ResponseKind, sort: OptionKind) -> bool:
    """Tell whether an answer makes sense: a card can be wrong, a person or a chance cannot."""
    unsaid = {
        OptionKind.PERSON: {ResponseKind.WRONG},
        OptionKind.OPPORTUNITY: {ResponseKind.WRONG, ResponseKind.KNEW_IT},
    }
    return kind not in unsaid.get(sort, set())


def _parted(why_now: str) -> tuple[str, str]:
    """Part why now into what was seen, which Today tells at once, and the rest."""
    told, cut, rest = said(why_now).partition(". ")
    return (f"{told}.", rest) if cut else (told, "")


def _offer_page(found: Offer) -> dict[str, Any]:
    return {
        "heading": said(found.option.title),
        "open_url": reverse("offer-open", args=(found.id,)),
        "reasons": [
            (_("Why this?"), [why(found.option.parts) or said(found.why_this)]),
            (_("Why now?"), [said(found.why_now)]),
            (
                _("Why not the next one?"),
                [said(one) for one in found.why_not_next] or [_("Nothing else came near.")],
            ),
        ],
    }


def _silence_page(found: Silence, seen: dict[UUID, str]) -> dict[str, Any]:
    reason, says = str(words.SILENCES[found.reason]), said(found.says)
    what = [(_("What was seen"), [f"{seen[found.moment]}."])] if found.moment in seen else []
    return {
        "heading": _("Why nothing was offered"),
        "open_url": "",
        "reasons": [*what, (reason, [] if says.rstrip(".") == reason else [says])],
    }


def _lot(propensity: float) -> str:
    withheld = round((1 - propensity) * 100)
    if not withheld:
        return _("No offers are held back by lot here.")
    return _(
        "%(share)d %% of offers are held back by lot, so that it can be said honestly whether they help."
    ) % {"share": withheld}
