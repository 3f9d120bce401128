"""The editor of a card: similar cards and the five-minute rule beside it, a draft first."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from markupsafe import Markup

from journeywork.engine.knowledge import AppliesTo, Card, CardKind, CardState
from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.kernel.errors import Denied
from journeywork.knowledge import actions, queries
from journeywork.people import queries as people
from journeywork.web import words
from journeywork.web.forms import PageForm, attempt
from journeywork.web.forms import words as split
from journeywork.web.once import arrived, once
from journeywork.web.page import PageRequest, show, show_part
from journeywork.web.parsing import chosen
from journeywork.web.write import meter

REVIEWS = (
    (30, gettext_lazy("every month")),
    (90, gettext_lazy("every 3 months")),
    (180, gettext_lazy("every 6 months")),
    (365, gettext_lazy("once a year")),
)
_MORE = ("topics", "places", "paths", "kinds", "review_days", "team")


class CardForm(PageForm):
    """What a person writes of a card."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    body = forms.CharField(
        label=gettext_lazy("Text"),
        widget=forms.Textarea,
        help_text=gettext_lazy("Plain text; Markdown marks headings, lists and boxes to tick."),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[(kind.value, says) for kind, says in words.CARD_KINDS.items()],
        widget=forms.RadioSelect,
    )
    topics = forms.CharField(
        label=gettext_lazy("Topics"),
        required=False,
        help_text=gettext_lazy("A few words, separated by commas."),
    )
    places = forms.CharField(
        label=gettext_lazy("Places"),
        required=False,
        help_text=gettext_lazy("Where the work lives: a repository, a ward, a machine."),
    )
    paths = forms.CharField(
        label=gettext_lazy("Files"),
        required=False,
        help_text=gettext_lazy("Such as ledger/migrations/*."),
    )
    kinds = forms.CharField(
        label=gettext_lazy("Sorts of work"),
        required=False,
        help_text=gettext_lazy("Labels that such work carries."),
    )
    review_days = forms.TypedChoiceField(
        label=gettext_lazy("Look it over"), choices=REVIEWS, coerce=int, initial=180
    )
    team = forms.TypedChoiceField(
        label=gettext_lazy("Team"), required=False, coerce=UUID, empty_value=None
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        teams = [("", _("No team")), *((str(team.id), team.name) for team in people.teams())]
        self.fields["team"].choices = teams  # type: ignore[attr-defined]
        self.fields["title"].widget.attrs["class"] = "heading"
        for name in ("review_days", "team"):
            self.fields[name].widget.attrs["class"] = "w-m"
        own = self.initial.get("review_days")
        if own and own not in dict(REVIEWS):
            says = _("every %(days)d days") % {"days": own}
            self.fields["review_days"].choices = [*REVIEWS, (own, says)]  # type: ignore[attr-defined]

    @property
    def more_errors(self) -> bool:
        """Tell whether a fault hides among the fields that are folded away."""
        return any(name in self.errors for name in _MORE)


@require_http_methods(["GET", "POST"])
@needs("card.write")
def new(request: PageRequest) -> HttpResponse:
    """Write a new card."""
    kind = chosen(CardKind, request.GET.get("kind")) or CardKind.HOW_TO
    title = request.GET.get("title", "")[:200]
    form = _form(request, {"kind": kind.value, "title": title})
    return _write(request, form, None)


@require_http_methods(["GET", "POST"])
@needs("card.write")
def edit(request: PageRequest, key: str) -> HttpResponse:
    """Change a card; what it said before is kept. Denied before anything is written."""
    card = queries.card_by_key(key, reader=request.person.id)
    if not queries.may_change(card, request.person):
        raise Denied("card.write")
    return _write(request, _form(request, _initial(card)), card)


def _form(request: PageRequest, initial: dict[str, Any]) -> CardForm:
    if request.method == "POST":
        return CardForm(request.POST, initial=initial)
    return CardForm(initial=initial)


def _write(request: PageRequest, form: CardForm, card: Card | None) -> HttpResponse:
    act = request.POST.get("act", "")
    preview = None
    if act == "preview":
        preview = Markup(queries.text_html(request.POST.get("body", "")))  # noqa: S704
        if request.htmx:
            return show_part(request, "preview.html", {"preview": preview})
    elif act == "autosave":
        return _autosaved(request, form, card)
    elif request.method == "POST" and form.is_valid():
        kept = once(request, lambda: _sent(request, form, card, act))
        if kept:
            return kept
    return _page(request, form, card, preview)


def _sent(request: PageRequest, form: CardForm, card: Card | None, act: str) -> str | None:
    """Keep or publish what was written; return where the card is, None where it does not fit."""
    kept = attempt(form, lambda: _keep(request, form, card, publish=act == "publish"))
    if kept is None:
        return None
    arrived(request, _said(kept, act))
    return reverse("card", args=(kept.key,))


def _autosaved(request: PageRequest, form: CardForm, card: Card | None) -> HttpResponse:
    """Keep a draft while it is being written; what does not fit yet stays in the browser."""
    kept = None
    if card and card.state is CardState.DRAFT and form.is_valid():
        kept = attempt(form, lambda: _keep(request, form, card, publish=False))
    return show_part(request, "kept.html", {"at": clock.now() if kept else None})


def _page(
    request: PageRequest, form: CardForm, card: Card | None, preview: Markup | None
) -> HttpResponse:
    draft = card is None or card.state is CardState.DRAFT
    faulty = bool(form.errors) and preview is None
    values = {
        "form": form,
        "draft": draft,
        "heading": _("Write a card") if card is None else _("Change this card"),
        "eyebrow": _("Draft: only you can read it") if draft else card.title if card else "",
        "action": reverse("card-edit", args=(card.key,)) if card else reverse("card-new"),
        "draft_name": f"card-{card.key}" if card else "card-new",
        "since": int(card.changed_at.timestamp() * 1000) if card else None,
        "preview": preview,
        "similar": (),
        "kept_here": card is not None and draft,
        "own": card.id if card else "",
    }
    values |= meter(str(form["body"].value() or "") or None)
    return show(request, "editor.html", values, status=422 if faulty else 200)


def _keep(request: PageRequest, form: CardForm, card: Card | None, *, publish: bool) -> Card:
    me, at = request.person.id, clock.now()
    content = _content(form.cleaned_data)
    if card is None:
        kept = actions.draft(by=me, at=at, **content)
    else:
        kept = actions.edit(card_id=card.id, by=me, at=at, **content)
    return actions.publish_card(card_id=kept.id, by=me, at=at) if publish else kept


def _content(values: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": values["title"],
        "body": values["body"].replace("\r\n", "\n"),
        "kind": CardKind(values["kind"]),
        "topics": split(values["topics"]),
        "applies_to": AppliesTo(
            places=split(values["places"]),
            paths=split(values["paths"]),
            kinds=split(values["kinds"]),
        ),
        "review_days": values["review_days"],
        "team": values["team"],
    }


def _initial(card: Card) -> dict[str, Any]:
    applies = card.applies_to
    return {
        "title": card.title,
        "body": card.body,
        "kind": card.kind.value,
        "topics": ", ".join(card.topics),
        "places": ", ".join(applies.places),
        "paths": ", ".join(applies.paths),
        "kinds": ", ".join(applies.kinds),
        "review_days": card.review_days,
        "team": str(card.team) if card.team else "",
    }


def _said(card: Card, act: str) -> str:
    if act == "publish":
        return _("Published. Colleagues find it from now on.")
    if card.state is CardState.DRAFT:
        return _("Kept as a draft. Only you can read it.")
    return _("Saved. What it said before is kept.")
