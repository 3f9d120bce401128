"""The words of mentoring: kinds, paces, who chooses, states."""

from django.utils.translation import gettext_lazy as _

from journeywork.engine.mentoring import Choosing, Pace, ProgrammeKind, ProgrammeState
from journeywork.web.words import Words

KINDS: dict[ProgrammeKind, Words] = {
    ProgrammeKind.MENTORING: _("Mentoring"),
    ProgrammeKind.BUDDY: _("Buddies for newcomers"),
    ProgrammeKind.REVERSE: _("Reverse mentoring"),
    ProgrammeKind.PEERS: _("Pairs of peers"),
    ProgrammeKind.CIRCLES: _("Circles"),
}
PACES: dict[Pace, Words] = {
    Pace.COHORT: _("In rounds: everybody at the same time"),
    Pace.EVERGREEN: _("At any time: as people come"),
}
CHOOSING: dict[Choosing, Words] = {
    Choosing.AUTOMATIC: _("The rules alone"),
    Choosing.RANKED: _("The rules, and whom people wish for: up to five"),
    Choosing.BOTH: _("The rules propose, and both must say yes"),
    Choosing.ORGANISER: _("Whoever coordinates, with the rules as a help"),
}
STATES: dict[ProgrammeState, Words] = {
    ProgrammeState.DRAFT: _("being set up"),
    ProgrammeState.OPEN: _("open"),
    ProgrammeState.CLOSED: _("closed"),
}
#: the look of a state: css classes that carry a shape as well as a colour
LOOKS: dict[ProgrammeState, str] = {
    ProgrammeState.DRAFT: "draft",
    ProgrammeState.OPEN: "open",
    ProgrammeState.CLOSED: "done",
}
