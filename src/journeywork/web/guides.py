"""Guides of activities: read them, copy one, and change what one's organisation asks."""

from itertools import groupby
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from journeywork.activities import guides_kept
from journeywork.engine.activities import ActivityKind
from journeywork.engine.guide_files import MOST_CHARACTERS, read
from journeywork.engine.guide_heads import GuideFault
from journeywork.engine.guides import Guide, GuideVersion
from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.kernel.errors import NotFound
from journeywork.kernel.reasons import said
from journeywork.people import queries as people
from journeywork.web.forms import PageForm, attempt
from journeywork.web.once import arrived, once
from journeywork.web.page import PageRequest, show, show_part
from journeywork.web.parsing import whole

ENGLISH = "en"


class GuideForm(PageForm):
    """The file of a guide."""

    text = forms.CharField(
        label=gettext_lazy("The guide"),
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea,
        strip=False,
        help_text=gettext_lazy(
            "A stage begins with “##”, a question with “-”. What stands indented below a "
            "question helps whoever is stuck."
        ),
    )

    def clean_text(self) -> str:
        """Return the text with plain line ends."""
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")


@require_GET
@needs("guide.read")
def guides(request: PageRequest) -> HttpResponse:
    """Show the guides in the reader's language and one's own, or all, by what they are for."""
    everything = "all" in request.GET
    found = guides_kept.guides()
    kinds = [
        (kind, list(each) if everything else _in_my_language(list(each)))
        for kind, each in groupby(found, lambda one: one.guide.kind)
    ]
    shown = sum(len(each) for _kind, each in kinds)
    return show(request, "guides.html", {"kinds": kinds, "others": len(found) - shown})


@require_GET
@needs("guide.read")
def guide(request: PageRequest, kind: str, key: str) -> HttpResponse:
    """Show what a guide asks, in its newest version or in the one that is named."""
    newest = guides_kept.newest_guide(kind, key)
    earlier = guides_kept.versions(kind, key)
    wanted = whole(request.GET.get("version"))
    shown = newest if wanted is None else _version(earlier, newest, wanted)
    values = {
        "shown": shown,
        "newest": newest,
        "earlier": [one for one in earlier if one.name != newest.name],
        "author": people.names([shown.by]).get(shown.by) if shown.by else None,
        "retired": newest.by and newest.name not in {one.name for one in guides_kept.guides()},
    }
    return show(request, "guide.html", values)


@require_http_methods(["GET", "POST"])
@needs("guide.write")
def new(request: PageRequest) -> HttpResponse:
    """Write a guide, beginning with the text of another."""
    kind, _cut, key = request.GET.get("from", "").partition("/")
    try:
        begun = guides_kept.newest_guide(kind, key)
    except NotFound:
        begun = guides_kept.fitting(ActivityKind.DEBRIEF, language=_my_language())
    return _write(request, begun, own=False)


@require_http_methods(["GET", "POST"])
@needs("guide.write")
def edit(request: PageRequest, kind: str, key: str) -> HttpResponse:
    """Change a guide of one's own; activities that run keep the version they began with."""
    found = guides_kept.newest_guide(kind, key)
    if found.by is None:
        raise NotFound("guide")
    return _write(request, found, own=True)


@require_POST
@needs("guide.write")
def retire(request: PageRequest, kind: str, key: str) -> HttpResponse:
    """Offer a guide no more."""
    guides_kept.retire_guide(kind=kind, key=key, by=request.person.id, at=clock.now())
    messages.success(request, _("It is offered no more. What runs with it goes on."))
    return redirect("guides")


def _my_language() -> str:
    return (get_language() or ENGLISH)[:2]


def _in_my_language(found: list[GuideVersion]) -> list[GuideVersion]:
    spoken = {one.guide.language for one in found}
    mine = _my_language() if _my_language() in spoken else ENGLISH
    return [one for one in found if one.by or one.guide.language == mine]


def _version(earlier: tuple[GuideVersion, ...], newest: GuideVersion, wanted: int) -> GuideVersion:
    found = [one for one in (newest, *earlier) if one.name.version == wanted]
    if not found:
        raise NotFound("guide")
    return found[0]


def _write(request: PageRequest, begun: GuideVersion, *, own: bool) -> HttpResponse:
    form = GuideForm(request.POST or None, initial={"text": begun.text})
    preview, fault = None, ""
    if request.POST.get("act") == "preview":
        preview, fault = _preview(request.POST.get("text", ""))
        if request.htmx:
            return show_part(request, "guide_preview.html", {"preview": preview, "fault": fault})
    elif request.method == "POST" and form.is_valid():
        kept = once(request, lambda: _keep(request, form, begun, own=own))
        if kept:
            return kept
    return _page(request, form, begun, own=own, preview=preview, fault=fault)


def _page(
    request: PageRequest,
    form: GuideForm,
    begun: GuideVersion,
    *,
    own: bool,
    preview: Guide | None,
    fault: str,
) -> HttpResponse:
    name = begun.name
    faulty = bool(form.errors) and not (preview or fault)
    action = reverse("guide-edit", args=(name.kind, name.key)) if own else reverse("guide-new")
    values: dict[str, Any] = {
        "form": form,
        "begun": begun,
        "own": own,
        "action": action if own else f"{action}?from={name.kind}/{name.key}",
        "preview": preview,
        "fault": fault,
    }
    return show(request, "guide_edit.html", values, status=422 if faulty else 200)


def _keep(request: PageRequest, form: GuideForm, begun: GuideVersion, *, own: bool) -> str | None:
    named = {"kind": begun.name.kind, "key": begun.name.key} if own else {}
    kept = attempt(
        form,
        lambda: guides_kept.save_guide(
            text=form.cleaned_data["text"], by=request.person.id, at=clock.now(), **named
        ),
    )
    if kept is None:
        return None
    arrived(request, _("Kept. New activities can begin with it."))
    return reverse("guide", args=(kept.name.kind, kept.name.key))


def _preview(text: str) -> tuple[Guide | None, str]:
    """Return the guide that a text describes, or what is wrong with it."""
    try:
        return read(text.replace("\r\n", "\n")), ""
    except GuideFault as fault:
        return None, said(str(fault))
