"""Hands of debriefs: everything that can be done with them, in one place."""

from journeywork.debriefs.learning import ask_use, became, commit_to, draw_lesson, tell_use
from journeywork.debriefs.opening import close, give_time, invite, open_debrief
from journeywork.debriefs.saying import decline, propose
from journeywork.debriefs.staging import propose_stage
from journeywork.debriefs.writing import remove, reveal_due, settle, tidy, write

__all__ = [
    "ask_use",
    "became",
    "close",
    "commit_to",
    "decline",
    "draw_lesson",
    "give_time",
    "invite",
    "open_debrief",
    "propose",
    "propose_stage",
    "remove",
    "reveal_due",
    "settle",
    "tell_use",
    "tidy",
    "write",
]
