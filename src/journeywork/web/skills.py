"""What I offer, and what I want to learn."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from journeywork.engine.people import Skill
from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.people import actions, queries
from journeywork.web import words
from journeywork.web.forms import PageForm, attempt
from journeywork.web.page import PageRequest, show

EMPTY_LINES = 2
MOST = 40


class SkillForm(PageForm):
    """One skill with its level; an empty name takes the line away."""

    name = forms.CharField(label=gettext_lazy("Skill"), max_length=80, required=False)
    level = forms.TypedChoiceField(
        label=gettext_lazy("Level"), choices=list(words.LEVELS.items()), coerce=int, initial=3
    )


SkillFormSet = forms.formset_factory(SkillForm, extra=EMPTY_LINES, max_num=MOST)


@require_http_methods(["GET", "POST"])
@needs("person.write")
def skills(request: PageRequest) -> HttpResponse:
    """Show my skills, and change them."""
    me, form = request.person, PageForm(request.POST or None)
    kept = queries.skills(me.id)
    offered, wanted = (
        SkillFormSet(request.POST or None, prefix=prefix, initial=_initial(mine))
        for prefix, mine in zip(("offered", "wanted"), kept, strict=True)
    )
    if request.method == "POST" and form.is_valid() and offered.is_valid() and wanted.is_valid():
        saved = attempt(form, lambda: _save(request, offered, wanted))
        if saved:
            messages.success(request, _("Saved."))
            return redirect("skills")
    faulty = request.method == "POST"
    values = {"form": form, "offered": offered, "wanted": wanted}
    return show(request, "skills.html", values, status=422 if faulty else 200)


def _initial(skills: Iterable[Skill]) -> list[dict[str, Any]]:
    return [{"name": skill.name, "level": skill.level} for skill in skills]


def _save(request: PageRequest, offered: Any, wanted: Any) -> bool:
    me = request.person.id
    actions.set_skills(
        person_id=me, offered=_read(offered), wanted=_read(wanted), by=me, at=clock.now()
    )
    return True


def _read(formset: Any) -> list[Skill]:
    lines = (form.cleaned_data for form in formset)
    return [
        Skill(name=line["name"].strip(), level=line["level"]) for line in lines if line.get("name")
    ]
