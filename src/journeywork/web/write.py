"""Write: one line first; the rest only when one wants to."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from journeywork.engine.knowledge import Card, CardState
from journeywork.engine.reading_time import LONGEST, minutes
from journeywork.engine.reading_time import words as count_words
from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.kernel.errors import NotFound
from journeywork.knowledge import actions, queries
from journeywork.web import words, work
from journeywork.web.forms import PageForm, attempt
from journeywork.web.once import arrived, once
from journeywork.web.page import PageRequest, show, show_part
from journeywork.web.parsing import identifier

MOST_DRAFTS = 5
ENOUGH_WORDS = 3  # fewer say too little to look for something like them
MOST_PATHS = 10


class NoteForm(PageForm):
    """One line that is worth keeping."""

    text = forms.CharField(
        label=gettext_lazy("What did you learn that a colleague will need?"),
        help_text=gettext_lazy(
            "One line is enough. It stays yours until you publish it. Enter keeps it."
        ),
        max_length=2000,
        widget=forms.Textarea,
    )
    place = forms.CharField(max_length=200, required=False, widget=forms.HiddenInput)


@require_http_methods(["GET", "POST"])
@needs("card.write")
def write(request: PageRequest) -> HttpResponse:
    """Take one line; it becomes a draft that can be published as it is or written out."""
    me = request.person.id
    form = NoteForm(request.POST) if request.method == "POST" else NoteForm(initial=_start(request))
    paths = tuple(request.POST.getlist("path"))[:MOST_PATHS]
    if request.method == "POST" and form.is_valid():
        kept = once(request, lambda: _keep(request, form, paths))
        if kept:
            return kept
    values = {
        "form": form,
        "paths": paths or form.initial.get("paths", ()),
        "drafts": queries.cards(owner=me, state=CardState.DRAFT, reader=me, limit=MOST_DRAFTS),
    }
    return show(request, "write.html", values, status=422 if form.errors else 200)


def _keep(request: PageRequest, form: NoteForm, paths: tuple[str, ...]) -> str | None:
    me, values = request.person.id, form.cleaned_data
    kept = attempt(form, lambda: actions.note(by=me, at=clock.now(), paths=paths, **values))
    if kept is None:
        return None
    arrived(request, _("Kept as a draft. Publish it as it is, or add to it."))
    return reverse("card", args=(kept.key,))


@require_POST
@needs("card.write")
def check(request: PageRequest) -> HttpResponse:
    """Say of a text that is being written how long it reads, and what there is like it."""
    body = request.POST.get("body")
    text = body if body is not None else request.POST.get("text", "")
    asked = f"{request.POST.get('title', '')} {text}".strip()[:20_000]
    own = identifier(request.POST.get("card"))
    return show_part(request, "write_check.html", checked(asked, body, exclude=own))


def checked(asked: str, body: str | None, *, exclude: Any = None) -> dict[str, Any]:
    """Return what is shown below a text: its meter (for a `body` alone), and similar cards."""
    enough = count_words(asked) >= ENOUGH_WORDS
    found = queries.similar(asked, exclude=exclude) if enough else ()
    return {"similar": [_similar(card) for card in found]} | meter(body or None)


def meter(body: str | None) -> dict[str, Any]:
    """Return how long `body` takes to read, in words; none for a one-line note."""
    if body is None:
        return {"minutes": None, "over": False, "meter": ""}
    took = minutes(body)
    says = ngettext("%(n)d minute to read", "%(n)d minutes to read", took) % {"n": took}
    over = took > LONGEST
    more = _("a card takes at most %(n)d; split it in two") if over else _("of at most %(n)d")
    return {"minutes": took, "over": over, "meter": f"{says} \u2013 {more % {'n': LONGEST}}"}


def _similar(card: Card) -> dict[str, str]:
    note = f"{words.CARD_KINDS[card.kind]} \u00b7 {words.TRUST[card.trust]}"
    return {"title": card.title, "url": reverse("card", args=(card.key,)), "why": note}


def _start(request: PageRequest) -> dict[str, Any]:
    """Begin with a text from the address, and with the place of a piece of work."""
    begun: dict[str, Any] = {"text": request.GET.get("text", "")[:2000]}
    episode = identifier(request.GET.get("episode"))
    if episode:
        try:
            found, _mates = work.visible(episode, request.person)
        except NotFound:
            return begun
        begun |= {"place": found.place, "paths": found.paths[:MOST_PATHS]}
    return begun
