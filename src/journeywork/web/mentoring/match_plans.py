"""Before people meet: another time that suits all, and what they could talk about first."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from journeywork.engine.mentoring import Match
from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.kernel.errors import Invalid
from journeywork.mentoring import first_agenda, queries, running
from journeywork.people import queries as people
from journeywork.web.forms import DayField, HourField, PageForm, attempt
from journeywork.web.mentoring import match_words
from journeywork.web.page import PageRequest, show


class TimeForm(PageForm):
    """A time of one's own."""

    day = DayField(gettext_lazy("Day"))
    hour = HourField(gettext_lazy("Time"))


@require_http_methods(["GET", "POST"])
@needs("mentoring.write")
def times(request: PageRequest, match_id: UUID) -> HttpResponse:
    """Show three times that suit everybody; take one of them, or one's own."""
    me, at = request.person, clock.now()
    found = queries.match(match_id, reader=me.id)
    form = TimeForm(request.POST if "day" in request.POST else None)
    starts = _starts(request, form)
    if request.method == "POST" and starts and _taken(request, found, form, starts, at):
        messages.success(request, _("It is in the calendars of all, and comes again from then on."))
        return redirect("mentoring-match", found.id)
    values = {
        "match": found,
        "times": running.times(found, at=at),
        "time": form,
    }
    return show(request, "mentoring/times.html", values, status=422 if form.errors else 200)


@require_GET
@needs("mentoring.read")
def agenda(request: PageRequest, match_id: UUID) -> HttpResponse:
    """Show what could be talked about first: from both profiles, and from my own work."""
    me, at = request.person.id, clock.now()
    found = queries.match(match_id, reader=me)
    other = _others(found, me)
    suggested = first_agenda.suggested(found, reader=me, at=at)
    points = [match_words.point(each, other) for each in suggested]
    values = {"match": found, "other": other, "points": points}
    return show(request, "mentoring/first_agenda.html", values)


def _starts(request: PageRequest, form: TimeForm) -> datetime | None:
    """Return the time that was pressed, or the one that was filled in."""
    if "starts" in request.POST:
        try:
            pressed = parse_datetime(request.POST["starts"])
        except ValueError:
            pressed = None
        if pressed is None or pressed.tzinfo is None:
            raise Invalid({"starts": "must lie ahead, and within twelve weeks"})
        return pressed
    if form.is_bound and form.is_valid():
        zone = request.person.working_time.zone
        return datetime.combine(form.cleaned_data["day"], form.cleaned_data["hour"], zone)
    return None


def _taken(
    request: PageRequest, found: Match, form: TimeForm, starts: datetime, at: datetime
) -> bool:
    """Meet at a time; a refusal stands beside the field, or above the page for a press."""

    def take() -> bool:
        try:
            running.meet_at(match_id=found.id, starts=starts, by=request.person.id, at=at)
        except Invalid as refusal:
            names = {"starts": "hour"} if form.is_bound else {}
            raise Invalid(
                {names.get(key, key): says for key, says in refusal.faults.items()}
            ) from None
        return True

    if form.is_bound:
        return bool(attempt(form, take))
    return take()


def _others(found: Match, me: UUID) -> str:
    names = people.names(one for one in found.people if one != me)
    return ", ".join(names[one] for one in found.people if one in names)
