"""Who can be chosen to stand by, or to lend the time; cards that may help; checkpoints as lines."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from journeywork.engine.assignments import MOST_HOURS
from journeywork.engine.people import Person
from journeywork.people import queries as people
from journeywork.web.forms import DayField, PageForm

MOST_SHOWN = 60


class LenderForm(PageForm):
    """Whom to ask for the time, and for how much."""

    lender = forms.ChoiceField(
        label=gettext_lazy("Who lends the time?"),
        help_text=gettext_lazy(
            "Whoever your time is missing to. They say yes, on their terms, or no."
        ),
        required=False,
    )
    hours = forms.IntegerField(
        label=gettext_lazy("Hours a week"),
        min_value=0,
        max_value=MOST_HOURS,
        required=False,
        widget=forms.NumberInput(attrs={"class": "w-s"}),
    )
    until = DayField(gettext_lazy("Until when"), required=False)

    def __init__(self, me: Person, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.me = me
        offer(self, "lender", lenders(me), _("Nobody: it is my own time"))


def offer(form: PageForm, field: str, who: Iterable[Person], nobody: str) -> None:
    """Let a field choose one of some people, or nobody."""
    listed = [(str(one.id), one.name) for one in sorted(who, key=lambda one: one.name)]
    form.fields[field].choices = [("", nobody), *listed]  # type: ignore[attr-defined]


def mates(me: Person, besides: Iterable[UUID] = ()) -> list[Person]:
    """Return who can stand by: my team mates, and who has done such work; not myself."""
    near = sorted(people.mates(me))[:MOST_SHOWN]
    return _able(me, [*besides, *near])


def lenders(me: Person) -> list[Person]:
    """Return who can lend my time: whom I report to, who leads my teams, my mates."""
    first = [me.reports_to] if me.reports_to else []
    return _able(me, [*first, *sorted(people.mates(me))[:MOST_SHOWN]])


def picked(text: str) -> UUID | None:
    """Return who was chosen, None for nobody."""
    return UUID(text) if text else None


def lines(text: str) -> Sequence[tuple[str, None]]:
    """Return checkpoints, one a line, without days."""
    return [(line.strip(), None) for line in text.splitlines() if line.strip()]


def _able(me: Person, ids: Iterable[UUID]) -> list[Person]:
    found = people.persons(set(ids)).values()
    return [one for one in found if not one.known_only and one.id != me.id]
