"""The budget of attention: how often anybody may be interrupted at most."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from journeywork.engine.attention import (
    MOST_CHANCE,
    MOST_PER_DAY,
    MOST_PER_WEEK,
    MOST_WITHHELD,
    Policy,
)
from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.support import actions, queries
from journeywork.web.forms import PageForm, attempt
from journeywork.web.page import PageRequest, show

PERCENT = 100
#: Shares, which the page shows in percent.
SHARES = ("withheld", "card_chance", "episode_chance", "person_chance")


class BudgetForm(PageForm):
    """The organisation's promise about attention."""

    per_day = forms.IntegerField(
        label=gettext_lazy("Offers a day, at most"), min_value=0, max_value=MOST_PER_DAY
    )
    per_week = forms.IntegerField(
        label=gettext_lazy("Offers a week, at most"), min_value=0, max_value=MOST_PER_WEEK
    )
    quiet_days = forms.IntegerField(
        label=gettext_lazy("Days of quiet after “not useful here”"), min_value=0, max_value=365
    )
    withheld = forms.IntegerField(
        label=gettext_lazy("Share held back by lot, in percent"),
        min_value=0,
        max_value=int(MOST_WITHHELD * PERCENT),
        help_text=gettext_lazy(
            "A few offers are held back at random. Only so can one say later whether offers help. 0 turns it off."
        ),
    )

    card_chance = forms.IntegerField(
        label=gettext_lazy("Least chance of a card, in percent"),
        min_value=0,
        max_value=int(MOST_CHANCE * PERCENT),
        help_text=gettext_lazy(
            "How likely it must be the card that somebody would pick, as measured where that is known. Lower means more offers, and more of them wrong."
        ),
    )
    episode_chance = forms.IntegerField(
        label=gettext_lazy("Least chance of past work, in percent"),
        min_value=0,
        max_value=int(MOST_CHANCE * PERCENT),
        help_text=gettext_lazy("How likely it must be the work that one would refer to."),
    )
    person_chance = forms.IntegerField(
        label=gettext_lazy("Least chance of a colleague, in percent"),
        min_value=0,
        max_value=int(MOST_CHANCE * PERCENT),
        help_text=gettext_lazy("How likely they must be the one who then helps."),
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        for field in self.fields.values():
            field.widget.attrs["class"] = "w-s"


@require_http_methods(["GET", "POST"])
@needs("rule.write")
def budget(request: PageRequest) -> HttpResponse:
    """Show the budget, and change it."""
    policy = queries.policy()
    form = BudgetForm(request.POST or None, initial=_initial(policy))
    if request.method == "POST" and form.is_valid():
        saved = attempt(form, lambda: _save(request, dict(form.cleaned_data)))
        if saved:
            messages.success(request, _("Saved. It holds from the next moment on."))
            return redirect("budget")
    return show(
        request, "administration/budget.html", {"form": form}, status=422 if form.errors else 200
    )


def _initial(policy: Policy) -> dict[str, Any]:
    return {
        "per_day": policy.per_day,
        "per_week": policy.per_week,
        "quiet_days": policy.quiet_days,
        **{name: round(getattr(policy, name) * PERCENT) for name in SHARES},
    }


def _save(request: PageRequest, values: dict[str, Any]) -> Policy:
    values |= {name: values[name] / PERCENT for name in SHARES}
    return actions.set_policy(by=request.person.id, at=clock.now(), **values)
