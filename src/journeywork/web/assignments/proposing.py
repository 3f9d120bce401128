"""A piece of work is proposed to a colleague, who finds it on their pages and may say no."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from journeywork.assignments import actions
from journeywork.engine.people import Person
from journeywork.engine.work import Episode
from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.web import work
from journeywork.web.assignments.choosing import near
from journeywork.web.forms import PageForm, attempt
from journeywork.web.once import arrived, once
from journeywork.web.page import PageRequest, show
from journeywork.web.parsing import identifier


class ProposeForm(PageForm):
    """To whom, and why."""

    person = forms.ChoiceField(label=gettext_lazy("To whom?"))
    skill = forms.CharField(
        label=gettext_lazy("What could they learn by it?"), max_length=120, required=False
    )
    says = forms.CharField(
        label=gettext_lazy("Why them?"),
        help_text=gettext_lazy("They read this, with your name. Nobody else does."),
        max_length=500,
        widget=forms.Textarea,
    )

    def __init__(self, who: list[Person], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["person"].choices = [  # type: ignore[attr-defined]
            (str(one.id), one.name) for one in sorted(who, key=lambda one: one.name)
        ]


@require_http_methods(["GET", "POST"])
@needs("assignment.write")
def propose(request: PageRequest) -> HttpResponse:
    """Propose a piece of work to somebody of my teams."""
    given = request.POST if request.method == "POST" else request.GET
    id = identifier(given.get("episode"))
    if id is None:
        messages.info(request, _("Choose a piece of work first."))
        return redirect("work")
    episode, _took_part = work.visible(id, request.person)
    form = ProposeForm(near(request.person), request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        kept = once(request, lambda: _proposed(request, form, episode))
        if kept:
            return kept
    values = {"form": form, "episode": episode}
    return show(request, "assignments/propose.html", values, status=422 if form.errors else 200)


def _proposed(request: PageRequest, form: ProposeForm, episode: Episode) -> str | None:
    said = form.cleaned_data

    def propose_it() -> bool:
        actions.propose_to(
            person_id=UUID(said["person"]),
            episode_id=episode.uuid,
            skill=said["skill"],
            says=said["says"],
            by=request.person.id,
            at=clock.now(),
        )
        return True

    if not attempt(form, propose_it):
        return None
    arrived(request, _("Proposed. It stands on their page; nothing is sent, and a no is fine."))
    return reverse("episode", args=(episode.uuid,))
