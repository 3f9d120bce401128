"""The rules that see moments: switch them, change their numbers, see first what it would do."""

from dataclasses import replace
from datetime import timedelta
from string import Formatter
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from journeywork.engine.measures import MEASURES
from journeywork.engine.rule_reading import written
from journeywork.engine.rules import Condition, Rule
from journeywork.evidence import figures
from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.kernel.reasons import said
from journeywork.moments import actions, queries
from journeywork.web import words
from journeywork.web.administration import came_of
from journeywork.web.forms import PageForm, attempt
from journeywork.web.forms import words as split
from journeywork.web.page import PageRequest, show, show_part

LOOKS_BACK = timedelta(days=90)


class RuleForm(PageForm):
    """What of a rule can be changed: its words and the values of its conditions."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    says = forms.CharField(
        label=gettext_lazy("What it tells the person"),
        max_length=200,
        help_text=gettext_lazy("Words in braces are filled in, such as {place}."),
    )
    rank = forms.IntegerField(
        label=gettext_lazy("Rank"),
        min_value=1,
        max_value=1000,
        help_text=gettext_lazy("When several rules see the same event, the lowest rank speaks."),
    )
    fades = forms.BooleanField(
        label=gettext_lazy("Falls silent for people who do well without it"), required=False
    )

    def __init__(self, *given: Any, rule: Rule, **named: Any) -> None:
        super().__init__(*given, initial=_initial(rule), **named)
        self.rule = rule
        self.fields["rank"].widget.attrs["class"] = "w-s"
        for number, condition in enumerate(rule.when):
            name = f"value_{number}"
            self.fields[name] = forms.CharField(
                label=_condition_says(condition), max_length=4000, required=condition.value != ""
            )
            self.initial[name] = _shown(condition)
            if isinstance(condition.value, int | float):
                self.fields[name].widget.attrs["class"] = "w-s"

    def conditions(self) -> list[Any]:
        """Return the fields of the conditions, to be shown one below the other."""
        return [self[f"value_{number}"] for number in range(len(self.rule.when))]

    def as_written(self) -> dict[str, Any]:
        """Return the rule as it would be written with these values."""
        values = self.cleaned_data
        return written(self.rule) | {
            "title": values["title"],
            "says": values["says"],
            "rank": values["rank"],
            "fades": values["fades"],
            "when": [
                one | {"value": _read(self.rule.when[number], values[f"value_{number}"])}
                for number, one in enumerate(written(self.rule)["when"])
            ],
        }


@require_GET
@needs("rule.write")
def rules(request: PageRequest) -> HttpResponse:
    """Show the rules in force, by rank."""
    values = {
        "rules": queries.rules(),
        "changed": queries.changed_rules(),
        "came_of": came_of.by_rule(at=clock.now()),
        "said": said,
        "without_names": without_names,
    }
    return show(request, "administration/rules.html", values)


@require_http_methods(["GET", "POST"])
@needs("rule.write")
def rule(request: PageRequest, key: str) -> HttpResponse:
    """Show a rule, try it on the past, and put it in force."""
    shown = queries.rule(key)
    form = RuleForm(request.POST or None, rule=shown)
    act, preview = request.POST.get("act", ""), ""
    if request.method == "POST" and form.is_valid():
        if act == "preview":
            preview = attempt(form, lambda: _tried(form)) or ""
            if request.htmx and preview:
                return show_part(request, "administration/tried.html", {"preview": preview})
        elif attempt(form, lambda: _save(request, form)):
            messages.success(request, _("In force from the next event on."))
            return redirect("rule", key)
    values = {
        "form": form,
        "rule": shown,
        "preview": preview,
        "changed": key in queries.changed_rules(),
        "said": said,
    }
    return show(request, "administration/rule.html", values, status=422 if form.errors else 200)


@require_POST
@needs("rule.write")
def switch(request: PageRequest, key: str) -> HttpResponse:
    """Switch a rule on or off."""
    shown = queries.rule(key)
    turned = replace(shown, enabled=not shown.enabled)
    actions.edit_rule(written=written(turned), by=request.person.id, at=clock.now())
    return redirect("rules")


@require_POST
@needs("rule.write")
def reset(request: PageRequest, key: str) -> HttpResponse:
    """Take back what was changed about a rule."""
    actions.reset_rule(key=key, by=request.person.id, at=clock.now())
    messages.success(request, _("The rule is as it came."))
    return redirect("rules")


def without_names(template: str) -> str:
    """Return what a rule says with an ellipsis where a value will stand."""
    pieces = Formatter().parse(template)
    return "".join(text if name is None else f"{text}\u2026" for text, name, _spec, _way in pieces)


def _save(request: PageRequest, form: RuleForm) -> Rule:
    return actions.edit_rule(written=form.as_written(), by=request.person.id, at=clock.now())


def _tried(form: RuleForm) -> str:
    written = form.as_written()
    if not queries.can_be_tried(written):
        return _(
            "It cannot be tried on the past: for how long work stood still, and which cards "
            "were new then, is not on record."
        )
    until = clock.now()
    found = queries.preview(written, since=until - LOOKS_BACK, until=until)
    return f"{_found(found, until - found.since)} {'' if found.whole else _partly()}".strip()


def _partly() -> str:
    return _(
        "Only the newest events were gone through, %(num)s at most: what people did before them "
        "counted as not done."
    ) % {"num": figures.number(queries.MOST_EVENTS)}


def _found(found: queries.Preview, looked_back: timedelta) -> str:
    if found.moments is None or found.people is None:
        return _(
            "It would have spoken, but to so few people that a number would be about somebody."
        )
    times = ngettext("%(num)d time", "%(num)d times", found.moments) % {"num": found.moments}
    people = ngettext("%(num)d person", "%(num)d people", found.people) % {"num": found.people}
    if looked_back >= LOOKS_BACK:
        return _("In the last 90 days it would have spoken %(times)s, to %(people)s.") % {
            "times": times,
            "people": people,
        }
    days = max(1, round(looked_back / timedelta(days=1)))
    return ngettext(
        "In the last %(num)d day it would have spoken %(times)s, to %(people)s.",
        "In the last %(num)d days it would have spoken %(times)s, to %(people)s.",
        days,
    ) % {"num": days, "times": times, "people": people}


def _initial(rule: Rule) -> dict[str, Any]:
    return {"title": rule.title, "says": rule.says, "rank": rule.rank, "fades": rule.fades}


def _condition_says(condition: Condition) -> str:
    measure = said(MEASURES[condition.measure].says)
    return f"{measure[:1].upper()}{measure[1:]} {words.TESTS[condition.test]}"


def _shown(condition: Condition) -> str:
    value = condition.value
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _read(condition: Condition, text: str) -> Any:
    if isinstance(condition.value, tuple):
        return list(split(text))
    if isinstance(condition.value, str):
        return text.strip()
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        return text
    return int(number) if number.is_integer() else number
