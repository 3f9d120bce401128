"""The rules of a programme: in plain words, as text with its faults by line, and tried out."""

from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from journeywork.engine.fit.preview import preview
from journeywork.engine.fit.rules import SETTINGS
from journeywork.engine.fit.rules_file import RulesFault
from journeywork.engine.mentoring import Programme
from journeywork.engine.mentoring_templates import LONGEST_RULES, rules_of, written_out
from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.mentoring import programmes, queries
from journeywork.mentoring.dry_run import DryRun, dry_run
from journeywork.web.forms import PageForm, attempt
from journeywork.web.mentoring import words as mentoring_words
from journeywork.web.page import PageRequest, show


class RulesForm(PageForm):
    """The text of the rules."""

    rules = forms.CharField(
        label=gettext_lazy("The rules as text"),
        max_length=LONGEST_RULES,
        required=False,
        strip=False,
        widget=forms.Textarea(
            attrs={"rows": 16, "class": "writing code", "lang": "zxx", "spellcheck": "false"}
        ),
    )


@require_http_methods(["GET", "POST"])
@needs("programme.write")
def rules(request: PageRequest, key: str) -> HttpResponse:
    """Show the rules; look what others would do, or keep them."""
    found = queries.programme_by_key(key)
    kept = found.rules or written_out(found.kind)
    form = RulesForm(request.POST if request.method == "POST" else None, initial={"rules": kept})
    if not form.is_bound:
        return _page(request, found, form, words=_words(found, kept))
    if not form.is_valid():
        return _page(request, found, form)
    text = form.cleaned_data["rules"]
    try:
        words = _words(found, text)
    except RulesFault as fault:
        return _page(request, found, form, faults=fault.faults)
    if request.POST.get("act") == "look":
        today = request.person.working_time.local_date(clock.now())
        return _page(request, found, form, words=words, tried=dry_run(found, on=today, rules=text))
    if attempt(form, lambda: _keep(request, found, text)):
        messages.success(request, _("Saved. The next round goes by these rules."))
        return redirect("programme-rules", found.key)
    return _page(request, found, form)


def _keep(request: PageRequest, found: Programme, text: str) -> Programme:
    plan = replace(programmes.plan_of(found), rules=text)
    return programmes.change(programme_id=found.id, plan=plan, by=request.person.id, at=clock.now())


def _words(found: Programme, text: str) -> tuple[str, ...]:
    return preview(rules_of(found.kind, text).rules)


def _page(
    request: PageRequest,
    found: Programme,
    form: RulesForm,
    *,
    words: tuple[str, ...] = (),
    faults: tuple[tuple[int, str], ...] = (),
    tried: DryRun | None = None,
) -> HttpResponse:
    form.fields["rules"].required = True  # Empty means those of its kind; it is no choice to make.
    values: dict[str, Any] = {
        "programme": found,
        "form": form,
        "by_rules": words,
        "line_faults": faults,
        "tried": tried,
        "settings": SETTINGS,
        "mw": mentoring_words,
    }
    wrong = bool(faults or form.errors)
    return show(request, "mentoring/rules.html", values, status=422 if wrong else 200)
