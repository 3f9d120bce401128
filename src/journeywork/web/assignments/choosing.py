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

    def __init__(self, who: list[Person], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        offer(self, "lender", who, _("Nobody: it is my own time"))


class AskForm(LenderForm):
    """The same to ask another lender: then it is somebody's time, and not one's own."""

    def __init__(self, who: list[Person], *given: Any, **named: Any) -> None:
        super().__init__(who, *given, **named)
        offer(self, "lender", who, _("Choose somebody"))
        self.fields["lender"].required = self.fields["hours"].required = True


def offer(form: PageForm, field: str, who: Iterable[Person], nobody: str) -> None:
    """Let a field choose one of some people, or nobody."""
    listed = [(str(one.id), one.name) for one in sorted(who, key=lambda one: one.name)]
    form.fields[field].choices = [("", nobody), *listed]  # type: ignore[attr-defined]


def near(me: Person) -> list[Person]:
    """Return who can be chosen: whom I report to, and my team; not myself."""
    return choosable(me, people.persons(closest(me, (), people.mates(me))).values())


def closest(me: Person, able: Iterable[UUID], team: Iterable[UUID]) -> frozenset[UUID]:
    """Return whom I report to, who is able, and so many of a team."""
    first = [me.reports_to] if me.reports_to else []
    return frozenset((*first, *able, *sorted(team)[:MOST_SHOWN]))


def choosable(me: Person, who: Iterable[Person]) -> list[Person]:
    """Return those of some people who are here and can sign in, without myself."""
    return [one for one in who if one.active and not one.known_only and one.id != me.id]


def picked(text: str) -> UUID | None:
    """Return who was chosen, None for nobody."""
    return UUID(text) if text else None


def lines(text: str) -> Sequence[tuple[str, None]]:
    """Return checkpoints, one a line, without days."""
    return [(line.strip(), None) for line in text.splitlines() if line.strip()]
