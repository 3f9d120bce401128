"""What people looked for and did not find: anyone who knows can answer in one line."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from journeywork.engine.knowledge import Card, CardRequest
from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.knowledge import actions, queries
from journeywork.web import cards
from journeywork.web.forms import PageForm, attempt
from journeywork.web.once import arrived, once
from journeywork.web.page import PageRequest, show
from journeywork.web.parsing import identifier

PAGE = 50


class AnswerForm(PageForm):
    """What somebody knows about it."""

    text = forms.CharField(
        label=gettext_lazy("What you know"),
        help_text=gettext_lazy("One line is enough. It becomes a card that you look after."),
        max_length=20_000,
        widget=forms.Textarea,
    )


@require_GET
@needs("request.answer")
def requests(request: PageRequest) -> HttpResponse:
    """Show what was looked for in vain, most wanted first."""
    found = queries.requests(limit=PAGE + 1, before=identifier(request.GET.get("before")))
    values = {
        "requests": found[:PAGE],
        "older": f"?before={found[PAGE - 1].id}" if len(found) > PAGE else "",
        "tabs": cards.tabs(cards.ASKED),
    }
    return show(request, "requests.html", values)


@require_POST
@needs("ask.use")
def ask_for(request: PageRequest) -> HttpResponse:
    """Put a question that found nothing onto the list."""
    text = request.POST.get("text", "").strip()[:2000]
    if text:
        actions.miss(text=text, by=request.person.id, at=clock.now())
        messages.success(request, _("Asked. Nobody sees that it was you."))
    return redirect("requests")


@require_http_methods(["GET", "POST"])
@needs("request.answer")
def answer(request: PageRequest, request_id: UUID) -> HttpResponse:
    """Answer with one line, or with a card that exists."""
    asked = queries.request(request_id)
    card_id = identifier(request.POST.get("card"))
    if card_id:
        card = queries.card(card_id, reader=request.person.id)
        return redirect(_answered(request, asked, card))
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answered = once(request, lambda: _made(request, asked, form))
        if answered:
            return answered
    values = {
        "asked": asked,
        "form": form,
        "fitting": [_fitting(card) for card in queries.similar(asked.text)],
    }
    return show(request, "request.html", values, status=422 if form.errors else 200)


def _made(request: PageRequest, asked: CardRequest, form: AnswerForm) -> str | None:
    text, me, at = form.cleaned_data["text"], request.person.id, clock.now()
    made = attempt(
        form, lambda: actions.answer_in_words(request_id=asked.id, text=text, by=me, at=at)
    )
    return _thanked(request, queries.card(made.card, reader=me)) if made and made.card else None


def _answered(request: PageRequest, asked: CardRequest, card: Card) -> str:
    actions.answer_request(
        request_id=asked.id, card_id=card.id, by=request.person.id, at=clock.now()
    )
    return _thanked(request, card)


def _thanked(request: PageRequest, card: Card) -> str:
    arrived(request, _("Thank you. Whoever looked for it finds it now."))
    return reverse("card", args=(card.key,))


def _fitting(card: Card) -> dict[str, Any]:
    address = reverse("card", args=(card.key,))
    return {"id": card.id, "title": card.title, "url": address, "why": card.summary}
