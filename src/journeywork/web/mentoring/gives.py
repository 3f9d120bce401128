"""Where somebody gives their time to others: on their page, for everybody. Whom they help is not."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from journeywork.kernel.doors import needs
from journeywork.mentoring.giving import given_by
from journeywork.people import queries as people
from journeywork.web.page import PageRequest, show


@require_GET
@needs("person.read")
def gives(request: PageRequest, key: str) -> HttpResponse:
    """Show in which programmes a colleague is a mentor, or was: as a page, or as a part of theirs."""
    them = people.person_by_key(key)
    template = "mentoring/gives_list.html" if request.htmx else "mentoring/gives.html"
    return show(request, template, {"them": them, "given": given_by(them.id)})
