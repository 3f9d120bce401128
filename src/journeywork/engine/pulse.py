"""The pulse: three taps at a check-in, and what they say to whoever tapped.

How sure one is, how much it takes, and how well one is supported, from 1 to 3 each. The
reading is for the learner alone. A mentor is told one thing at most, whether to offer support
now, and it is the same for both states that call for it.

That being stretched is fine, and being lost alone is not, follows the zone of proximal
development (Vygotsky 1978, Mind in Society, ch. 6) and productive failure (Kapur 2008,
Cognition and Instruction 26(3)). The rule itself is ours and measures nothing: it turns three
taps into a sentence.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

LEAST, MOST = 1, 3
LOW, MIDDLE, HIGH = 1, 2, 3


class Standing(StrEnum):
    """How an assignment goes for whoever has it."""

    PRODUCTIVE = "productive"
    DRIFTING = "drifting"
    DROWNING = "drowning"


class Sign(StrEnum):
    """Why: what in the taps says so. Each has its sentence on the page."""

    LOST_ALONE = "lost and alone"
    TOO_MUCH_ALONE = "too much and alone"
    TOO_MUCH_LOST = "too much and lost"
    TOO_MUCH_LONG = "too much twice in a row"
    TOO_LIGHT = "takes little"
    STANDS_STILL = "takes little and lost"
    STRETCHED = "a stretch with help"
    CALM = "sure and supported"
    MIXED = "neither"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulse:
    """Three taps. ValueError outside 1 to 3.

    `confidence`: 1 lost, 2 getting there, 3 sure. `effort`: 1 light, 2 a stretch, 3 too much.
    `support`: 1 alone, 2 some, 3 enough.
    """

    confidence: int
    effort: int
    support: int
    at: datetime

    def __post_init__(self) -> None:
        for value in (self.confidence, self.effort, self.support):
            if not LEAST <= value <= MOST:
                raise ValueError(f"a tap is from {LEAST} to {MOST}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the taps say: how it goes, and why."""

    standing: Standing
    sign: Sign

    @property
    def offer_support(self) -> bool:
        """All that a mentor may be told: the same for drifting as for drowning."""
        return self.standing is not Standing.PRODUCTIVE


def reading(pulses: Sequence[Pulse]) -> Reading | None:
    """Return what the last pulse says in the light of the one before; None for none.

    `pulses` come oldest first. More confidence or more support never makes it drowning.
    """
    if not pulses:
        return None
    last = pulses[-1]
    before = pulses[-2] if len(pulses) > 1 else None
    sign = _drowning(last, before) or _drifting(last)
    if sign is None:
        return Reading(standing=Standing.PRODUCTIVE, sign=_productive(last))
    drowns = sign not in (Sign.TOO_LIGHT, Sign.STANDS_STILL)
    return Reading(standing=Standing.DROWNING if drowns else Standing.DRIFTING, sign=sign)


def _drowning(last: Pulse, before: Pulse | None) -> Sign | None:
    lost, alone = last.confidence == LOW, last.support == LOW
    if last.effort == HIGH and alone:
        return Sign.TOO_MUCH_ALONE
    if last.effort == HIGH and lost:
        return Sign.TOO_MUCH_LOST
    if lost and alone:
        return Sign.LOST_ALONE
    long = before is not None and before.effort == HIGH == last.effort
    return Sign.TOO_MUCH_LONG if long and last.confidence < HIGH else None


def _drifting(last: Pulse) -> Sign | None:
    if last.effort != LOW:
        return None
    return Sign.STANDS_STILL if last.confidence == LOW else Sign.TOO_LIGHT


def _productive(last: Pulse) -> Sign:
    if last.support >= MIDDLE and last.effort >= MIDDLE:
        return Sign.CALM if last.confidence == HIGH else Sign.STRETCHED
    return Sign.MIXED
