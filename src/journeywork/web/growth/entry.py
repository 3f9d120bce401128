"""One entry of my list: written anew, ended, moved, shared; and what was found for it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from journeywork.engine.opportunities import FindState
from journeywork.engine.sharing import Audience
from journeywork.engine.to_learn import Entry, EntryState
from journeywork.growth import actions, queries
from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.kernel.errors import Invalid
from journeywork.people import queries as people
from journeywork.web.activities.readers import Choice, own_choices, person_choice
from journeywork.web.activities.reflections import (
    SOMEBODY,
    ShareForm,
    chosen_by,
    shared_says,
)
from journeywork.web.forms import attempt
from journeywork.web.growth import ways
from journeywork.web.growth.mine import WishForm
from journeywork.web.page import PageRequest, show

HOW_MOST = 2000


class HowForm(forms.Form):
    """How I learned it; empty is an answer too."""

    how = forms.CharField(max_length=HOW_MOST, required=False)


@require_http_methods(["GET", "POST"])
@needs("growth.write")
def entry(request: PageRequest, entry_id: UUID) -> HttpResponse:
    """Write an entry of mine anew."""
    now = queries.wish(entry_id, author=request.person.id).entry
    form = WishForm(request.POST or None, initial=_initial(now))
    if request.method == "POST" and form.is_valid():
        values: dict[str, Any] = form.cleaned_data
        me, at = request.person.id, clock.now()
        if attempt(form, lambda: actions.change(entry_id=now.id, **values, by=me, at=at)):
            messages.success(request, _("Kept."))
            return redirect("growth")
    values = {"form": form, "entry": now}
    return show(request, "growth/entry.html", values, status=422 if form.errors else 200)


@require_POST
@needs("growth.write")
def act(request: PageRequest, entry_id: UUID) -> HttpResponse:
    """End an entry, take it up again, move it, say how I learned it: one press each."""
    queries.wish(entry_id, author=request.person.id)
    carried_out = ACTS.get(request.POST.get("act", ""))
    if carried_out is None:
        raise Invalid({"act": "must be one of " + ", ".join(ACTS)})
    says = carried_out(request, entry_id)
    if says:
        messages.success(request, says)
    return redirect("growth")


@require_http_methods(["GET", "POST"])
@needs("growth.write")
def share(request: PageRequest, entry_id: UUID) -> HttpResponse:
    """Choose who else may read an entry of mine, or that nobody may any more."""
    me, mine = request.person, queries.wish(entry_id, author=request.person.id).entry
    offered = [*own_choices(me), *_named(mine)]
    form = ShareForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = chosen_by(form, offered)
        if chosen and attempt(form, lambda: _share(mine, chosen.audience)):
            messages.success(request, shared_says(chosen))
            return redirect("growth")
    values = {
        "form": form,
        "entry": mine,
        "choices": offered,
        "now": _now(mine, offered),
        "somebody": SOMEBODY,
    }
    return show(request, "growth/share.html", values, status=422 if form.errors else 200)


@require_POST
@needs("growth.write")
def delete(request: PageRequest, entry_id: UUID) -> HttpResponse:
    """Delete an entry of mine for good, with what was found for it."""
    actions.delete(entry_id=entry_id, by=request.person.id, at=clock.now())
    messages.success(request, _("Deleted. Nothing of it is left."))
    return redirect("growth")


@require_http_methods(["GET", "POST"])
@needs("growth.write")
def find(request: PageRequest, find_id: UUID) -> HttpResponse:
    """Take up what was found for an entry of mine, or say that it is not this."""
    me = request.person.id
    if request.method == "POST":
        actions.answer(find_id=find_id, state=FindState.NOT_THIS, by=me)
        messages.success(request, _("Not this, then. Its kind comes less for that entry."))
        return redirect("growth")
    taken = actions.answer(find_id=find_id, state=FindState.TAKEN, by=me)
    return redirect(ways.address(taken))


@require_GET
@needs("growth.read")
def shared(request: PageRequest) -> HttpResponse:
    """Show what colleagues want to learn, as far as they share it with me; they see that I read."""
    found = queries.shared_with(request.person, at=clock.now())
    who = people.persons({each.author for each in found}) if found else {}
    lists: dict[UUID, list[Entry]] = {}
    for each in found:
        lists.setdefault(each.author, []).append(each)
    values = {"lists": [(who[id], some) for id, some in lists.items() if id in who]}
    return show(request, "growth/shared.html", values)


def _initial(now: Entry) -> dict[str, Any]:
    return {
        "line": now.line,
        "skill": now.skill,
        "why": now.why,
        "by_when": now.by_when,
        "stretch": now.stretch,
    }


def _done(request: PageRequest, id: UUID) -> str:
    _close(request, id, EntryState.DONE)
    return ""


def _drop(request: PageRequest, id: UUID) -> str:
    _close(request, id, EntryState.DROPPED)
    return _("Let go. That is as good an end as any.")


def _close(request: PageRequest, id: UUID, state: EntryState) -> None:
    actions.close(entry_id=id, state=state, by=request.person.id, at=clock.now())


def _again(request: PageRequest, id: UUID) -> str:
    actions.open_again(entry_id=id, by=request.person.id, at=clock.now())
    return _("It is open again.")


def _up(request: PageRequest, id: UUID) -> str:
    actions.move(entry_id=id, places=-1, by=request.person.id)
    return ""


def _down(request: PageRequest, id: UUID) -> str:
    actions.move(entry_id=id, places=1, by=request.person.id)
    return ""


def _how(request: PageRequest, id: UUID) -> str:
    form = HowForm(request.POST)
    how = form.cleaned_data["how"] if form.is_valid() else request.POST.get("how", "")
    actions.say_how(entry_id=id, how=how, by=request.person.id)
    return _("Kept.") if how.strip() else ""


ACTS: dict[str, Callable[[PageRequest, UUID], str]] = {
    "done": _done,
    "drop": _drop,
    "again": _again,
    "up": _up,
    "down": _down,
    "how": _how,
}


def _share(mine: Entry, audience: Audience) -> Entry:
    return actions.share(entry_id=mine.id, audience=audience, by=mine.author, at=clock.now())


def _named(mine: Entry) -> list[Choice]:
    """Return the one person with whom it is shared now, so that nothing is lost by saving."""
    found = people.persons([mine.audience.person]) if mine.audience.person else {}
    return [person_choice(one) for one in found.values()]


def _now(mine: Entry, offered: list[Choice]) -> str:
    return next((each.key for each in offered if each.audience == mine.audience), SOMEBODY)
