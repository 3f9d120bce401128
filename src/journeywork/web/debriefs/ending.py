"""How a debrief ends: with lessons that come back, and at most three commitments."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from journeywork.activities import queries as activities
from journeywork.debriefs import actions, queries
from journeywork.engine.commitments import MOST
from journeywork.engine.debriefs import Debrief, DebriefState
from journeywork.engine.people import Person
from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.kernel.errors import NotFound
from journeywork.knowledge import queries as knowledge
from journeywork.people import queries as people
from journeywork.web.forms import DayField, PageForm, attempt
from journeywork.web.once import arrived, once
from journeywork.web.page import PageRequest, show

TWO_WEEKS = timedelta(days=14)


class LessonForm(PageForm):
    """One thing that was learned."""

    title = forms.CharField(
        label=gettext_lazy("The lesson in one line"),
        help_text=gettext_lazy("As you would tell it to whoever does such work next."),
        max_length=200,
    )
    text = forms.CharField(
        label=gettext_lazy("What to do, and why"), max_length=4000, widget=forms.Textarea
    )
    owner = forms.ChoiceField(label=gettext_lazy("Who looks after it"))
    revises = forms.ChoiceField(
        label=gettext_lazy("Did a card fail here?"),
        help_text=gettext_lazy("Then its owner is asked to change it, in these words."),
        required=False,
    )

    def __init__(self, names: dict[UUID, str], cards: list[Any], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["owner"].choices = _choices(names)  # type: ignore[attr-defined]
        failed = [(str(card.id), card.title) for card in cards]
        self.fields["revises"].choices = [("", _("No: keep it as a lesson")), *failed]  # type: ignore[attr-defined]


class CommitmentForm(PageForm):
    """Who does what by when."""

    text = forms.CharField(label=gettext_lazy("What"), max_length=500)
    owner = forms.ChoiceField(label=gettext_lazy("Who"))
    due = DayField(gettext_lazy("By when"))

    def __init__(self, names: dict[UUID, str], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["owner"].choices = _choices(names)  # type: ignore[attr-defined]


def ending(found: Debrief, me: Person) -> dict[str, Any]:
    """Return what a debrief has ended with so far."""
    agreed = activities.commitments(activity=found.id)
    drawn = queries.lessons(found.id)
    owners = {one.owner for one in drawn} | {one.owner for one in agreed}
    return {
        "lessons": drawn,
        "agreed": agreed,
        "owners": owners,
        "room_left": len(agreed) < MOST and found.state is DebriefState.REVEALED,
        "me": me.id,
        "today": clock.now().astimezone(me.working_time.zone).date(),
    }


@require_http_methods(["GET", "POST"])
@needs("debrief.write")
def lesson(request: PageRequest, debrief_id: UUID) -> HttpResponse:
    """Draw a lesson from a debrief that is revealed."""
    found = _revealed(debrief_id, request.person)
    names = people.names(found.people)
    cards = list(knowledge.similar(found.title))
    posted = request.POST if request.method == "POST" else None
    form = LessonForm(names, cards, posted, initial={"owner": str(request.person.id)})
    if posted is not None and form.is_valid():
        kept = once(request, lambda: _lesson(request, found, form))
        if kept:
            return kept
    values = {"debrief": found, "form": form}
    return show(request, "debriefs/draw.html", values, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs("debrief.write")
def commitment(request: PageRequest, debrief_id: UUID) -> HttpResponse:
    """Agree on who does what by when."""
    found = _revealed(debrief_id, request.person)
    due = clock.now().astimezone(request.person.working_time.zone).date() + TWO_WEEKS
    posted = request.POST if request.method == "POST" else None
    initial = {"owner": str(request.person.id), "due": due}
    form = CommitmentForm(people.names(found.people), posted, initial=initial)
    if posted is not None and form.is_valid():
        kept = once(request, lambda: _commitment(request, found, form))
        if kept:
            return kept
    values = {"debrief": found, "form": form, "left": MOST - len(_agreed(found))}
    return show(request, "debriefs/commit.html", values, status=422 if form.errors else 200)


def _lesson(request: PageRequest, found: Debrief, form: LessonForm) -> str | None:
    given = form.cleaned_data
    made = attempt(
        form,
        lambda: actions.draw_lesson(
            debrief_id=found.id,
            title=given["title"],
            text=given["text"],
            owner=UUID(given["owner"]),
            revises=UUID(given["revises"]) if given["revises"] else None,
            by=request.person.id,
            at=clock.now(),
        ),
    )
    if made is None:
        return None
    says = (
        _("Its owner is asked to change that card.")
        if made.revises
        else _("Kept. It becomes a draft of whoever looks after it.")
    )
    arrived(request, says)
    return reverse("debrief", args=(found.id,))


def _commitment(request: PageRequest, found: Debrief, form: CommitmentForm) -> str | None:
    given = form.cleaned_data
    made = attempt(
        form,
        lambda: actions.commit_to(
            debrief_id=found.id,
            text=given["text"],
            owner=UUID(given["owner"]),
            due=given["due"],
            by=request.person.id,
            at=clock.now(),
        ),
    )
    if made is None:
        return None
    arrived(request, _("Agreed. It comes first in your next debrief."))
    return reverse("debrief", args=(found.id,))


def _revealed(debrief_id: UUID, me: Person) -> Debrief:
    found = queries.debrief(debrief_id, reader=me.id)
    if found.state is not DebriefState.REVEALED:
        raise NotFound("debrief")
    return found


def _agreed(found: Debrief) -> tuple[Any, ...]:
    return activities.commitments(activity=found.id)


def _choices(names: dict[UUID, str]) -> list[tuple[str, str]]:
    return sorted(((str(id), name) for id, name in names.items()), key=lambda pair: pair[1])
