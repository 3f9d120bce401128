"""My activities: what runs and when it meets next, and what I have committed to."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from journeywork.activities import queries
from journeywork.engine.activities import Activity, ActivityState
from journeywork.engine.commitments import Commitment, asks, first_reviewed
from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.people import queries as people
from journeywork.web.page import PageRequest, show

MOST = 100
MOST_NAMES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One activity of the list: with whom, and when it meets next."""

    activity: Activity
    people: str
    next_at: datetime | None


@require_GET
@needs("activity.read")
def mine(request: PageRequest) -> HttpResponse:
    """Show what I take part in, and what I have committed to."""
    me, at = request.person.id, clock.now()
    found = queries.activities(person=me, limit=MOST)
    running = [each for each in found if each.state is not ActivityState.ENDED]
    titles = {each.id: each for each in found}
    committed = queries.commitments(owner=me)
    values = {
        "running": _lines(running, me, at),
        "over": [each for each in found if each.state is ActivityState.ENDED],
        "commitments": _to_say(committed),
        "activities": titles,
        "today": request.person.working_time.local_date(at),
    }
    return show(request, "activities/mine.html", values)


def _lines(running: list[Activity], me: UUID, at: datetime) -> list[Line]:
    ids = [each.id for each in running]
    met: dict[UUID, datetime] = {}
    for each in queries.next_check_ins(ids, at=at):
        met.setdefault(each.activity, each.at)
    others = {person for each in running for person in each.people if person != me}
    names = people.names(others)
    return [
        Line(
            activity=each,
            people=said_names([names[id] for id in each.people if id in names and id != me]),
            next_at=met.get(each.id),
        )
        for each in running
    ]


def _to_say(commitments: tuple[Commitment, ...]) -> list[Commitment]:
    return [each for each in first_reviewed(commitments) if asks(each)]


def said_names(names: list[str], *, most: int = MOST_NAMES) -> str:
    """Say names in order, the first of many; "" for nobody."""
    shown = ", ".join(sorted(names)[:most])
    more = len(names) - most
    if more <= 0:
        return shown
    return ngettext("%(names)s and %(num)d more", "%(names)s and %(num)d more", more) % {
        "names": shown,
        "num": more,
    }
