"""Who takes part in a programme, for whoever coordinates it: searched, and a page at a time."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from journeywork.engine.people import Skill
from journeywork.kernel import clock, looks
from journeywork.kernel.doors import needs
from journeywork.mentoring import queries
from journeywork.mentoring.exporting import LOOKED_AT
from journeywork.mentoring.tallies import Listed, listed
from journeywork.people import queries as directory
from journeywork.web.mentoring import words as mentoring_words
from journeywork.web.page import PageRequest, show
from journeywork.web.parsing import identifier

PAGE = 50


@require_GET
@needs("programme.write")
def people(request: PageRequest, key: str) -> HttpResponse:
    """Show who takes part, what they want and offer; each of them can read who looked."""
    found = queries.programme_by_key(key)
    text = request.GET.get("text", "").strip()[:200]
    last = identifier(request.GET.get("last"))
    after = (request.GET.get("after", "")[:200], last) if last else None
    every = listed(found.id, text=text, limit=PAGE + 1, after=after)
    shown = every[:PAGE]
    ids = [one.enrolment.person for one in shown]
    offered, wanted = directory.skills_of(ids)
    looks.look_at_all(persons=ids, what=LOOKED_AT, by=request.person.id, at=clock.now())
    values = {
        "programme": found,
        "text": text,
        "people": [
            _row(one, offered.get(one.enrolment.person, ()), wanted.get(one.enrolment.person, ()))
            for one in shown
        ],
        "next": shown[-1] if len(every) > PAGE else None,
        "today": request.person.working_time.local_date(clock.now()),
        "mw": mentoring_words,
    }
    return show(request, "mentoring/people.html", values)


def _row(one: Listed, offered: Sequence[Skill], wanted: Sequence[Skill]) -> dict[str, Any]:
    """Return somebody with what they said here, else what their profile says."""
    said = one.enrolment
    return {
        "name": one.name,
        "key": one.key,
        "enrolment": said,
        "wants": [each.name for each in (wanted if said.wants is None else said.wants)],
        "offers": [each.name for each in (offered if said.offers is None else said.offers)],
    }
