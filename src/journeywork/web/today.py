"""Today: at most one offer, then what waits for me, then my work at hand."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from journeywork.engine.feedback import ResponseKind
from journeywork.engine.knowledge import CardRequest, CardTask, TaskKind
from journeywork.feedback import actions as feedback
from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.knowledge import queries as knowledge
from journeywork.support import queries as support
from journeywork.web import offers, words
from journeywork.web.page import PageRequest, show, show_part
from journeywork.web.reasons import said

MOST_TASKS = 5
MOST_REQUESTS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One line of what waits for me: what, in which state, since when."""

    title: str
    url: str
    says: str
    look: str
    at: datetime | None = None


@require_GET
@needs("today.read")
def today(request: PageRequest) -> HttpResponse:
    """Show Today."""
    at, me = clock.now(), request.person
    day = support.today(me.id, at=at)
    tasks = [_task(task) for task in knowledge.tasks(me.id, at=at)[:MOST_TASKS]]
    asked = [_asked(one) for one in knowledge.requests(limit=MOST_REQUESTS)]
    return show(
        request,
        "today.html",
        {
            "day": date_format(at.astimezone(me.working_time.zone), _("l j F")),
            "tasks": [*tasks, *asked],
            "episodes": day.episodes,
            "attention": _attention(day.spent_today, day.spent_this_week),
        }
        | offers.offer_values(day.offer),
    )
