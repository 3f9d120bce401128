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
from journeywork.kernel.errors import NotFound
from journeywork.knowledge import actions, queries
from journeywork.web.forms import PageForm, attempt
from journeywork.web.page import PageRequest, show
from journeywork.web.parsing import identifier

LONGEST_TITLE = 120


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
    return show(request, "requests.html", {"requests": queries.requests()})


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
    asked = _asked(request_id)
    card_id = identifier(request.POST.get("card"))
    if card_id:
        return _answered(request, asked, queries.card(card_id, reader=request.person.id))
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: _write(request, asked, form.cleaned_data["text"]))
        if made:
            return _answered(request, asked, made)
    values = {
        "asked": asked,
        "form": form,
        "fitting": [_fitting(card) for card in queries.similar(asked.text)],
    }
    return show(request, "request.html", values, status=422 if form.errors else 200)


def _asked(request_id: UUID) -> CardRequest:
    found = next((one for one in queries.requests(limit=500) if one.id == request_id), None)
    if found is None:
        raise NotFound("request")
    return found


def _write(request: PageRequest, asked: CardRequest, text: str) -> Card:
    me, at = request.person.id, clock.now()
    line = asked.text.strip().split("\n", 1)[0]
    title = line if len(line) <= LONGEST_TITLE else line[: LONGEST_TITLE - 1] + "\u2026"
    card = actions.draft(title=title, body=text.replace("\r\n", "\n"), by=me, at=at)
    return actions.publish_card(card_id=card.id, by=me, at=at)


def _answered(request: PageRequest, asked: CardRequest, card: Card) -> HttpResponse:
    actions.answer_request(
        request_id=asked.id, card_id=card.id, by=request.person.id, at=clock.now()
    )
    messages.success(request, _("Thank you. Whoever looked for it finds it now."))
    return redirect("card", card.key)


def _fitting(card: Card) -> dict[str, Any]:
    address = reverse("card", args=(card.key,))
    return {"id": card.id, "title": card.title, "url": address, "why": card.summary}
