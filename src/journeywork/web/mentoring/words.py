"""The words of mentoring: kinds, templates, paces, who chooses, states, what rules are about."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from journeywork.engine.fit.participants import Role
from journeywork.engine.fit.survey import Bar
from journeywork.engine.mentoring import CameBy, Choosing, Pace, ProgrammeKind, ProgrammeState
from journeywork.web.words import Words

KINDS: dict[ProgrammeKind, Words] = {
    ProgrammeKind.MENTORING: _("Mentoring"),
    ProgrammeKind.BUDDY: _("Buddies for newcomers"),
    ProgrammeKind.REVERSE: _("Reverse mentoring"),
    ProgrammeKind.PEERS: _("Pairs of peers"),
    ProgrammeKind.CIRCLES: _("Circles"),
}
#: what can be begun from: its name, and what it is for
TEMPLATES: dict[str, tuple[Words, Words]] = {
    "newcomers": (
        _("A buddy for the first weeks"),
        _(
            "Whoever is new gets somebody near who shows them round, without asking. "
            "They meet every week for twelve weeks."
        ),
    ),
    "cohort": (
        _("Mentoring for half a year"),
        _(
            "Everybody begins on one day. Mentees may wish for up to five mentors, and the "
            "rules do the rest."
        ),
    ),
    "evergreen": (
        _("Mentoring at any time"),
        _("People come when it suits them. The rules propose, and both must say yes."),
    ),
    "reverse": (
        _("Reverse mentoring"),
        _("Those who came lately show those who lead what they know."),
    ),
    "coffee": (
        _("Coffee with a colleague"),
        _("Every four weeks somebody else, as far away from one's own work as can be."),
    ),
    "circles": (
        _("Circles of four to six"),
        _("Small groups with what each other lacks, every three weeks for half a year."),
    ),
}
PACES: dict[Pace, Words] = {
    Pace.COHORT: _("In rounds: everybody at the same time"),
    Pace.EVERGREEN: _("At any time: as people come"),
}
CHOOSING: dict[Choosing, Words] = {
    Choosing.AUTOMATIC: _("The rules alone"),
    Choosing.RANKED: _("The rules, and whom mentees wish for: up to five"),
    Choosing.BOTH: _("The rules propose, and both must say yes"),
    Choosing.ORGANISER: _("Whoever coordinates, with the rules as a help"),
}
#: the same as a sentence
CHOSEN_BY: dict[Choosing, Words] = {
    Choosing.AUTOMATIC: _("The rules say who meets whom."),
    Choosing.RANKED: _("The rules say who meets whom; mentees may wish for up to five."),
    Choosing.BOTH: _("The rules propose who meets whom, and both must say yes."),
    Choosing.ORGANISER: _("Whoever coordinates says who meets whom; the rules help."),
}
STATES: dict[ProgrammeState, Words] = {
    ProgrammeState.DRAFT: _("being set up"),
    ProgrammeState.OPEN: pgettext_lazy("a programme", "open"),
    ProgrammeState.CLOSED: pgettext_lazy("a programme", "closed"),
}
#: the look of a state: css classes that carry a shape as well as a colour
LOOKS: dict[ProgrammeState, str] = {
    ProgrammeState.DRAFT: "draft",
    ProgrammeState.OPEN: "open",
    ProgrammeState.CLOSED: "done",
}
ROLES: dict[Role, Words] = {
    Role.MENTOR: _("mentor"),
    Role.MENTEE: _("mentee"),
    Role.BOTH: _("mentor and mentee"),
    Role.NONE: _("does not take part"),
}
CAME_BY: dict[CameBy, Words] = {
    CameBy.THEMSELVES: _("came themselves"),
    CameBy.DEFAULT: _("came by being new here"),
    CameBy.ORGANISER: _("taken in"),
}
#: what a rule is about, as in "if ... did not matter"
BARS: dict[Bar, Words] = {
    Bar.LANGUAGE: _("a language in common"),
    Bar.HOURS: _("working hours in common"),
    Bar.SENIORITY: _("the bands between two people"),
    Bar.DEPARTMENT: _("departments"),
    Bar.REPORTING: _("the reporting line"),
    Bar.SAME_MANAGER: _("having the same manager"),
    Bar.COOL_DOWN: _("having been a pair lately"),
}
