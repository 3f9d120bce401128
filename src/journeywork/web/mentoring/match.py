"""One match, for those in it: when they meet, what they talk about, goals and notes."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from journeywork.activities import queries as together
from journeywork.engine.activities import Activity, ActivityState, CheckIn, CheckInState
from journeywork.engine.lines import LONGEST, Line, LineKind, of
from journeywork.engine.mentoring import Match
from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.mentoring import queries, ratings, running
from journeywork.web.activities import one
from journeywork.web.forms import PageForm, attempt
from journeywork.web.mentoring import match_words
from journeywork.web.once import arrived, once
from journeywork.web.page import PageRequest, show
from journeywork.web.parsing import chosen

MOST_AHEAD = 2
#: So many notes stand on the page; the older ones are one click away.
MOST_NOTES = 6


class LineForm(PageForm):
    """A line that everybody in the match reads; `kind` says which of the forms it came from."""

    text = forms.CharField(max_length=LONGEST[LineKind.NOTE], widget=forms.Textarea)


@require_GET
@needs("mentoring.read")
def match(request: PageRequest, match_id: UUID) -> HttpResponse:
    """Show a match to those in it."""
    return page(request, queries.match(match_id, reader=request.person.id))


@require_POST
@needs("mentoring.write")
def write(request: PageRequest, match_id: UUID) -> HttpResponse:
    """Keep a goal, a point, a note or thanks."""
    found = queries.match(match_id, reader=request.person.id)
    kind = chosen(LineKind, request.POST.get("kind")) or LineKind.NOTE
    form = LineForm(request.POST)
    if form.is_valid():
        done = once(request, lambda: _written(request, found, kind, form))
        if done:
            return done
    return page(request, found, faulty={kind: form})


@require_GET
@needs("mentoring.read")
def looking_back(request: PageRequest, match_id: UUID) -> HttpResponse:
    """Show what I write for myself about a match, what we agreed on, and how to pause it."""
    return one.page(request, together.activity(match_id, reader=request.person.id))


def page(
    request: PageRequest, found: Match, *, faulty: dict[LineKind, LineForm] | None = None
) -> HttpResponse:
    """Show a match, with a form as it was filled in."""
    me, at = request.person, clock.now()
    activity = together.activity(found.id, reader=me.id)
    names = together.names_of(activity)
    shown = {kind.value: (faulty or {}).get(kind) or LineForm() for kind in LineKind}
    values: dict[str, Any] = {
        "match": found,
        "activity": activity,
        "names": names,
        "me": me.id,
        "other": ", ".join(names[each] for each in found.people if each != me.id and each in names),
        "pair": len(found.people) == 2,  # noqa: PLR2004 -- two
        "runs": found.ended_at is None and activity.takes_part(me.id),
        "paused": activity.state is ActivityState.PAUSED,
        "mail_works": settings.MAIL_WORKS and bool(me.email),
        "forms": shown,
        "longest": {kind.value: LONGEST[kind] for kind in LineKind},
        "mw": match_words,
    }
    values |= _meetings(found, activity, me.id, at) | _kept(running.kept(found.id, reader=me.id))
    return show(request, "mentoring/match.html", values, status=422 if faulty else 200)


def _written(request: PageRequest, found: Match, kind: LineKind, form: LineForm) -> str | None:
    me, at, text = request.person.id, clock.now(), form.cleaned_data["text"]
    done = attempt(
        form, lambda: running.write(match_id=found.id, kind=kind, text=text, by=me, at=at)
    )
    if done is None:
        return None
    arrived(request, str(match_words.KEPT[kind]))
    return reverse("mentoring-match", args=(found.id,))


def _meetings(found: Match, activity: Activity, me: UUID, at: datetime) -> dict[str, Any]:
    """Return what waits for a word, what is planned, what was held, and how useful the last was."""
    every = together.check_ins_around(activity.id, at=at, ahead=MOST_AHEAD)
    open = [each for each in every if each.state is CheckInState.PLANNED]
    met = [each for each in every if each.state is CheckInState.DONE]
    last: CheckIn | None = met[-1] if met else None
    rated = ratings.mine(found.id, author=me) if last else {}
    return {
        "due": [each for each in open if each.at <= at],
        "ahead": [each for each in open if each.at > at],
        "met": met,
        "last": last,
        "rated": rated.get(last.id) if last else None,
    }


def _kept(lines: tuple[Line, ...]) -> dict[str, Any]:
    notes = of(LineKind.NOTE, lines)[::-1]
    return {
        "goals": of(LineKind.GOAL, lines),
        "reached": of(LineKind.GOAL, lines, done=True),
        "points": of(LineKind.POINT, lines),
        "talked": of(LineKind.POINT, lines, done=True)[-MOST_NOTES:],
        "notes": notes[:MOST_NOTES],
        "older": notes[MOST_NOTES:],
        "thanks": of(LineKind.THANKS, lines),
    }
