"""Hands of stretch assignments: everything that can be done with them, in one place."""

from journeywork.assignments.ending import end
from journeywork.assignments.fading import feel, follow, overrule, reach, settle, settle_all
from journeywork.assignments.lending import answer_loan, ask_lender
from journeywork.assignments.letters import send_letters
from journeywork.assignments.opening import (
    Plan,
    half_way,
    offered,
    open_assignment,
    start,
    tidy,
)
from journeywork.assignments.proposing import decline, propose, propose_to

__all__ = [
    "Plan",
    "answer_loan",
    "ask_lender",
    "decline",
    "end",
    "feel",
    "follow",
    "half_way",
    "offered",
    "open_assignment",
    "overrule",
    "propose",
    "propose_to",
    "reach",
    "send_letters",
    "settle",
    "settle_all",
    "start",
    "tidy",
]
