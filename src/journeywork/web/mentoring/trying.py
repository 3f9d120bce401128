"""A round tried out: who is there, who could have nobody, which rule is in the way."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.mentoring import dry_run as trying
from journeywork.mentoring import queries
from journeywork.web.mentoring import words as mentoring_words
from journeywork.web.page import PageRequest, show


@require_GET
@needs("programme.write")
def dry_run(request: PageRequest, key: str) -> HttpResponse:
    """Show what a round of today would begin with; nobody is matched."""
    found = queries.programme_by_key(key)
    today = request.person.working_time.local_date(clock.now())
    values = {
        "programme": found,
        "tried": trying.dry_run(found, on=today),
        "mw": mentoring_words,
    }
    return show(request, "mentoring/try.html", values)
