"""What I wrote for myself: write it anew, share it, delete it. Nobody else reaches these pages."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from journeywork.activities import actions, queries
from journeywork.engine.activities import Activity
from journeywork.engine.people import Person
from journeywork.engine.reflections import Reflection
from journeywork.engine.sharing import Audience
from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.people import queries as people
from journeywork.web.activities.readers import Choice, choices, person_choice
from journeywork.web.forms import PageForm, attempt
from journeywork.web.once import arrived
from journeywork.web.page import PageRequest, show

SOMEBODY = "somebody"


class TextForm(PageForm):
    """A reflection, written anew."""

    text = forms.CharField(
        label=gettext_lazy("What I wrote"), max_length=20_000, widget=forms.Textarea
    )


class ShareForm(PageForm):
    """With whom a reflection is shared."""

    audience = forms.CharField(max_length=60)
    email = forms.CharField(
        label=gettext_lazy("Their e-mail address"), max_length=254, required=False
    )


@require_http_methods(["GET", "POST"])
@needs("reflection.write")
def edit(request: PageRequest, reflection_id: UUID) -> HttpResponse:
    """Write a reflection of mine anew."""
    mine, activity = _mine(request.person.id, reflection_id)
    form = TextForm(request.POST or None, initial={"text": mine.text})
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        if attempt(form, lambda: _write(mine, text)):
            arrived(request, _("Kept."))
            return redirect("activity", activity.id)
    values = {"form": form, "reflection": mine, "activity": activity}
    return show(request, "activities/reflection.html", values, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs("reflection.write")
def share(request: PageRequest, reflection_id: UUID) -> HttpResponse:
    """Choose who else may read a reflection of mine, or that nobody may any more."""
    mine, activity = _mine(request.person.id, reflection_id)
    offered = choices(activity, request.person)
    form = ShareForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = chosen_by(form, offered)
        shared = chosen and attempt(form, lambda: _share(mine, chosen.audience))
        if shared and chosen:
            messages.success(request, shared_says(chosen))
            return redirect("activity", activity.id)
    values = {
        "form": form,
        "reflection": mine,
        "activity": activity,
        "choices": offered,
        "now": _now(mine, offered),
        "somebody": SOMEBODY,
    }
    return show(request, "activities/share.html", values, status=422 if form.errors else 200)


@require_POST
@needs("reflection.write")
def delete(request: PageRequest, reflection_id: UUID) -> HttpResponse:
    """Delete a reflection of mine for good."""
    mine, activity = _mine(request.person.id, reflection_id)
    actions.delete_reflection(reflection_id=mine.id, by=request.person.id, at=clock.now())
    messages.success(request, _("Deleted. Nothing of it is left."))
    return redirect(reverse("activity", args=(activity.id,)))


def _mine(me: UUID, reflection_id: UUID) -> tuple[Reflection, Activity]:
    mine = queries.own_reflection(reflection_id, author=me)
    return mine, queries.activity(mine.activity, reader=me)


def chosen_by(form: ShareForm, offered: list[Choice]) -> Choice | None:
    """Return the choice that was made; None, with a fault at its field, where it does not fit."""
    key, email = form.cleaned_data["audience"], form.cleaned_data["email"]
    if key != SOMEBODY:
        found = next((each for each in offered if each.key == key), None)
        if found is None:
            form.add_error("audience", _("Choose who may read it."))
        return found
    person = _somebody(email)
    if person is None:
        form.add_error("email", _("Nobody here has this address."))
        return None
    return person_choice(person)


def _somebody(email: str) -> Person | None:
    person = people.person_by_email(email)
    return person if person and person.active and not person.known_only else None


def _now(mine: Reflection, offered: list[Choice]) -> str:
    """Return the key of how it is shared now; somebody who takes no part is named by address."""
    same = next((each.key for each in offered if each.audience == mine.audience), None)
    return same or SOMEBODY


def shared_says(chosen: Choice) -> str:
    """Say with whom something is shared now."""
    if chosen.audience == Audience():
        return _("Nobody else can read it any more.")
    return _("Shared: %(name)s. You see under Privacy who has read it.") % {"name": chosen.name}


def _write(mine: Reflection, text: str) -> Reflection:
    return actions.write_reflection(
        activity_id=mine.activity,
        stage=mine.stage,
        question=mine.question,
        text=text,
        by=mine.author,
        at=clock.now(),
        reflection_id=mine.id,
    )


def _share(mine: Reflection, audience: Audience) -> Reflection:
    return actions.share_reflection(
        reflection_id=mine.id, audience=audience, by=mine.author, at=clock.now()
    )
