"""Help out: one decision for each moment, an offer or a silence, with its reasons.

`decide` is pure: the same moment, options, policy, history and draw give the same decision.
Its order of checks is the order of usefulness of the reasons. First what the person (or
colleagues) wished; then whether there was anything to offer at all; then whether now was the
time; and the lot last, so that only moments which would have been offered are withheld.
That makes each withheld moment comparable with each offered one (a micro-randomised trial
over available moments: Klasnja et al. 2015, Health Psychology 34 Suppl., 1220-1228).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from journeywork.engine.attention import History, Policy
from journeywork.engine.moments import Moment
from journeywork.engine.options import Option, OptionKind, Part

__all__ = [
    "Decision",
    "Offer",
    "Option",
    "OptionKind",
    "Part",
    "Silence",
    "SilenceReason",
]


class SilenceReason(StrEnum):
    """Why nothing was offered."""

    NOTHING_FITS = "nothing fits well enough"
    BUDGET_DAY = "the day's attention is spent"
    BUDGET_WEEK = "the week's attention is spent"
    OFF_HOURS = "outside working hours"
    NO_BREAKPOINT = "in the middle of something"
    PAUSED = "paused by the person"
    SNOOZED = "snoozed by the person"
    DAMPED = "colleagues said this trigger does not help"
    FADED = "the person does this well without help"
    SEEN = "everything that fits was seen or written by the person"
    WITHHELD = "held back by lot, to learn whether help helps"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """The option that is offered, why it, why now, and why not the next ones.

    `propensity` is the probability with which this moment would be offered help rather than
    be withheld (1 - withheld share), logged so that effects can be estimated later.
    """

    id: UUID
    moment: UUID
    person: UUID
    at: datetime
    option: Option
    why_this: str
    why_now: str
    why_not_next: tuple[str, ...]
    candidates: tuple[Option, ...]
    propensity: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """The decision to offer nothing, with its reason and what was considered."""

    id: UUID
    moment: UUID
    person: UUID
    at: datetime
    reason: SilenceReason
    says: str
    candidates: tuple[Option, ...]
    propensity: float


Decision = Offer | Silence
