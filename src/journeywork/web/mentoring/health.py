"""How a programme goes, for whoever coordinates it: signals and figures, no words and no ratings."""

from typing import Any

from django.http import HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from journeywork.engine.mentoring_health import Learning, Told
from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.mentoring import health as mentoring_health
from journeywork.mentoring import queries, ratings
from journeywork.web.mentoring import match_words
from journeywork.web.page import PageRequest, show

#: From so many mentees on, mentors stand in one line.
MANY = 4


@require_GET
@needs("programme.read")
def health(request: PageRequest, key: str) -> HttpResponse:
    """Show how the matches of a programme go."""
    at = clock.now()
    programme = queries.programme_by_key(key)
    found = mentoring_health.health(programme, at=at)
    values: dict[str, Any] = {
        "programme": programme,
        "health": found,
        "learned": _learned(found.learning),
        "sessions": _sessions(ratings.told(programme.id)),
        "load": _load(found.load.spread) if found.load else [],
        "mw": match_words,
    }
    return show(request, "mentoring/health.html", values)


def _learned(found: Learning) -> list[tuple[str, str]]:
    """Return what the programme teaches, as lines of a table; what is not told says so."""
    few = _("not told of fewer than five people")
    days, changed = few, few
    if found.days is not None:
        days = _("%(days)s days, in the middle of %(met)d people") % {
            "days": f"{found.days:.0f}",
            "met": found.met,
        }
    if found.people is not None:
        changed = _("%(changed)d of %(people)d") % {
            "changed": found.changed,
            "people": found.people,
        }
    have = _("%(have)d of %(seek)d") % {"have": found.have, "seek": found.seek}
    if not found.seek:
        have = _("nobody seeks anybody now")
    return [
        (_("Of those who seek somebody, have had somebody"), have),
        (_("Until the first meeting"), days),
        (_("Who had somebody else before"), changed),
    ]


def _sessions(told: Told | None) -> str:
    """Say how useful sessions were, in the step that is told; "" where nothing is."""
    if told is None:
        return ""
    values = {
        "month": date_format(told.month, "F Y"),
        "least": told.least,
        "most": told.most,
        "size": told.size,
        "next": told.most + 1,
    }
    if told.least == told.most:
        text = _("In %(month)s %(least)d of %(size)d found their last session useful.")
    elif told.least == 0:
        text = _("In %(month)s fewer than %(next)d of %(size)d found their last session useful.")
    elif told.most == told.size:
        text = _("In %(month)s %(least)d or more of %(size)d found their last session useful.")
    else:
        text = _("In %(month)s %(least)d to %(most)d of %(size)d found their last session useful.")
    return text % values


def _load(spread: Any) -> list[tuple[str, int]]:
    """Return how many mentors have how many mentees, as lines of a table."""
    lines = [
        (ngettext("%(num)d mentee", "%(num)d mentees", count) % {"num": count}, mentors)
        for count, mentors in spread.items()
        if count < MANY
    ]
    more = sum(mentors for count, mentors in spread.items() if count >= MANY)
    return [*lines, (_("%(num)d and more mentees") % {"num": MANY}, more)] if more else lines
