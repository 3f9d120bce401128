"""Today: at most one offer, then what waits for me, then my work at hand."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from journeywork.engine.knowledge import CardTask, TaskKind
from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.knowledge import queries as knowledge
from journeywork.people import first_run
from journeywork.support import queries
from journeywork.web import offers
from journeywork.web.page import PageRequest, show
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
    """Show Today; a new installation is named first."""
    at, me = clock.now(), request.person
    if first_run.is_nameless(me):
        return redirect("start")
    day = queries.today(me.id, at=at, person=me)
    tasks = [_task(task) for task in knowledge.tasks(me.id, at=at)[:MOST_TASKS]]
    values = {
        "day": date_format(at.astimezone(me.working_time.zone), _("l j F")),
        "tasks": tasks,
        "asked": knowledge.requests(limit=MOST_REQUESTS),
        "episodes": day.episodes,
        "attention": _spent(day.spent_today, day.spent_this_week),
    }
    return show(request, "today.html", values | offers.offer_values(day.offer))


def _task(task: CardTask) -> Waiting:
    reported = task.kind is TaskKind.REPORTED
    return Waiting(
        title=task.title,
        url=reverse("card", args=(task.key,)),
        says=_first_large(said(task.says)),
        look="attention" if reported else "due",
        at=task.at if reported else None,
    )


def _first_large(text: str) -> str:
    return text[:1].upper() + text[1:]


def _spent(today: int, week: int) -> str:
    if not week:
        return _("Nothing has been offered to you this week.")
    return _("%(today)s today, %(week)d this week.") % {
        "today": ngettext("%(num)d offer", "%(num)d offers", today) % {"num": today},
        "week": week,
    }
