"""Whoever lends the time answers: signed in, or from a letter without signing in."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from journeywork.assignments import actions, lending, queries
from journeywork.engine.assignments import MOST_HOURS, Consent, Loan
from journeywork.kernel import clock
from journeywork.kernel.doors import anyone, needs
from journeywork.people import queries as people
from journeywork.web.assignments import words as assignment_words
from journeywork.web.forms import DayField, PageForm, attempt
from journeywork.web.page import PageRequest, show, show_plain

YES, NO = "yes", "no"


class LoanForm(PageForm):
    """For how much, until when, and what else is to be said."""

    hours = forms.IntegerField(
        label=gettext_lazy("Hours a week"),
        min_value=1,
        max_value=MOST_HOURS,
        widget=forms.NumberInput(attrs={"class": "w-s"}),
    )
    until = DayField(gettext_lazy("Until when"), required=False)
    says = forms.CharField(
        label=gettext_lazy("Anything else"),
        help_text=gettext_lazy("They read it. Neither a yes nor a no needs a reason."),
        max_length=2000,
        required=False,
        widget=forms.Textarea,
    )


@require_http_methods(["GET", "POST"])
@needs("assignment.write")
def loan(request: PageRequest, assignment_id: UUID) -> HttpResponse:
    """Show a lender what is asked of them, or what came of it; take their answer."""
    found = queries.loan(assignment_id, lender=request.person.id)
    form = _form(request, found)
    if form.is_bound and form.is_valid() and _answered(request, form, found, request.person.id):
        messages.success(request, _told(request))
        return redirect("loan", found.id)
    status = 422 if form.errors else 200
    return show(request, "assignments/loan.html", _values(found, form), status=status)


@never_cache
@require_http_methods(["GET", "POST"])
@anyone("A lender answers from a letter without signing in: the address itself is the secret.")
def letter(request: HttpRequest, secret: str) -> HttpResponse:
    """Show the same to whoever has the address from a letter, once."""
    shown = lending.loan_at(secret, at=clock.now(), act=lambda found: _at_letter(request, found))
    if shown is None:
        return show_plain(request, "assignments/lend_gone.html", {}, status=410)
    # Only to pages of this very server does a browser tell where somebody came from.
    shown["Referrer-Policy"] = "same-origin"
    shown["X-Robots-Tag"] = "noindex"
    return shown


def _at_letter(request: HttpRequest, found: Loan) -> HttpResponse:
    lender = people.person(lending.lender_of(found.id))
    with translation.override(lender.languages[0] if lender.languages else None):
        form = _form(request, found)
        if form.is_bound and form.is_valid() and _answered(request, form, found, lender.id):
            after = queries.loan(found.id, lender=lender.id)
            return show_plain(request, "assignments/lend_done.html", _values(after, form))
        status = 422 if form.errors else 200
        return show_plain(request, "assignments/lend.html", _values(found, form), status=status)


def _form(request: HttpRequest, found: Loan) -> LoanForm:
    initial = {"hours": found.wanted.hours, "until": found.wanted.until}
    form = LoanForm(request.POST if request.method == "POST" else None, initial=initial)
    form.fields["hours"].required = request.POST.get("answer") != NO
    return form


def _answered(request: HttpRequest, form: LoanForm, found: Loan, by: UUID) -> bool:
    given: dict[str, Any] = form.cleaned_data

    def answer() -> Loan:
        return actions.answer_loan(
            assignment_id=found.id,
            given=request.POST.get("answer") == YES,
            hours=given["hours"] or 0,
            until=given["until"],
            says=given["says"],
            by=by,
            at=clock.now(),
        )

    return attempt(form, answer) is not None


def _told(request: HttpRequest) -> str:
    if request.POST.get("answer") == YES:
        return _("Lent. It begins when they are ready, and you hear how it ends.")
    return _("Said. They can ask somebody else, or you again with other terms.")


def _values(found: Loan, form: LoanForm) -> dict[str, Any]:
    return {
        "loan": found,
        "form": form,
        "learner": people.names([found.learner]).get(found.learner, ""),
        "asked": found.consent is Consent.ASKED,
        "aw": assignment_words,
    }
