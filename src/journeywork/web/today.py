"""Today: at most one offer, then what waits for me, then my work at hand."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from journeywork.activities import queries as activities
from journeywork.assignments import waiting as assignments
from journeywork.coaching import queries as climate
from journeywork.debriefs import queries as debriefs
from journeywork.engine.people import Person
from journeywork.kernel import clock, waits
from journeywork.kernel.doors import needs
from journeywork.knowledge import queries as knowledge
from journeywork.knowledge.posts import queries as posts
from journeywork.mentoring import waiting as mentoring
from journeywork.people import first_run
from journeywork.shadowing import waiting as shadowing
from journeywork.support import queries
from journeywork.web import offers, waiting
from journeywork.web.debriefs import lists
from journeywork.web.page import PageRequest, show

MOST_TASKS = 5
#: Of all rooms together, the oldest first.
MOST_WAITS = 10
MOST_REQUESTS = 2


@require_GET
@needs("today.read")
def today(request: PageRequest) -> HttpResponse:
    """Show Today; a new installation is named first."""
    at, me = clock.now(), request.person
    if first_run.is_nameless(me):
        return redirect("start")
    day = queries.today(me.id, at=at, person=me)
    tasks = [waiting.task(one) for one in knowledge.waiting_for(me, at=at)[:MOST_TASKS]]
    if asked_since := posts.reflection_waits(me, at=at):
        tasks.insert(0, waiting.reflection(asked_since))
    due = _due(me, at)
    tasks += [waiting.LINES[one.kind](one) for one in due if one.kind in waiting.LINES]
    tasks.sort(key=lambda one: one.look != waiting.ATTENTION)
    asks = [debriefs.ask_of(one) for one in due if one.kind not in waiting.LINES]
    values = {
        "day": date_format(at.astimezone(me.working_time.zone), _("l j F")),
        "asks": [lists.ask(one) for one in asks[:MOST_TASKS]],
        "tasks": tasks,
        "asked": knowledge.requests(limit=MOST_REQUESTS),
        "episodes": day.episodes,
        "attention": _spent(day.spent_today, day.spent_this_week),
    }
    return show(request, "today.html", values | offers.offer_values(day.offer))


def _due(me: Person, at: datetime) -> tuple[waits.Wait, ...]:
    """Return what waits in all rooms; one statement, however many they are."""
    return waits.together(
        debriefs.waits_for(me.id, at=at),
        activities.waits_for(me.id, at=at),
        assignments.waits_for(me.id, at=at),
        shadowing.waits_for(me.id, at=at),
        mentoring.waits_for(me.id, at=at),
        climate.waiting_for(me, at=at),
        most=MOST_WAITS,
    )


def _spent(today: int, week: int) -> str:
    if not week:
        return _("Nothing has been offered to you this week.")
    return _("%(today)s today, %(week)d this week.") % {
        "today": ngettext("%(num)d offer", "%(num)d offers", today) % {"num": today},
        "week": week,
    }
