"""Decisions about a moment: an offer or a silence, each with its reasons."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from journeywork.engine.options import Option
from journeywork.engine.stances import Stance


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
    NOT_HERE = "the person said it does not help them here"
    WITHHELD = "held back by lot, to learn whether help helps"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """The option that is offered, why it, why now, and why not the next ones.

    `propensity` is the probability with which this moment would be offered help rather than
    be withheld (1 - withheld share), logged so that effects can be estimated later. `stance` is
    what the person wanted of the work; with development come `alternatives`, other ways to it.
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
    stance: Stance | None = None
    alternatives: tuple[Option, ...] = ()


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
