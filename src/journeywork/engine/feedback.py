"""Responses: what people did with an offer, and what it teaches.

What is learned is kept as discounted counts of two outcomes, useful and not, and read through
a beta-binomial posterior mean: `(prior useful + useful) / (prior both + both)` (Gelman et
al., Bayesian Data Analysis, 3rd ed., section 2.4). Old answers lose weight by a half-life,
which is the usual remedy where the truth drifts (discounted counts: Garivier & Moulines
2011, "On upper-confidence bound policies for switching bandit problems", ALT).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class ResponseKind(StrEnum):
    """What the person did with what was offered (the proximal outcome)."""

    HELPED = "helped"
    NOT_USEFUL_HERE = "not_useful_here"
    KNEW_IT = "knew_it"
    TOO_LATE = "too_late"
    WRONG = "wrong"
    OPENED = "opened"
    IGNORED = "ignored"


#: Verdicts end an offer; the others are what happens on the way to one.
VERDICTS = frozenset(ResponseKind) - {ResponseKind.OPENED, ResponseKind.IGNORED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """A person's answer to an offer, or to something found through Ask.

    `target` is the offer answered (None for something pulled); `option` the card, episode or
    person it was about; `rule` the trigger that led to it ("" for something pulled).
    """

    id: UUID
    by: UUID
    at: datetime
    kind: ResponseKind
    option: UUID
    target: UUID | None = None
    rule: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """How much one answer says that the trigger was useful here, and that it was not."""

    useful: float = 0.0
    not_useful: float = 0.0


#: What each answer teaches about the trigger. "Knew it" and "too late" are the trigger's
#: fault by half; a wrong card is not its fault at all; silence on an offer says little.
LESSONS: Mapping[ResponseKind, Lesson] = {
    ResponseKind.HELPED: Lesson(useful=1.0),
    ResponseKind.OPENED: Lesson(useful=0.3),
    ResponseKind.KNEW_IT: Lesson(not_useful=0.5),
    ResponseKind.TOO_LATE: Lesson(not_useful=0.5),
    ResponseKind.NOT_USEFUL_HERE: Lesson(not_useful=1.0),
    ResponseKind.WRONG: Lesson(),
    ResponseKind.IGNORED: Lesson(not_useful=0.1),
}
PRIOR = Lesson(useful=4.0, not_useful=2.0)
HALF_LIFE_DAYS = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Discounted answers about one trigger: their weights as they were at `at`."""

    useful: float = 0.0
    not_useful: float = 0.0
    at: datetime | None = None

    def seen(self, at: datetime, half_life: float = HALF_LIFE_DAYS) -> "Evidence":
        """Return the evidence as it weighs at `at`: halved every `half_life` days."""
        if self.at is None or at <= self.at:
            return Evidence(useful=self.useful, not_useful=self.not_useful, at=self.at or at)
        keep = decay(self.at, at, half_life)
        return Evidence(useful=self.useful * keep, not_useful=self.not_useful * keep, at=at)

    def answered(
        self,
        kind: ResponseKind,
        at: datetime,
        *,
        instead: tuple[ResponseKind, datetime] | None = None,
    ) -> "Evidence":
        """Return the evidence with one more answer.

        `instead` is the same person's last answer (kind, when) about the same trigger: it is
        taken back, so that nobody counts twice, however often they answer.
        """
        now = self.seen(at)
        useful, not_useful = now.useful, now.not_useful
        if instead:
            old, keep = LESSONS[instead[0]], decay(instead[1], at)
            useful -= old.useful * keep
            not_useful -= old.not_useful * keep
        new = LESSONS[kind]
        return Evidence(
            useful=max(0.0, useful) + new.useful,
            not_useful=max(0.0, not_useful) + new.not_useful,
            at=now.at,
        )

    def usefulness(self, at: datetime, prior: Lesson = PRIOR) -> float:
        """Return the posterior mean chance, 0 to 1, that this trigger is useful at `at`."""
        now = self.seen(at)
        return shrunk(now.useful, now.useful + now.not_useful, prior=prior)


def decay(then: datetime, at: datetime, half_life: float = HALF_LIFE_DAYS) -> float:
    """Return the weight, 0 to 1, that an answer given `then` keeps at `at`."""
    days = max(0.0, (at - then).total_seconds() / 86_400)
    weight: float = 0.5 ** (days / half_life)
    return weight


def shrunk(useful: float, answers: float, *, prior: Lesson = PRIOR) -> float:
    """Return the beta-binomial posterior mean of `useful` out of `answers`."""
    weight = prior.useful + prior.not_useful
    return (prior.useful + useful) / (weight + answers)


#: What a trigger is believed to be worth before anybody has answered.
UNKNOWN = shrunk(0.0, 0.0)
