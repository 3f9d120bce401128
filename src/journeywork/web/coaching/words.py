"""The words people read for cues and for opportunities."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from journeywork.engine.cues import CueKind
from journeywork.engine.opportunity import Chance

Words = str | Promise

CUES: dict[CueKind, Words] = {
    CueKind.STRETCH: _("A stretch begins"),
    CueKind.CHECK: _("A check fails and fails"),
    CueKind.NEWCOMER: _("Somebody is new"),
    CueKind.AGEING: _("A piece of work rests"),
}
CUES_OF_TEAMS: dict[CueKind, Words] = {
    CueKind.DEBRIEF: _("No debrief for long"),
    CueKind.LESSON: _("A lesson lies idle"),
}
#: in the order in which they are shown
CHANCES: dict[Chance, Words] = {
    Chance.STRETCH: _("a stretch assignment"),
    Chance.DEBRIEF: _("a debrief"),
    Chance.SHADOWING: _("a visit to watch somebody work"),
    Chance.TIME: _("a check-in that took place"),
    Chance.MENTOR: _("a mentor"),
}
