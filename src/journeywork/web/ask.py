"""Ask: "Before I do X", answered on one screen with reasons."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from journeywork.engine.answers import Answer
from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.knowledge import queries as knowledge
from journeywork.knowledge.index import IndexUnavailable
from journeywork.support import queries
from journeywork.web.options import shown
from journeywork.web.page import PageRequest, show, show_part

LONGEST = 20_000


@require_GET
@needs("ask.use")
def ask(request: PageRequest) -> HttpResponse:
    """Take a question and answer it; for htmx the answer alone."""
    question = request.GET.get("q", "")[:LONGEST].strip()
    values: dict[str, Any] = {"question": question, "answer": None, "offline": False}
    if question:
        values |= _answered(request, question)
    if request.htmx:
        return show_part(request, "ask_answer.html", values)
    return show(request, "ask.html", values)


def _answered(request: PageRequest, question: str) -> dict[str, Any]:
    me, at = request.person, clock.now()
    try:
        found = queries.ask(question, person_id=me.id, at=at)
    except IndexUnavailable:
        return {"offline": True}
    return {"answer": _page(found, me.id)}


def _page(found: Answer, reader: Any) -> dict[str, Any]:
    cards = knowledge.cards_by_id([one.id for one in found.cards], reader=reader)
    return {
        "found": not found.empty,
        "cards": [shown(one, cards.get(one.id)) for one in found.cards],
        "episode": shown(found.episode) if found.episode else None,
        "people": [shown(one) for one in found.people],
    }
