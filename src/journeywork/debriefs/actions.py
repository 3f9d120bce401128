"""Hands of debriefs: everything that can be done with them, in one place."""

from journeywork.debriefs.learning import ask_use, became, commit_to, draw_lesson, tell_use
from journeywork.debriefs.live import (
    come,
    finish,
    group,
    rename,
    switch,
    take_card,
    vote,
    write_card,
)
from journeywork.debriefs.opening import close, give_time, invite, open_debrief
from journeywork.debriefs.saying import decline, propose, propose_stage
from journeywork.debriefs.theming import find_themes
from journeywork.debriefs.writing import remove, reveal_due, settle, tidy, write

__all__ = [
    "ask_use",
    "became",
    "close",
    "come",
    "commit_to",
    "decline",
    "draw_lesson",
    "find_themes",
    "finish",
    "give_time",
    "group",
    "invite",
    "open_debrief",
    "propose",
    "propose_stage",
    "remove",
    "rename",
    "reveal_due",
    "settle",
    "switch",
    "take_card",
    "tell_use",
    "tidy",
    "vote",
    "write",
    "write_card",
]
