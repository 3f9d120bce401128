"""The programmes of an organisation, for whoever coordinates them."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from journeywork.engine.mentoring import ProgrammeState
from journeywork.kernel import clock
from journeywork.kernel.doors import needs
from journeywork.mentoring import queries
from journeywork.mentoring.tallies import Tally, tallies
from journeywork.web.mentoring import words as mentoring_words
from journeywork.web.page import PageRequest, show


@require_GET
@needs("programme.read")
def programmes(request: PageRequest) -> HttpResponse:
    """Show every programme: those that are open or being set up first, then those closed."""
    today = request.person.working_time.local_date(clock.now())
    found = queries.programmes()
    values = {
        "running": [one for one in found if one.state is not ProgrammeState.CLOSED],
        "closed": [one for one in found if one.state is ProgrammeState.CLOSED],
        "tallies": tallies(on=today),
        "zero": Tally(),
        "mw": mentoring_words,
    }
    return show(request, "mentoring/programmes.html", values)
