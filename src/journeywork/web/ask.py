"""Ask: "Before I do X", answered on one screen with reasons."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from journeywork.engine.answers import Answer
from journeywork.engine.masking import LONGEST_LINE, for_all_to_read
from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.knowledge.index import IndexUnavailable
from journeywork.support import queries
from journeywork.web.options import shown
from journeywork.web.page import PageRequest, show, show_part

LONGEST = 20_000
#: What is shorter, and one line, may stand in the address: it can be linked to and come back to.
LONGEST_ADDRESS = 300


@require_http_methods(["GET", "POST"])
@needs("ask.use")
def ask(request: PageRequest) -> HttpResponse:
    """Take a question and answer it; for htmx the answer alone.

    It is sent as a form, so that what was pasted stays out of addresses, and so out of
    histories and of the logs of whatever stands in between.
    """
    sent = request.POST if request.method == "POST" else request.GET
    question = sent.get("q", "")[:LONGEST].strip()
    values: dict[str, Any] = {"question": question, "answer": None, "offline": False}
    if question:
        values |= _answered(request, question)
    if request.htmx:
        answer = show_part(request, "ask_answer.html", values)
        answer["HX-Push-Url"] = _address(question)
        return answer
    return show(request, "ask.html", values)


def _address(question: str) -> str:
    short = len(question) <= LONGEST_ADDRESS and "\n" not in question
    return (
        f"{reverse('ask')}?{urlencode({'q': question})}" if question and short else reverse("ask")
    )


def _answered(request: PageRequest, question: str) -> dict[str, Any]:
    me, at = request.person, clock.now()
    try:
        found = queries.ask(question, person_id=me.id, at=at, person=me)
    except IndexUnavailable:
        return {"offline": True}
    return {"answer": _page(found), "line": for_all_to_read(question), "most": LONGEST_LINE}


def _page(found: Answer) -> dict[str, Any]:
    return {
        "found": not found.empty,
        "listed": found.listed,
        "cards": [shown(one, found.shelf[one.id]) for one in found.cards],
        "episode": shown(found.episode) if found.episode else None,
        "people": [shown(one) for one in found.people],
    }
