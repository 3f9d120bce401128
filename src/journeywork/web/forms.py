"""What forms share: the labels' look, and how a room's refusal lands beside its field."""

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import available_timezones

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from journeywork.engine.gate import GateFault, check_text
from journeywork.kernel.errors import Invalid
from journeywork.kernel.reasons import said

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Result = TypeVar("Result")
Choices = list[tuple[str, str | Promise]]

_REGIONS = {
    *("Africa", "America", "Antarctica", "Arctic", "Asia"),
    *("Atlantic", "Australia", "Europe", "Indian", "Pacific"),
}
#: ISO week day (Monday is 1) and its name
WEEK: Choices = [(str(number + 1), name) for number, name in WEEKDAYS.items()]


class PageForm(forms.Form):
    """A form of a page: no colon after labels, text that the database can hold."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **(named | {"label_suffix": ""}))
        for field in self.fields.values():
            field.error_messages["required"] = _("This is still empty.")
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs.setdefault("rows", 3)

    def clean(self) -> dict[str, Any]:
        """Refuse what PostgreSQL or a reader cannot take; every other rule is the room's."""
        for name, value in self.cleaned_data.items():
            if isinstance(value, str):
                self._check(name, value)
        return self.cleaned_data

    def _check(self, name: str, value: str) -> None:
        lines = isinstance(self.fields[name].widget, forms.Textarea)
        try:
            check_text(value, lines=lines)
        except GateFault as fault:
            self.add_error(name, said(fault.says))


def attempt(form: forms.Form, act: Callable[[], Result]) -> Result | None:
    """Run `act`; a room's refusal becomes faults of `form`, and the answer is None."""
    try:
        return act()
    except Invalid as refusal:
        for field, says in refusal.faults.items():
            form.add_error(field if field in form.fields else None, said(says))
        return None


def words(text: str) -> tuple[str, ...]:
    """Return what stands between commas or line breaks, each once, in order."""
    parts = (part.strip() for line in text.splitlines() for part in line.split(","))
    return tuple(dict.fromkeys(part for part in parts if part))


@lru_cache(maxsize=1)
def zones() -> tuple[str, ...]:
    """Return the time zones people live in, by region and city, and UTC."""
    here = (zone for zone in available_timezones() if zone.split("/")[0] in _REGIONS)
    return ("UTC", *sorted(here))


@lru_cache(maxsize=1)
def _zone_choices() -> list[tuple[str, object]]:
    """Return the zones by region, each called by its city: typing "Ber" finds Berlin."""
    regions: dict[str, list[tuple[str, str]]] = {}
    for zone in zones():
        region, _cut, city = zone.partition("/")
        if city:
            regions.setdefault(region, []).append((zone, city.replace("_", " ")))
    return [("UTC", "UTC"), *regions.items()]


class ZoneField(forms.ChoiceField):
    """A time zone by its city."""

    def __init__(self) -> None:
        super().__init__(label=_("Time zone"), choices=_zone_choices())
        self.widget.attrs["class"] = "w-m"


class DaysField(forms.TypedMultipleChoiceField):
    """Working days: ISO week days as whole numbers."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Working days"), choices=WEEK, coerce=int, widget=forms.CheckboxSelectMultiple
        )


class HourField(forms.TimeField):
    """A time of day."""

    def __init__(self, label: "str | _StrPromise") -> None:
        widget = forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "w-s"})
        super().__init__(label=label, widget=widget)


class DayField(forms.DateField):
    """A day; browsers show their own calendar for it."""

    def __init__(self, label: "str | _StrPromise", *, required: bool = True) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "w-m"})
        super().__init__(label=label, widget=widget, required=required, input_formats=["%Y-%m-%d"])
