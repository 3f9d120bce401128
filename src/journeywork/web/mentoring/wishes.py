"""With whom I would like to be: up to five, looked up, put in order by buttons."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from journeywork.engine.fit.participants import MOST_WISHES, Role
from journeywork.engine.mentoring import Enrolment, Programme
from journeywork.engine.people import Person, Skill
from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.reasons import said
from journeywork.mentoring import enrolling, own, queries
from journeywork.people import queries as people
from journeywork.web import words
from journeywork.web.page import PageRequest, show
from journeywork.web.parsing import identifier

LONGEST, MOST_LOOKED_AT = 120, 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Somebody who was looked up, and what they offer where that is known."""

    person: Person
    offers: tuple[Skill, ...] = ()


@require_http_methods(["GET", "POST"])
@needs("mentoring.write")
def wishes(request: PageRequest, key: str) -> HttpResponse:
    """Show my wishes and who can be wished for; add one, move one, take one away."""
    programme = queries.programme_by_key(key)
    mine = queries.enrolment(programme.id, request.person.id)
    if mine is None or mine.left_at:
        raise NotFound("programme")
    text = request.GET.get("q", "").strip()[:LONGEST]
    if request.method == "POST":
        _act(request, programme, mine)
        address = reverse("mentoring-wishes", args=(key,))
        return redirect(f"{address}?{urlencode({'q': text})}" if text else address)
    found = _looked_up(programme, mine, text, request.person) if text else ()
    values = {
        "programme": programme,
        "wishes": _still_here(mine),
        "text": text,
        "found": found[: own.MOST_FOUND],
        "says": _says(text, len(found)),
        "mentors": _of_mentors(programme, mine),
        "most": MOST_WISHES,
        "levels": words.LEVELS,
    }
    return show(request, "mentoring/wishes.html", values)


def _still_here(mine: Enrolment) -> list[Person]:
    """Return whom I wish for, in my order; those who left are not shown."""
    here = people.persons(mine.wishes) if mine.wishes else {}
    return [here[each] for each in mine.wishes if each in here]


def _of_mentors(programme: Programme, mine: Enrolment) -> bool:
    """Tell whether mentors are looked up; else anybody here: who learns is nobody's to see."""
    return programme.kind.two_sided and mine.role is not Role.MENTOR


def _looked_up(programme: Programme, mine: Enrolment, text: str, me: Person) -> tuple[Found, ...]:
    if _of_mentors(programme, mine):
        mentors = own.mentors_called(programme.id, text, reader=me.id)
        return tuple(Found(person=one.person, offers=one.offers) for one in mentors)
    return tuple(Found(person=one) for one in called(text, me))[: own.MOST_FOUND + 1]


def called(text: str, me: Person) -> list[Person]:
    """Return who is here and called so, or has that address; not myself."""
    if "@" in text:
        one = people.person_by_email(text)
        every: tuple[Person, ...] = (one,) if one else ()
    else:
        every = people.page(text=text, limit=MOST_LOOKED_AT)
    wanted = text.casefold()
    return [
        one
        for one in every
        if one.active and not one.known_only and one.id != me.id
        if "@" in text or wanted in one.name.casefold()
    ]


def _says(text: str, many: int) -> str:
    if not text:
        return ""
    if not many:
        return _("Nobody found for “%(text)s”.") % {"text": text}
    if many > own.MOST_FOUND:
        return _("Many were found; these are the first %(num)d. Write more to find others.") % {
            "num": own.MOST_FOUND
        }
    return ngettext("%(num)d person found.", "%(num)d people found.", many) % {"num": many}


def _act(request: PageRequest, programme: Programme, mine: Enrolment) -> None:
    carried_out = ACTS.get(request.POST.get("act", ""))
    who = identifier(request.POST.get("who"))
    if carried_out is None or who is None:
        raise Invalid({"act": "must be one of " + ", ".join(ACTS)})
    before = [each.id for each in _still_here(mine)]
    after = carried_out(before, who)
    me = request.person.id
    try:
        enrolling.wish(programme_id=programme.id, wishes=after, by=me, at=clock.now())
    except Invalid as refusal:
        messages.error(request, " ".join(said(each) for each in refusal.faults.values()))


def _add(before: list[UUID], who: UUID) -> list[UUID]:
    return before if who in before else [*before, who]


def _away(before: list[UUID], who: UUID) -> list[UUID]:
    return [each for each in before if each != who]


def _up(before: list[UUID], who: UUID) -> list[UUID]:
    return _moved(before, who, -1)


def _down(before: list[UUID], who: UUID) -> list[UUID]:
    return _moved(before, who, 1)


def _moved(before: list[UUID], who: UUID, steps: int) -> list[UUID]:
    if who not in before:
        return before
    place = before.index(who)
    rest = _away(before, who)
    return [*rest[: max(0, place + steps)], who, *rest[max(0, place + steps) :]]


ACTS: dict[str, Callable[[list[UUID], UUID], list[UUID]]] = {
    "add": _add,
    "up": _up,
    "down": _down,
    "away": _away,
}
