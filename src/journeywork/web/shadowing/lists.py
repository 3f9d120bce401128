"""Shadowing at a glance: what fits, one's visits, who shows what, who would like to see what."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from journeywork.engine.shadowing import ShadowOffer
from journeywork.kernel.doors import needs
from journeywork.kernel.reasons import said
from journeywork.people import queries as people
from journeywork.shadowing import actions, queries
from journeywork.web.page import PageRequest, show
from journeywork.web.parsing import place, placed

PAGE = 30
LONGEST_SEARCH = 200


@require_GET
@needs("shadowing.read")
def shadowing(request: PageRequest) -> HttpResponse:
    """Show what fits me, my visits, and what is offered and asked for, by words or a topic."""
    me, text = request.person, request.GET.get("q", "")[:LONGEST_SEARCH].strip()
    topic = request.GET.get("topic", "")[:LONGEST_SEARCH].strip()
    after = place(request.GET.get("after"))
    found = queries.offers(text=text, topic=topic, limit=PAGE + 1, after=after)
    asked = queries.requests(reader=me, text=text, topic=topic, limit=PAGE)
    mine = queries.visits(reader=me.id, limit=PAGE)
    told = queries.told(me.id)
    offers = found[:PAGE]
    persons = {one.host for one in offers} | {one.visitor for one in asked}
    persons |= {id for one in mine for id in one.both} | {one.other for one in told}
    values: dict[str, Any] = {
        "told": [{"told": one, "says": said(one.says)} for one in told],
        "running": [one for one in mine if one.runs],
        "over": [one for one in mine if not one.runs],
        "offers": offers,
        "requests": asked,
        "topics": sorted({name for one in offers for name in one.topics}),
        "names": people.names(persons),
        "me": me.id,
        "text": text,
        "topic": topic,
        "searched": bool(text or topic),
        "older": _older(offers[-1], q=text, topic=topic) if len(found) > PAGE else "",
    }
    return show(request, "shadowing/shadowing.html", values)


def _older(last: ShadowOffer, **asked: str) -> str:
    kept = {name: words for name, words in asked.items() if words}
    return "?" + urlencode(kept | {"after": placed(last.at, last.id)})


@require_POST
@needs("shadowing.write")
def put_away(request: PageRequest, told_id: UUID) -> HttpResponse:
    """Have something that I was told stand there no more."""
    actions.put_away(told_id=told_id, by=request.person.id)
    messages.success(request, _("Put away. You will not be told of it again."))
    return redirect("shadowing")
