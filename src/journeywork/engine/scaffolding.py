"""Scaffolding fades as somebody needs it less, and comes back where they need it more.

What was reached unaided speaks for less help; asking, rework and a pulse that calls for support
speak for more. Two thresholds with a gap between them keep it from flickering (hysteresis), a
step is one level at a time, and after each step the signs count anew. A level that the learner
chose themselves holds until they let it go.

After Wood, Bruner & Ross 1976 (Journal of Child Psychology and Psychiatry 17(2)), and the three
marks of scaffolding of van de Pol, Volman & Beishuizen 2010 (Educational Psychology Review 22):
contingency, fading, transfer of responsibility. The weights are ours.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import IntEnum
from uuid import UUID

from journeywork.engine.cadence import Cadence
from journeywork.engine.people import WorkingTime
from journeywork.engine.work import WorkEvent


class Level(IntEnum):
    """How much help stands around the work; more is more."""

    ALONE = 0
    LIGHT = 1
    STEADY = 2
    CLOSE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What happened since the last change of level, counted.

    `unaided` and `aided` are checkpoints reached and pieces of work finished, without help and
    with it; `asks` questions to colleagues; `reworks` rounds of rework; `calm` and `strained`
    pulses that do not, or do, call for support.
    """

    unaided: int = 0
    aided: int = 0
    asks: int = 0
    reworks: int = 0
    calm: int = 0
    strained: int = 0

    def __add__(self, other: "Signs") -> "Signs":
        return Signs(
            unaided=self.unaided + other.unaided,
            aided=self.aided + other.aided,
            asks=self.asks + other.asks,
            reworks=self.reworks + other.reworks,
            calm=self.calm + other.calm,
            strained=self.strained + other.strained,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Fading:
    """The level to stand at from now on, and the signs that it rests on."""

    level: Level
    signs: Signs
    independence: float


#: Weights of signs for and against independence, in pieces of evidence.
UNAIDED, CALM = 1.0, 0.5
AIDED, ASK, REWORK, STRAINED = 0.25, 0.25, 0.5, 1.0
#: Before anything is known: one piece for, one against.
PRIOR = 1.0
#: Less help from here up, more help from here down; between them nothing changes.
LESS_FROM, MORE_FROM = 0.7, 0.4
#: No change on less evidence than this.
ENOUGH = 1.5
#: Days between check-ins; None: none are planned, asking is always right.
EVERY_DAYS: dict[Level, int | None] = {
    Level.CLOSE: 3,
    Level.STEADY: 7,
    Level.LIGHT: 14,
    Level.ALONE: None,
}
_FINISHED = frozenset({"work.finished", "change.merged", "case.closed", "incident.resolved"})


def independence(signs: Signs) -> float:
    """Return how far the signs speak for doing it alone, 0 to 1; half where there are none."""
    good, bad = _weighed(signs)
    return (PRIOR + good) / (2 * PRIOR + good + bad)


def faded(level: Level, signs: Signs, *, held: bool = False) -> Fading:
    """Return the level that follows: one step less, one step more, or the same.

    A level that is `held` stays, whatever the signs say.
    """
    found = independence(signs)
    after = level
    if not held and sum(_weighed(signs)) >= ENOUGH:
        if found >= LESS_FROM:
            after = Level(max(level - 1, Level.ALONE))
        elif found <= MORE_FROM:
            after = Level(min(level + 1, Level.CLOSE))
    return Fading(level=after, signs=signs, independence=found)


def signs_of(events: Iterable[WorkEvent], learner: UUID, since: datetime) -> Signs:
    """Count what a time line says of the learner from `since` on; others' doings count not."""
    asks = reworks = finished = 0
    helped = False
    for event in events:
        if event.at < since:
            continue
        helped = helped or any(help.to == learner for help in event.helpers)
        asks += event.type == "question.asked" and event.by == learner
        reworks += event.type in ("change.reworked", "work.reopened")
        finished += event.type in _FINISHED and event.by is not None
    rough = helped or asks > 0
    return Signs(
        unaided=0 if rough else finished,
        aided=finished if rough else 0,
        asks=asks,
        reworks=reworks,
    )


def start_level(new: int, known: int) -> Level:
    """Return how close help stands at the start: the more is new, the closer."""
    return Level.CLOSE if new > known else Level.STEADY


def _weighed(signs: Signs) -> tuple[float, float]:
    good = UNAIDED * signs.unaided + CALM * signs.calm
    bad = (
        AIDED * signs.aided
        + ASK * signs.asks
        + REWORK * max(0, signs.reworks - 1)
        + STRAINED * signs.strained
    )
    return good, bad


def meeting(level: Level, hours: WorkingTime, starts: date) -> Cadence | None:
    """Return how often one meets at a level, from a day on, in the learner's time; None: never.

    The time is an hour into their day; the check-ins move to hours that all share.
    """
    every = EVERY_DAYS[level]
    if every is None:
        return None
    at = time((hours.starts.hour + 1) % 24, hours.starts.minute)
    weeks, odd = divmod(every, 7)
    return Cadence(
        every=every if odd else weeks,
        unit="day" if odd else "week",
        at=at,
        zone=hours.zone,
        starts=starts,
    )
