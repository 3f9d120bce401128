"""Privacy: what is kept about me, and who looked; `taking_out` hands it over and erases it."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from journeywork.kernel import looks
from journeywork.kernel.doors import needs
from journeywork.people import queries
from journeywork.web.page import PageRequest, show

MOST = 50


@require_GET
@needs("privacy.read")
def privacy(request: PageRequest) -> HttpResponse:
    """Show what is kept about me, and who looked at it."""
    glances = looks.looks(request.person.id, limit=MOST)
    names = queries.names(glance.by for glance in glances)
    seen = [
        {
            "who": names.get(glance.by, _("Somebody erased")),
            "what": _what(glance.what),
            "at": glance.at,
        }
        for glance in glances
    ]
    return show(request, "privacy.html", {"looks": seen, "kept": _kept()})


def _what(what: str) -> str:
    return {
        "profile": _("your profile"),
        "account": _("your account: e-mail, roles, teams"),
        "reflection": _("a reflection that you share"),
        "to_learn": _("what you want to learn, as far as you share it"),
        "taking_part": _("how you take part in a programme, as whoever coordinates it sees it"),
        "cue": _("a cue about you: see Cues about you"),
    }.get(what, what)


def _kept() -> list[tuple[str, str, str]]:
    everyone, you = _("everyone here"), _("you alone")
    return [
        (_("Name, e-mail, teams, working hours"), everyone, _("blanked")),
        (_("Skills you offer"), everyone, _("deleted")),
        (_("Skills you want to learn"), you, _("deleted")),
        (_("Cards and notes you published"), everyone, _("stay, without your name")),
        (_("Your drafts"), you, _("stay, without your name")),
        (_("Work that your tools report"), _("you and your teams"), _("stays, without your name")),
        (_("Offers, silences and your answers"), you, _("blanked")),
        (_("Your reflections"), _("you alone, and whom you share them with"), _("deleted")),
        (_("What you want to learn"), _("you alone, and whom you share it with"), _("deleted")),
        (_("What was found for it, and what you want of your work"), you, _("deleted")),
        (_("Your journal"), you, _("deleted")),
        (_("What you committed to"), _("who takes part with you"), _("blanked")),
        (_("Points of your one-to-ones"), _("the two of you, once you put them"), _("deleted")),
        (_("Cues about you"), _("you, and whoever leads you"), _("stay, without your name")),
        (
            _("What you say when you take part in mentoring"),
            _("you, whoever coordinates it, and whom you are brought together with"),
            _("blanked"),
        ),
        (_("With whom you would rather not be matched"), you, _("deleted")),
        (_("Days off"), _("nobody; check-ins move out of the way"), _("deleted")),
        (_("Tokens and passwords"), _("nobody; only fingerprints are kept"), _("deleted")),
    ]
