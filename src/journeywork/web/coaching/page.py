"""Coaching: a lead's own practice first, then the few cues of now, then their one-to-ones."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from journeywork.coaching import cue_queries as queries
from journeywork.coaching import cueing, talk_queries
from journeywork.coaching.practice import Practice, practice
from journeywork.engine.cue_advice import ADVICE
from journeywork.engine.cues import CueKind
from journeywork.engine.people import Person
from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.kernel.reasons import said
from journeywork.people import queries as people
from journeywork.web.coaching.words import CUES, CUES_OF_TEAMS
from journeywork.web.page import PageRequest, show

MOST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A cue as it stands on the page: about whom, why, both ways, and what one could ask."""

    id: UUID
    title: str
    what: str
    url: str
    says: str
    step_in: str
    step_back: str
    questions: tuple[str, ...]
    at: datetime


@require_GET
@needs("coaching.read")
def coaching(request: PageRequest) -> HttpResponse:
    """Show my own practice, my cues and my one-to-ones; nothing of anybody's that is private."""
    me, at = request.person, clock.now()
    shown = queries.open_cues(me.id, at=at) if me.leads else ()
    talks = talk_queries.talks(me.id)
    members = _members(me)
    others = {talk.other(me.id) for talk in talks}
    about = {one.about for one in shown if one.about}
    names = members | people.names((others | about) - set(members))
    if any(not one.seen for one in shown):
        cueing.seen(lead=me.id, at=at)
    values: dict[str, Any] = {
        "leads": bool(me.leads),
        "practice": _practice_said(practice(me.id, at=at)),
        "cues": [_card(one, names) for one in shown],
        "talks": [(talk, names.get(talk.other(me.id), "")) for talk in talks],
        "without": sorted(
            ((id, name) for id, name in members.items() if id not in others),
            key=lambda pair: pair[1],
        ),
    }
    return show(request, "coaching/coaching.html", values)


@require_POST
@needs("cue.answer")
def answer(request: PageRequest, cue_id: UUID) -> HttpResponse:
    """Keep what I did with a cue."""
    says = request.POST.get("answer", "")
    cueing.answer(cue_id=cue_id, says=says, by=request.person.id, at=clock.now())
    messages.success(request, _thanks(says))
    return redirect("coaching")


@require_GET
@needs("privacy.read")
def about_me(request: PageRequest) -> HttpResponse:
    """Show me which cues were given about me, to whom, and what they said."""
    found = queries.about(request.person.id, limit=MOST)
    names = people.names(one.lead for one in found)
    cards = [(names.get(one.lead, _("Somebody erased")), one.seen, _card(one, {})) for one in found]
    return show(request, "coaching/about_me.html", {"cards": cards})


def _card(one: queries.Shown, names: dict[UUID, str]) -> Card:
    advice = ADVICE[one.kind]
    who = names.get(one.about, "") if one.about else one.title
    what = CUES_OF_TEAMS[one.kind] if one.kind in CUES_OF_TEAMS else CUES[one.kind]
    return Card(
        id=one.id,
        title=who or str(what),
        what=one.title if one.about else "",
        url=_url(one),
        says=said(one.says),
        step_in=said(advice.step_in),
        step_back=said(advice.step_back),
        questions=tuple(said(question) for question in advice.questions),
        at=one.at,
    )


def _url(one: queries.Shown) -> str:
    """Return where the thing is, for those things that a lead may open."""
    if one.kind in (CueKind.CHECK, CueKind.AGEING):
        return reverse("episode", args=(one.thing,))
    if one.kind is CueKind.LESSON:
        return reverse("lesson", args=(one.thing,))
    return ""


def _members(me: Person) -> dict[UUID, str]:
    if not me.leads:
        return {}
    every = people.names_by_team(me.leads)
    return {id: name for some in every.values() for id, name in some.items() if id != me.id}


def _practice_said(done: Practice) -> list[tuple[str, str]]:
    """Return what I did myself, a line each: what, and in a few words how much."""
    return [
        (_("Debriefs"), _joined(done)),
        (
            _("Feedback you asked for"),
            ngettext("once", "%(num)d times", done.asked) % {"num": done.asked}
            if done.asked
            else _("not yet: ask in your next one-to-one"),
        ),
        (
            _("Lessons you drew"),
            ngettext("%(num)d lesson", "%(num)d lessons", done.lessons) % {"num": done.lessons}
            if done.lessons
            else _("none yet"),
        ),
        (
            _("One-to-ones"),
            ngettext("%(num)d talk", "%(num)d talks", done.talks) % {"num": done.talks}
            if done.talks
            else _("none yet"),
        ),
        (_("Climate"), _climate(done.climate)),
    ]


def _joined(done: Practice) -> str:
    if not done.joined:
        return _("none joined yet")
    joined = ngettext("%(num)d joined", "%(num)d joined", done.joined) % {"num": done.joined}
    if not done.led:
        return joined
    return joined + ", " + ngettext("%(num)d led", "%(num)d led", done.led) % {"num": done.led}


def _climate(answered: bool | None) -> str:  # noqa: FBT001 -- a fact, no switch
    if answered is None:
        return _("nothing is asked just now")
    return _("you have answered") if answered else _("it waits for you")


def _thanks(says: str) -> str:
    if says == cueing.NOT_USEFUL:
        return _("All right. Such cues come less often from now on, to everybody who leads.")
    if says == cueing.STEPPED_BACK:
        return _("Good. Leaving room is a decision too.")
    return _("Good. Ask first, and listen longer than you speak.")
