"""Hands of posts: everything that can be done with them, in one place."""

from journeywork.knowledge.posts.kindness import (
    choose_reflection_time,
    follow,
    let_pass,
    make_card,
    thank,
    unthank,
)
from journeywork.knowledge.posts.writing import (
    change,
    hold,
    reflect,
    reply,
    share,
    take_away,
    write,
)

__all__ = [
    "change",
    "choose_reflection_time",
    "follow",
    "hold",
    "let_pass",
    "make_card",
    "reflect",
    "reply",
    "share",
    "take_away",
    "thank",
    "unthank",
    "write",
]
