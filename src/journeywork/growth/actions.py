"""Hands of growth: keep a list, watch for what fits it, choose a stance, write a journal."""

from journeywork.growth.following import ask_what_was_learned, follow
from journeywork.growth.journal import rewrite, tear_out, write
from journeywork.growth.listing import (
    add,
    change,
    close,
    delete,
    move,
    open_again,
    say_how,
    share,
)
from journeywork.growth.watching import (
    answer,
    attend,
    attend_to,
    heed,
    tell,
    watch,
    watch_all,
)

__all__ = [
    "add",
    "answer",
    "ask_what_was_learned",
    "attend",
    "attend_to",
    "change",
    "close",
    "delete",
    "follow",
    "heed",
    "move",
    "open_again",
    "rewrite",
    "say_how",
    "share",
    "tear_out",
    "tell",
    "watch",
    "watch_all",
    "write",
]
