"""My journal: dated pages in Markdown. Nobody else reaches these pages, whatever their role."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST
from markupsafe import Markup

from journeywork.engine.journal import Page, excerpt
from journeywork.growth import actions, queries
from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.knowledge import queries as knowledge
from journeywork.web.forms import DayField, PageForm, attempt
from journeywork.web.once import arrived, once
from journeywork.web.page import PageRequest, show
from journeywork.web.parsing import identifier
from journeywork.work import queries as work

PAGE = 20
LONGEST_SEARCH = 200


class PageOfJournalForm(PageForm):
    """A page of the journal."""

    text = forms.CharField(
        label=gettext_lazy("What happened, and what do you make of it?"),
        max_length=40_000,
        widget=forms.Textarea,
    )
    day = DayField(gettext_lazy("Day"))


@require_http_methods(["GET", "POST"])
@needs("journal.write")
def journal(request: PageRequest) -> HttpResponse:
    """Show my journal, or the pages that say something; write a page."""
    me, at = request.person, clock.now()
    today = me.working_time.local_date(at)
    about = identifier(request.POST.get("episode") or request.GET.get("episode"))
    form = PageOfJournalForm(request.POST or None, initial={"day": today})
    if request.method == "POST" and form.is_valid():
        kept = once(request, lambda: _write(request, form, about))
        if kept:
            return kept
    wanted = request.GET.get("text", "")[:LONGEST_SEARCH].replace("\x00", "")
    found = queries.pages(me.id, wanted=wanted, limit=PAGE + 1, before=_before(request))
    shown = found[:PAGE]
    episodes = work.episodes_by_id({each.episode for each in shown if each.episode} | _one(about))
    values = {
        "form": form,
        "about": episodes.get(about) if about else None,
        "episodes": episodes,
        "pages": [_shown(each, wanted) for each in shown],
        "wanted": wanted,
        "older": _older(shown[-1], wanted) if len(found) > PAGE else "",
    }
    return show(request, "growth/journal.html", values, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs("journal.write")
def page(request: PageRequest, page_id: UUID) -> HttpResponse:
    """Write a page of mine anew."""
    me = request.person.id
    mine = queries.page(page_id, author=me)
    form = PageOfJournalForm(request.POST or None, initial={"text": mine.text, "day": mine.day})
    if request.method == "POST" and form.is_valid():
        values: dict[str, Any] = form.cleaned_data
        at = clock.now()
        if attempt(form, lambda: actions.rewrite(page_id=mine.id, **values, by=me, at=at)):
            arrived(request, _("Kept."))
            return redirect("journal")
    values = {"form": form, "page": mine}
    return show(request, "growth/journal_page.html", values, status=422 if form.errors else 200)


@require_POST
@needs("journal.write")
def tear_out(request: PageRequest, page_id: UUID) -> HttpResponse:
    """Delete a page of mine for good."""
    actions.tear_out(page_id=page_id, by=request.person.id)
    messages.success(request, _("Deleted. Nothing of it is left."))
    return redirect("journal")


def _write(request: PageRequest, form: PageOfJournalForm, about: UUID | None) -> str | None:
    values: dict[str, Any] = form.cleaned_data
    me, at = request.person.id, clock.now()
    if attempt(form, lambda: actions.write(**values, episode=about, by=me, at=at)) is None:
        return None
    arrived(request, _("Kept, for you alone."))
    return reverse("journal")


def _shown(each: Page, wanted: str) -> dict[str, Any]:
    """Return a page as it is read; while searching, what stands around the words."""
    return {
        "id": each.id,
        "day": each.day,
        "episode": each.episode,
        "html": "" if wanted.strip() else Markup(knowledge.text_html(each.text)),  # noqa: S704 - sanitised by the room
        "excerpt": excerpt(each.text, wanted) if wanted.strip() else "",
    }


def _one(id: UUID | None) -> set[UUID]:
    return {id} if id else set()


def _before(request: PageRequest) -> tuple[date, UUID] | None:
    try:
        day = parse_date(request.GET.get("day", "")[:10])
    except ValueError:
        day = None
    id = identifier(request.GET.get("before"))
    return (day, id) if day and id else None


def _older(last: Page, wanted: str) -> str:
    """Return where the list goes on; a search shows its best pages and no more."""
    return "" if wanted.strip() else f"?day={last.day.isoformat()}&before={last.id}"
