"""The words people read for guides of activities, their settings and their roles."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from journeywork.engine.activities import ActivityKind

Words = str | Promise

MANY: dict[ActivityKind, Words] = {
    ActivityKind.DEBRIEF: _("Debriefs"),
    ActivityKind.ASSIGNMENT: _("Stretch assignments"),
    ActivityKind.SHADOWING: _("Shadowing visits"),
    ActivityKind.MENTORING: _("Mentoring pairs"),
    ActivityKind.PROBE: _("Probes"),
    ActivityKind.PLACEMENT: _("Placements"),
    ActivityKind.ONE_TO_ONE: _("One-to-ones"),
}
#: Settings of the guides that come along; others are shown as they were written.
SETTINGS: dict[str, Words] = {
    "": _("any kind of work"),
    "software": _("software"),
    "operations": _("operations"),
    "sales and support": _("sales and support"),
    "law": _("law"),
    "health care": _("health care"),
    "teaching": _("teaching"),
    "shop floor": _("shop floor"),
    "reverse": _("reverse shadowing"),
    "buddy": _("the first weeks"),
    "reverse-mentoring": _("reverse mentoring"),
    "peers": _("two peers"),
    "circles": _("circles"),
}
ROLES: dict[str, Words] = {
    "participant": _("everybody"),
    "facilitator": _("the facilitator"),
    "learner": _("the learner"),
    "mentor": _("the mentor"),
    "mentee": _("the mentee"),
    "peer": _("everybody, as peers"),
    "lender": _("whoever lends the time"),
    "visitor": _("the visitor"),
    "host": _("the host"),
    "lead": _("whoever leads"),
    "member": _("whoever is led"),
}


def setting(said: str) -> Words:
    """Return a setting as people read it."""
    return SETTINGS.get(said, said)


def role(said: str) -> str:
    """Return a role as people read it."""
    return str(ROLES.get(said, said))
