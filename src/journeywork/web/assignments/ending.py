"""A stretch assignment ends: what came of it, from the work, and thanks to the lender."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from journeywork.assignments import actions, queries
from journeywork.assignments.ending import done
from journeywork.engine.assignments import Assignment, AssignmentState
from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.kernel.errors import NotFound
from journeywork.people import queries as people
from journeywork.web.events import SAYS
from journeywork.web.forms import PageForm, attempt
from journeywork.web.once import arrived, once
from journeywork.web.page import PageRequest, show


class EndForm(PageForm):
    """What one can do now, and thanks."""

    outcome = forms.CharField(
        label=gettext_lazy("What can you do now that you could not before?"),
        max_length=2000,
        widget=forms.Textarea,
    )
    thanks = forms.CharField(
        label=gettext_lazy("Thanks to whoever lent the time"),
        help_text=gettext_lazy("They get it as a letter, with what you can do now."),
        max_length=2000,
        required=False,
        widget=forms.Textarea,
    )


def evidence(found: Assignment) -> list[dict[str, Any]]:
    """Return what the learner did in the work meanwhile, in words."""
    return [
        {
            "says": SAYS.get(each.type, each.type),
            "times": ngettext("%(num)d time", "%(num)d times", each.times) % {"num": each.times},
            "at": each.last_at,
        }
        for each in done(found)
    ]


@require_http_methods(["GET", "POST"])
@needs("assignment.write")
def end(request: PageRequest, assignment_id: UUID) -> HttpResponse:
    """End an assignment of mine."""
    found = queries.assignment(assignment_id, reader=request.person.id)
    if found.learner != request.person.id or found.state is AssignmentState.ENDED:
        raise NotFound("assignment")
    begun = found.started_at is not None
    form = EndForm(request.POST if request.method == "POST" else None)
    form.fields["outcome"].required = begun
    if form.is_bound and form.is_valid():
        kept = once(request, lambda: _end(request, found, form))
        if kept:
            return kept
    lender = people.names([found.lender]).get(found.lender, "") if found.lender else ""
    values = {
        "assignment": found,
        "form": form,
        "begun": begun,
        "lender": lender,
        "evidence": evidence(found),
    }
    return show(request, "assignments/end.html", values, status=422 if form.errors else 200)


def _end(request: PageRequest, found: Assignment, form: EndForm) -> str | None:
    given = form.cleaned_data
    over = attempt(
        form,
        lambda: actions.end(
            assignment_id=found.id,
            outcome=given["outcome"],
            thanks=given["thanks"],
            by=request.person.id,
            at=clock.now(),
        ),
    )
    if over is None:
        return None
    arrived(request, _("It is over. What you wrote for yourself stays yours."))
    return reverse("assignment", args=(found.id,))
