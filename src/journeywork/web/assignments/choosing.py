"""Who can be chosen to stand by, or to lend the time; cards that may help; checkpoints as lines.

Lists name who is near. Whoever is further away is looked up by name or address, by the same form
and without a script: it comes back as it was filled in, with them in its lists.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from journeywork.engine.assignments import MOST_HOURS
from journeywork.engine.people import Person
from journeywork.people import queries as people
from journeywork.web.forms import DayField, PageForm
from journeywork.web.parsing import identifier

MOST_SHOWN = 60
#: So many who are called alike are shown, and so many are looked through for them.
MOST_FOUND, MOST_LOOKED_AT = 8, 60
#: Where a form names somebody, and where it names whom to look up.
PLACES, SOMEBODY, LOOK = ("mentor", "buddy", "lender"), "somebody", "look"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Who was looked up, and found: `more` where others are called so, too."""

    text: str
    found: tuple[Person, ...]
    more: bool = False

    @property
    def says(self) -> str:
        """Say what came of it."""
        if not self.text:
            return _("Write a name or an e-mail address first.")
        if not self.found:
            return _("Nobody who can be chosen here is called “%(text)s”.") % {"text": self.text}
        if len(self.found) == 1:
            return _("%(name)s can be chosen now.") % {"name": self.found[0].name}
        if self.more:
            return _("Many are called so. %(num)d can be chosen; write more to find others.") % {
                "num": len(self.found)
            }
        says = ngettext(
            "%(num)d person is called so and can be chosen now.",
            "%(num)d people are called so and can be chosen now.",
            len(self.found),
        )
        return says % {"num": len(self.found)}


class LenderForm(PageForm):
    """Whom to ask for the time, and for how much."""

    lender = forms.ChoiceField(
        label=gettext_lazy("Who lends the time?"),
        help_text=gettext_lazy(
            "Whoever your time is missing to. They say yes, on their terms, or no."
        ),
        required=False,
    )
    somebody = forms.CharField(
        label=gettext_lazy("Somebody who is not in the list"),
        help_text=gettext_lazy("Their name or e-mail address."),
        max_length=254,
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
    #: What came of looking somebody up; None where nobody was.
    sought: Sought | None = None

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
    """Let a field choose one of some people, or nobody; those called alike stand with their key."""
    every = sorted(who, key=lambda one: (one.name, one.key))
    alike = Counter(one.name for one in every)
    listed = [
        (str(one.id), f"{one.name} ({one.key})" if alike[one.name] > 1 else one.name)
        for one in every
    ]
    form.fields[field].choices = [("", nobody), *listed]  # type: ignore[attr-defined]


def near(me: Person, further: Iterable[UUID] = ()) -> list[Person]:
    """Return who can be chosen: whom I report to, my team, and those `further` away; not myself."""
    return choosable(me, people.persons(closest(me, further, people.mates(me))).values())


def named(given: Mapping[str, str] | None) -> frozenset[UUID]:
    """Return whom a form that was sent names: they may stand in no list of those near."""
    ids = (identifier(given.get(place)) for place in PLACES) if given else ()
    return frozenset(id for id in ids if id is not None)


def sought(given: Mapping[str, str] | None, me: Person) -> Sought | None:
    """Look up whom a form that was sent asks for, by name or whole address; None for nobody."""
    text = (given.get(SOMEBODY, "") if given else "").strip()[:254]
    if given is None or not (text or LOOK in given):
        return None
    if "@" in text:
        one = people.person_by_email(text)
        return Sought(text=text, found=tuple(choosable(me, [one] if one else [])))
    wanted = text.casefold()
    every = people.page(text=text, limit=MOST_LOOKED_AT) if text else ()
    found = [one for one in choosable(me, every) if wanted in one.name.casefold()]
    return Sought(text=text, found=tuple(found[:MOST_FOUND]), more=len(found) > MOST_FOUND)


def as_sent(given: QueryDict, found: Sought, first: str) -> dict[str, Any]:
    """Return what a form was filled in with, to show it again with whoever was found.

    Where it is one, and nobody is chosen for `first` yet, they are.
    """
    values: dict[str, Any] = {name: given.get(name) for name in given}
    values |= {"cards": given.getlist("cards"), SOMEBODY: "" if found.found else found.text}
    if len(found.found) == 1 and not values.get(first):
        values[first] = str(found.found[0].id)
    return values


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
