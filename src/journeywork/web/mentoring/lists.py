"""The programmes of an organisation, for whoever coordinates them."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from journeywork.kernel.doors import needs
from journeywork.mentoring import queries
from journeywork.web.mentoring import words as mentoring_words
from journeywork.web.page import PageRequest, show


@require_GET
@needs("programme.read")
def programmes(request: PageRequest) -> HttpResponse:
    """Show every programme: those that are open or being set up first, then those closed."""
    values = {"programmes": queries.programmes(), "mw": mentoring_words}
    return show(request, "mentoring/programmes.html", values)
