"""What waits for somebody, each on one line: tasks of cards, and what is done together."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from journeywork.activities.queries import CHECK_IN
from journeywork.assignments import waiting as assignments
from journeywork.coaching.queries import CLIMATE
from journeywork.engine.knowledge import CardTask, TaskKind
from journeywork.kernel.reasons import said
from journeywork.kernel.waits import Wait
from journeywork.mentoring import match_waiting as matches
from journeywork.mentoring import waiting as mentoring
from journeywork.shadowing import waiting as shadowing

#: How a line looks that comes before the others.
ATTENTION = "attention"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One line of what waits: what, in which state, since when."""

    title: str
    url: str
    says: str
    look: str
    at: datetime | None = None


def task(found: CardTask) -> Waiting:
    """Return a task of a card as it is shown."""
    reported = found.kind is TaskKind.REPORTED
    return Waiting(
        title=found.title,
        url=reverse("card", args=(found.key,)),
        says=_first_large(said(found.says)),
        look=ATTENTION if reported else "due",
        at=found.at if reported else None,
    )


def reflection(since: datetime) -> Waiting:
    """Return the two questions of the week as they wait."""
    return Waiting(
        title=_("How was your week?"),
        url=reverse("reflect"),
        says=_("Two questions, one field; only you can read it"),
        look="open",
        at=since,
    )


def check_in(found: Wait) -> Waiting:
    """Return a check-in whose time has come as it waits."""
    return Waiting(
        title=found.title,
        url=reverse("activity", args=(found.thing,)),
        says=_("A check-in: did it take place?"),
        look="due",
        at=found.at,
    )


def climate(found: Wait) -> Waiting:
    """Return the seven sentences on how safe it is to speak as they wait, until they close."""
    return Waiting(
        title=_("How safe is it to speak here?"),
        url=reverse("climate"),
        says=_("Seven sentences, a minute, no names; it closes"),
        look="open",
        at=found.at,
    )


def stretch(found: Wait) -> Waiting:
    """Return a piece of work that is proposed as a next step, by the work or by a colleague."""
    by = _("%(name)s proposes it as your next step") % {"name": found.says}
    return Waiting(
        title=found.title,
        url=f"{reverse('assignment-new')}?proposal={found.thing}",
        says=by if found.says else _("Could be your next step"),
        look="open",
        at=found.at,
    )


def support(found: Wait) -> Waiting:
    """Return that support may be offered now: that, and nothing about how or since when."""
    return Waiting(
        title=_("Offer %(name)s support now") % {"name": found.says},
        url=reverse("assignment", args=(found.thing,)),
        says=_("Ask how it goes with “%(title)s”, and what would help") % {"title": found.title},
        look=ATTENTION,
    )


def loan(found: Wait) -> Waiting:
    """Return that time is asked for, as it waits for a yes or a no."""
    return Waiting(
        title=found.title,
        url=reverse("loan", args=(found.thing,)),
        says=_("%(name)s asks you for time to learn") % {"name": found.says},
        look="due",
        at=found.at,
    )


def loan_thanks(found: Wait) -> Waiting:
    """Return thanks for time that was lent; nothing is to be done."""
    return Waiting(
        title=found.title,
        url=reverse("loan", args=(found.thing,)),
        says=_("%(name)s thanks you for the time you lent") % {"name": found.says},
        look="done",
        at=found.at,
    )


def shadow_time(found: Wait) -> Waiting:
    """Return a visit for which a time is to be agreed on."""
    return Waiting(
        title=found.title,
        url=reverse("shadowing-visit", args=(found.thing,)),
        says=_("Agree on a time with %(name)s") % {"name": found.says},
        look="due",
    )


def shadow_request(found: Wait) -> Waiting:
    """Return that somebody would like to watch what I offer."""
    return Waiting(
        title=found.title,
        url=reverse("shadow-request", args=(found.thing,)),
        says=_("Somebody would like to see what you offer"),
        look="open",
        at=found.at,
    )


def shadow_offer(found: Wait) -> Waiting:
    """Return that somebody offers what I asked to watch."""
    return Waiting(
        title=found.title,
        url=reverse("shadow-offer", args=(found.thing,)),
        says=_("Somebody offers what you asked to watch"),
        look="open",
        at=found.at,
    )


def shadow_thanks(found: Wait) -> Waiting:
    """Return thanks for the time that was given to a visit; nothing is to be done."""
    return Waiting(
        title=found.title,
        url=reverse("shadowing-visit", args=(found.thing,)),
        says=_("%(name)s thanks you for your time") % {"name": found.says},
        look="done",
        at=found.at,
    )


def in_by_default(found: Wait) -> Waiting:
    """Return that somebody takes part for being new, until they have said anything of it."""
    return Waiting(
        title=found.title,
        url=reverse("mentoring-programme", args=(found.says,)),
        says=_("You are in because you are new here; one click pauses or skips it"),
        look="open",
        at=found.at,
    )


def asked_to_meet(found: Wait) -> Waiting:
    """Return that a round asks for a yes."""
    return Waiting(
        title=_("Would you like to meet %(name)s?") % {"name": found.says},
        url=reverse("mentoring"),
        says=_("%(title)s: yes or no") % {"title": found.title},
        look="due",
        at=found.at,
    )


def nobody_yet(found: Wait) -> Waiting:
    """Return that a round had nobody for them; nothing is to be done."""
    return Waiting(
        title=found.title,
        url=reverse("mentoring-programme", args=(found.says,)),
        says=_("Nobody this time; why, and what happens now"),
        look="open",
        at=found.at,
    )


def match_still(found: Wait) -> Waiting:
    """Return that people are asked whether they are in touch."""
    return _of_match(found, _("Are you in touch? One tap says so"), "due")


def match_ends(found: Wait) -> Waiting:
    """Return that the time of a match is nearly up."""
    return _of_match(found, _("It ends within two weeks, unless you go on"), "open")


def match_thanks(found: Wait) -> Waiting:
    """Return that somebody wrote what it was good for; nothing is to be done."""
    return _of_match(found, _("%(name)s says thank you") % {"name": found.says}, "done")


def match_over(found: Wait) -> Waiting:
    """Return that a match is over, and that a word of thanks can be said."""
    return _of_match(found, _("It is over. What was it good for? A word is enough"), "done")


def _of_match(found: Wait, says: str, look: str) -> Waiting:
    return Waiting(
        title=found.title,
        url=reverse("mentoring-match", args=(found.thing,)),
        says=says,
        look=look,
        at=found.at if look == "done" else None,
    )


#: What waits in other rooms -> how it is shown as a line.
LINES: dict[str, Callable[[Wait], Waiting]] = {
    CHECK_IN: check_in,
    CLIMATE: climate,
    assignments.STRETCH: stretch,
    assignments.SUPPORT: support,
    assignments.LOAN: loan,
    assignments.THANKS: loan_thanks,
    mentoring.DEFAULT: in_by_default,
    mentoring.ASKED: asked_to_meet,
    mentoring.NOBODY: nobody_yet,
    matches.STILL: match_still,
    matches.ENDS: match_ends,
    matches.THANKS: match_thanks,
    matches.OVER: match_over,
    shadowing.AGREE: shadow_time,
    shadowing.REQUEST: shadow_request,
    shadowing.OFFER: shadow_offer,
    shadowing.THANKS: shadow_thanks,
}


def _first_large(text: str) -> str:
    return text[:1].upper() + text[1:]
