"""Hands of shadowing: offer and ask, change and take back, begin a visit, agree on times, go on step by step, note.

Each action says who acts (`by`) and when (`at`), in UTC, and returns the value afterwards.
Reflections are written and shared by `activities.actions`; a visit pauses, ends and is left
there, too. None of them takes, or keeps, a judgement about anybody.
"""

from journeywork.shadowing.offering import (
    change_offer,
    close_offer,
    close_request,
    mailed,
    offer,
    put_away,
    request,
    tell_fits,
    withdraw_all,
)
from journeywork.shadowing.timing import (
    agree,
    cancel,
    find_times,
    move,
    set_busy,
    suggest,
    sweep,
)
from journeywork.shadowing.visiting import come, invite, ready, step, tidy
from journeywork.shadowing.watching import (
    change_look_for,
    drop_look_for,
    look_for,
    note,
    prepare,
)

__all__ = [
    "agree",
    "cancel",
    "change_look_for",
    "change_offer",
    "close_offer",
    "close_request",
    "come",
    "drop_look_for",
    "find_times",
    "invite",
    "look_for",
    "mailed",
    "move",
    "note",
    "offer",
    "prepare",
    "put_away",
    "ready",
    "request",
    "set_busy",
    "step",
    "suggest",
    "sweep",
    "tell_fits",
    "tidy",
    "withdraw_all",
]
