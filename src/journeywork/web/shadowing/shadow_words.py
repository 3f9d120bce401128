"""The words of a visit: its steps, and how long it takes."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from journeywork.engine.shadowing import Mode

Words = str | Promise

MODES: dict[Mode, Words] = {
    Mode.OBSERVE: _("Observe"),
    Mode.BRIEFED: _("Observe with a briefing"),
    Mode.PARTS: _("Do parts of it"),
    Mode.WATCHED: _("Do it, the host watching"),
    Mode.ALONE: _("Do the same alone"),
}
SAYS: dict[Mode, Words] = {
    Mode.OBSERVE: _("Watch, and keep questions for later."),
    Mode.BRIEFED: _("The host says beforehand what will come, and why; you watch for it."),
    Mode.PARTS: _("The visitor takes over a step here and there."),
    Mode.WATCHED: _("The visitor does the whole of it; the host speaks when asked."),
    Mode.ALONE: _("The same kind of task, in the visitor's own work."),
}
LENGTHS: list[tuple[str, Words]] = [
    ("30", _("Half an hour")),
    ("60", _("An hour")),
    ("90", _("An hour and a half")),
    ("120", _("Two hours")),
    ("240", _("Half a day")),
]
