"""Attention: the one budget for everything pushed to a person, whatever the channel.

A day is the person's local calendar day; for a night shift it is also the shift, which
belongs to the day on which it starts: neither may hold more than the day's budget. A week is
the ISO week (Monday to Sunday) of those days. Nothing carries over from one to the next.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from journeywork.engine.feedback import UNKNOWN, Evidence
from journeywork.engine.options import OptionKind
from journeywork.engine.people import WorkingTime

MOST_PER_DAY, MOST_PER_WEEK = 10, 40
MOST_WITHHELD = 0.5
#: However often colleagues say no, what is as likely as this to be right may be offered.
MOST_CHANCE = 0.9
_Period = Callable[[date], Hashable]


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """An organisation's promise about attention.

    `per_day` and `per_week` bound pushes. `withheld` is the share of moments held back by
    lot (0: none). `card_chance`, `episode_chance` and `person_chance` are how likely an option
    must be, as measured (`engine.chances`), to be the card that somebody would pick, the work
    that one would refer to, the colleague who then helps. An option seen in
    the last `seen_days` is not pushed; a person suggested in the last `person_days` is not
    suggested again. A trigger whose usefulness falls below `damped_below` is silent, and
    one that a person called not useful is silent for them for `quiet_days`. From `faded_at`
    (share of such work done well without help) rules that fade are silent. An offer not
    answered in `ignored_hours` is taken as ignored, and a moment older than `fresh_hours`
    is history: nothing is offered for it.
    """

    per_day: int = 2
    per_week: int = 6
    withheld: float = 0.1
    card_chance: float = 0.3
    episode_chance: float = 0.15
    person_chance: float = 0.3
    seen_days: int = 14
    person_days: int = 14
    damped_below: float = 0.35
    quiet_days: int = 14
    faded_at: float = 0.8
    ignored_hours: int = 48
    fresh_hours: int = 4

    def least(self, kind: OptionKind) -> float:
        """Return the chance that an option of `kind` must have.

        A note always fits; an opportunity was found fitting before it is considered.
        """
        return {
            OptionKind.CARD: self.card_chance,
            OptionKind.EPISODE: self.episode_chance,
            OptionKind.PERSON: self.person_chance,
            OptionKind.NOTE: 0.0,
            OptionKind.OPPORTUNITY: 0.0,
        }[kind]

    def faults(self) -> dict[str, str]:
        """Return what does not fit, by field; empty when all does."""
        wrong: dict[str, str] = {}
        for name, (least, most) in _BOUNDS.items():
            found = getattr(self, name)
            if not least <= found <= most:
                wrong[name] = f"must be from {least} to {most}"
        if not wrong and self.per_week < self.per_day:
            wrong["per_week"] = "must not be less than the day's budget"
        return wrong


_BOUNDS: Mapping[str, tuple[float, float]] = {
    "per_day": (0, MOST_PER_DAY),
    "per_week": (0, MOST_PER_WEEK),
    "withheld": (0.0, MOST_WITHHELD),
    "card_chance": (0.0, MOST_CHANCE),
    "episode_chance": (0.0, MOST_CHANCE),
    "person_chance": (0.0, MOST_CHANCE),
    "seen_days": (0, 365),
    "person_days": (1, 365),
    "damped_below": (0.0, 0.6),
    "quiet_days": (0, 365),
    "faded_at": (0.5, 1.0),
    "ignored_hours": (1, 24 * 30),
    "fresh_hours": (1, 24 * 7),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What a decision must know of the person, and of colleagues' answers.

    `pushes` are the times of pushes, at least of the last eight days; `offered` maps every
    option ever pushed to the last time; `seen` options opened lately. `evidence` is what
    everybody's answers say of each rule; `not_here` when this person last called a rule not
    useful. `paused_until` is a local day, exclusive; `snoozed_until` a time, exclusive.
    """

    working_time: WorkingTime
    paused_until: date | None = None
    snoozed_until: datetime | None = None
    pushes: tuple[datetime, ...] = ()
    offered: Mapping[UUID, datetime] = field(default_factory=dict)
    seen: Mapping[UUID, datetime] = field(default_factory=dict)
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    not_here: Mapping[str, datetime] = field(default_factory=dict)

    def after(self, option: UUID, at: datetime) -> "History":
        """Return the history once `option` was pushed at `at`."""
        return replace(self, pushes=(*self.pushes, at), offered={**self.offered, option: at})

    def paused(self, at: datetime) -> bool:
        """Tell whether the person has paused everything on their local day of `at`."""
        return bool(self.paused_until and self.working_time.local_date(at) < self.paused_until)

    def snoozed(self, at: datetime) -> bool:
        """Tell whether the person has put pushes off beyond `at`."""
        return bool(self.snoozed_until and at < self.snoozed_until)

    def quiet_until(self, rule: str, at: datetime, policy: Policy) -> datetime | None:
        """Return until when `rule` is quiet for this person, None when it may speak."""
        said = self.not_here.get(rule)
        until = said + timedelta(days=policy.quiet_days) if said else None
        return until if until and at < until else None

    def usefulness(self, rule: str, at: datetime) -> float:
        """Return how useful colleagues' answers make `rule`, 0 to 1."""
        return self.evidence.get(rule, Evidence()).usefulness(at)

    def strictness(self, rule: str, at: datetime) -> float:
        """Return by how much the least chance of `rule` is raised: 1, or more when damped."""
        return max(1.0, UNKNOWN / self.usefulness(rule, at))

    def spent_today(self, at: datetime) -> int:
        """Return the pushes of the day of `at`: of the calendar day or the shift, the more."""
        return self._spent(at, lambda day: day)

    def spent_this_week(self, at: datetime) -> int:
        """Return the pushes of the ISO week of `at`, counted by days or by shifts, the more."""
        return self._spent(at, lambda day: day.isocalendar()[:2])

    def _spent(self, at: datetime, period: _Period) -> int:
        now = days(self.working_time, at)
        past = [days(self.working_time, push) for push in self.pushes]
        return max(
            sum(period(each[way]) == period(now[way]) for each in past) for way in range(len(now))
        )


def days(working_time: WorkingTime, at: datetime) -> tuple[date, date]:
    """Return the local calendar day of `at`, and the day on which its shift began.

    They differ only in the morning hours of a night shift (`ends` before `starts`).
    """
    local = at.astimezone(working_time.zone)
    night = working_time.ends < working_time.starts
    early = night and local.time() < working_time.ends
    return local.date(), local.date() - timedelta(days=int(early))
