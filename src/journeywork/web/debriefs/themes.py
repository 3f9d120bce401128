"""What comes up again and again in debriefs: words, places, kinds of work; and nobody's name."""

from django.http import HttpResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from journeywork.debriefs import theming
from journeywork.engine.themes import FEWEST, ThemeKind
from journeywork.kernel.doors import needs
from journeywork.people import queries as people
from journeywork.web.page import PageRequest, show

#: Kinds of work in words; of a connector's own kind the word it brings along is shown.
KINDS = {
    "change": gettext_lazy("Changes"),
    "incident": gettext_lazy("Incidents"),
    "case": gettext_lazy("Cases"),
    "question": gettext_lazy("Questions"),
    "work": gettext_lazy("Tasks"),
}


@require_GET
@needs("debrief.read")
def themes(request: PageRequest) -> HttpResponse:
    """Show what has come up in at least five debriefs with five people in them."""
    week, found = theming.newest()
    teams = {one.key: one.name for one in people.teams()} if found else {}
    values = {
        "week": week,
        "kinds": [(kind, [one for one in found if one.kind is kind]) for kind in ThemeKind],
        "any": bool(found),
        "teams": teams,
        "kind_words": KINDS,
        "fewest": FEWEST,
    }
    return show(request, "debriefs/themes.html", values)
