"""The words of mentoring for whoever takes part: roles, and what the others are to me."""

from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from journeywork.engine.fit.participants import Role
from journeywork.engine.mentoring import Match, ProgrammeKind
from journeywork.web.words import Words

ROLES: dict[Role, Words] = {
    Role.MENTEE: gettext_lazy("I would like to learn from somebody"),
    Role.MENTOR: gettext_lazy("I help somebody"),
    Role.BOTH: gettext_lazy("Both: I learn from one and help another"),
}
TAKES_PART: dict[Role, Words] = {
    Role.MENTEE: gettext_lazy("as a mentee"),
    Role.MENTOR: gettext_lazy("as a mentor"),
    Role.BOTH: gettext_lazy("as both"),
}


def other_role(match: Match, me: UUID, kind: ProgrammeKind | None) -> str:
    """Return what the others of a match are to me."""
    if match.more or kind is None or not kind.two_sided:
        return _("in your circle") if match.more else _("you meet as equals")
    return _("your mentor") if match.first == me else _("you help them")
