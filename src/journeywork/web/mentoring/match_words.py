"""The words of a match: what one could talk about, how it goes, how useful it was."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from journeywork.engine.lines import LineKind
from journeywork.engine.mentoring_agenda import Source, Suggestion
from journeywork.engine.mentoring_health import Signal
from journeywork.web.words import Words

#: How useful a session was, the best first: what a tap says.
USEFUL: dict[int, Words] = {
    3: gettext_lazy("Very useful"),
    2: gettext_lazy("Useful"),
    1: gettext_lazy("Not this time"),
}
SIGNALS: dict[Signal, Words] = {
    Signal.ASKED: gettext_lazy("asked whether it goes on"),
    Signal.RESTS: gettext_lazy("rests"),
    Signal.NOT_MET: gettext_lazy("no first meeting yet"),
    Signal.QUIET: gettext_lazy("quiet"),
    Signal.NEW: gettext_lazy("has just begun"),
    Signal.WELL: gettext_lazy("goes on"),
}
KEPT: dict[LineKind, Words] = {
    LineKind.GOAL: gettext_lazy("Kept. You both see it."),
    LineKind.POINT: gettext_lazy("It is on your agenda."),
    LineKind.NOTE: gettext_lazy("Kept. Nobody else can read it."),
    LineKind.THANKS: gettext_lazy("It has arrived."),
}


def point(found: Suggestion, other: str) -> tuple[str, str]:
    """Return what could be talked about, and where that comes from."""
    values = {"about": found.about, "name": other}
    if found.source is Source.SKILL:
        return (
            _("Which piece of work taught %(name)s most about %(about)s?") % values,
            _("You want to learn %(about)s, and %(name)s offers it.") % values,
        )
    if found.source is Source.GOAL:
        return (
            _("What would be a first small step: %(about)s?") % values,
            _("It is one of your goals in this programme."),
        )
    if found.source is Source.WORK:
        return (
            _("“%(about)s”: where was it hard, and what would %(name)s look at first?") % values,
            _("From your own work. %(name)s sees it only if you put it there.") % values,
        )
    if found.source is Source.SHOW:
        return (
            _("“%(about)s”: how I decided, and what I would do differently") % values,
            _("From your own work. %(name)s sees it only if you put it there.") % values,
        )
    return (
        _("What would make these months worth it for %(name)s?") % values,
        _("From the guide, for the first time."),
    )
