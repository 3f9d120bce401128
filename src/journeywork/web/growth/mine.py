"""My own page: what I want to learn, what was found for it, and what I want of my work.

Nothing here counts what I did. Nobody else reaches it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from journeywork.activities import queries as activities
from journeywork.engine.idleness import working_hours
from journeywork.engine.people import Person
from journeywork.engine.stances import Load, Stance, Suggested, suggested
from journeywork.engine.to_learn import EntryState
from journeywork.engine.work import Episode, EpisodeState
from journeywork.growth import actions, queries
from journeywork.growth.queries import Wish
from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.support import actions as support
from journeywork.support import queries as support_queries
from journeywork.web.forms import DayField, PageForm, attempt
from journeywork.web.growth import ways
from journeywork.web.once import arrived, once
from journeywork.web.page import PageRequest, show
from journeywork.web.parsing import chosen
from journeywork.work import queries as work

MOST_WORK = 12
#: A stance is for work of these weeks, and so is the question what was learned.
LATELY = timedelta(days=60)
ASKED_FOR = timedelta(days=14)
#: Working days that are looked ahead for how much there is room for.
AHEAD = timedelta(days=7)


class WishForm(PageForm):
    """One field is enough; the others may follow on the entry's own page."""

    line = forms.CharField(label=gettext_lazy("What do you want to learn?"), max_length=200)
    skill = forms.CharField(
        label=gettext_lazy("A skill, in a word or two"), max_length=100, required=False
    )
    why = forms.CharField(
        label=gettext_lazy("Why"), max_length=2000, required=False, widget=forms.Textarea
    )
    by_when = DayField(gettext_lazy("By when"), required=False)
    stretch = forms.BooleanField(
        label=gettext_lazy("Propose me work for it that is a little ahead of me"),
        help_text=gettext_lazy(
            "The line and the skill are compared with work that is about to be given out."
        ),
        required=False,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AtHand:
    """One open piece of my work: what I want of it, and what my load suggests."""

    episode: Episode
    stance: Stance | None
    suggested: Suggested


@require_http_methods(["GET", "POST"])
@needs("growth.write")
def growth(request: PageRequest) -> HttpResponse:
    """Show my list, what was found for each entry, and my work; put something on the list."""
    form = WishForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        kept = once(request, lambda: _add(request, form))
        if kept:
            return kept
    me, at = request.person, clock.now()
    wishes = queries.to_learn(me.id, at=at)
    found = {each.entry.id: each.shown(at) for each in wishes}
    values = {
        "form": form,
        "open": [one.entry for one in wishes if one.entry.state is EntryState.OPEN],
        "asks": [one.entry for one in wishes if one.entry.asks_how],
        "over": [one.entry for one in wishes if one.entry.state is not EntryState.OPEN],
        "found": found,
        "ways": ways,
        "today": me.working_time.local_date(at),
    }
    status = 422 if form.errors else 200
    return show(request, "growth/mine.html", values | _work(me, wishes, at), status=status)


@require_POST
@needs("growth.write")
def choose(request: PageRequest, episode_id: UUID) -> HttpResponse:
    """Say with one tap what I want of a piece of my work; the same again takes it back.

    It goes back to where it was said: on my list, or (`there`) on the page of the work.
    """
    me, at = request.person.id, clock.now()
    stance = chosen(Stance, request.POST.get("stance"))
    if me in work.episode(episode_id).people:
        support.choose_stance(person_id=me, episode_id=episode_id, stance=stance, by=me, at=at)
        says = ways.STANCES_SAY[stance] if stance else _("Help is as usual again.")
        messages.success(request, str(says))
    if "there" in request.POST:
        return redirect("episode", episode_id)
    return redirect(f"{reverse('growth')}#work")


def _add(request: PageRequest, form: WishForm) -> str | None:
    values: dict[str, Any] = form.cleaned_data
    made = attempt(form, lambda: actions.add(**values, by=request.person.id, at=clock.now()))
    if made is None:
        return None
    arrived(request, _("On your list. You are told once when something fits."))
    return reverse("growth")


def _work(me: Person, wishes: tuple[Wish, ...], at: datetime) -> dict[str, Any]:
    """Return my open work with what I want of it, and work that I wanted to learn from."""
    states = (EpisodeState.OPEN, EpisodeState.BLOCKED)
    mine = [
        each
        for each in work.episodes(people=(me.id,), states=states, limit=MOST_WORK)
        if each.owner == me.id
    ]
    chosen_ = support_queries.stances(me.id, since=at - LATELY)
    wished = {find.thing for wish in wishes for find in wish.shown(at)}
    hours, dated = _hours(me, at) if mine else (0.0, False)
    return {
        "work": [
            AtHand(
                episode=each,
                stance=chosen_.get(each.uuid),
                suggested=suggested(
                    Load(
                        open_work=len(mine),
                        hours=hours,
                        dated=dated,
                        wished=each.uuid in wished,
                    )
                ),
            )
            for each in mine
        ],
        "learned_from": _learned_from(me.id, chosen_, at),
    }


def _hours(me: Person, at: datetime) -> tuple[float, bool]:
    """Return the working hours until what I committed to is due, a week at most."""
    today = me.working_time.local_date(at)
    due = [each.due for each in activities.commitments(owner=me.id, open_only=True, limit=5)]
    days = min(((day - today).days + 1 for day in due if day >= today), default=AHEAD.days)
    until = at + min(AHEAD, timedelta(days=days))
    return working_hours(me.working_time, at, until), days < AHEAD.days


def _learned_from(me: UUID, stances: dict[UUID, Stance], at: datetime) -> list[Episode]:
    """Return finished work from which I wanted to learn and of which I wrote nothing yet."""
    wanted = [id for id, stance in stances.items() if stance is Stance.DEVELOPMENT]
    over = [
        each
        for each in (work.episodes_by_id(wanted).values() if wanted else ())
        if each.state is EpisodeState.FINISHED and each.last_at >= at - ASKED_FOR
    ]
    written = queries.written_about(me, [each.uuid for each in over])
    return [each for each in over if each.uuid not in written]
