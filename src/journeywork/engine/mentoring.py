"""Programmes that bring people together, who takes part, rounds, pairs, and matches that run.

A pair is what a round proposes; a match is what has begun. Pausing, leaving and ending never
need a reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from journeywork.engine.fit.participants import Role, Wanted
from journeywork.engine.options import Part
from journeywork.engine.people import Skill

#: Roles of an activity of two: of mentors and mentees, and of those who are each other's peers.
MENTOR, MENTEE, PEER = "mentor", "mentee", "peer"


class ProgrammeKind(StrEnum):
    """Who is brought together with whom."""

    MENTORING = "mentoring"
    BUDDY = "buddy"
    REVERSE = "reverse"
    PEERS = "peers"
    CIRCLES = "circles"

    @property
    def two_sided(self) -> bool:
        """Tell whether there are mentors and mentees; else everybody takes part alike."""
        return self not in (ProgrammeKind.PEERS, ProgrammeKind.CIRCLES)


class Pace(StrEnum):
    """Whether rounds come one by one (a cohort), or people are matched as they come."""

    COHORT = "cohort"
    EVERGREEN = "evergreen"


class Choosing(StrEnum):
    """Who has a say in who meets whom, beside the rules."""

    AUTOMATIC = "automatic"
    RANKED = "ranked"
    BOTH = "both"
    ORGANISER = "organiser"


class ProgrammeState(StrEnum):
    """Whether a programme takes people in."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """A programme. `rules` is the text of its rules file (TOML), "" for those of its kind.

    With `newcomer_days` over 0, whoever has come within so many days takes part without asking,
    and can pause or skip by one click. `places` is how many people a mentor takes unless they
    say otherwise. Matches last `lasts_weeks` and meet every `every_weeks`. Circles have from
    `least` to `most` people. Without `teams` it is for everybody here.
    """

    id: UUID
    key: str
    name: str
    kind: ProgrammeKind
    pace: Pace
    choosing: Choosing
    state: ProgrammeState
    says: str
    at: datetime
    by: UUID | None = None
    rules: str = ""
    newcomer_days: int = 0
    places: int = 2
    lasts_weeks: int = 24
    every_weeks: int = 2
    least: int = 4
    most: int = 6
    teams: tuple[UUID, ...] = ()
    closed_at: datetime | None = None


class CameBy(StrEnum):
    """How somebody came to take part."""

    THEMSELVES = "themselves"
    DEFAULT = "default"
    ORGANISER = "organiser"


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """Somebody takes part in a programme; `left_at` None: to this day.

    `wants`, `offers` and `goals` None are what their profile says. `wishes` are people, the
    first wish first. `skips` is the next round only. `paused_until` is the day on which they
    take part again by themselves. `waited` counts the rounds that had no place for them.
    `confirmed_on` is when they last said that all of this is so.
    """

    id: UUID
    programme: UUID
    person: UUID
    role: Role
    came_by: CameBy
    at: datetime
    wants: tuple[Wanted, ...] | None = None
    offers: tuple[Skill, ...] | None = None
    goals: tuple[str, ...] = ()
    seniority: int | None = None
    department: str = ""
    places: int = 1
    wanted: int = 1
    wishes: tuple[UUID, ...] = ()
    past: tuple[tuple[UUID, date], ...] = ()
    skips: bool = False
    paused_until: date | None = None
    waited: int = 0
    confirmed_on: date | None = None
    left_at: datetime | None = None


class RoundState(StrEnum):
    """How far a round has come: it is matched, looked at, and published; or dropped."""

    STAGING = "staging"
    STAGED = "staged"
    PUBLISHING = "publishing"
    PUBLISHED = "published"
    DROPPED = "dropped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What is proven of a round's pairs (`engine.matching.plan.Certificate`), as it is shown.

    `total` and `bound` are points; `floor` is the lowest fit that the round keeps for everybody.
    """

    total: int
    bound: int
    proven: bool
    covered: bool
    floor: int = 0
    floor_proven: bool = False
    cpu: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many a round had: who sought and gave, free places, who has somebody, who has nobody."""

    seekers: int = 0
    givers: int = 0
    places: int = 0
    pairs: int = 0
    placed: int = 0
    left: int = 0
    worst: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One round of a programme. `on` is the day for which people, rules and pauses hold."""

    id: UUID
    programme: UUID
    number: int
    state: RoundState
    on: date
    at: datetime
    by: UUID | None = None
    seed: int = 0
    rules: str = ""
    dial: Mapping[str, float] | None = None
    draws: bool = False
    proof: Proof | None = None
    counts: Counts | None = None
    says: str = ""
    staged_at: datetime | None = None
    published_at: datetime | None = None


class PairState(StrEnum):
    """What has become of a pair: `asked` waits until both say yes."""

    STAGED = "staged"
    ASKED = "asked"
    PUBLISHED = "published"
    REFUSED = "refused"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class StagedPair:
    """Two (or, with `more`, some) whom a round brings together, and why.

    `first` is the mentee and `second` the mentor where there are such. `parts` add up to `fit`.
    A locked pair stays when the round is matched again.
    """

    id: UUID
    round: UUID
    first: UUID
    second: UUID
    fit: int
    parts: tuple[Part, ...]
    state: PairState
    more: tuple[UUID, ...] = ()
    locked: bool = False
    by_hand: bool = False
    match: UUID | None = None

    @property
    def people(self) -> tuple[UUID, ...]:
        """Everybody in it."""
        return (self.first, self.second, *self.more)


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """Somebody whom a round leaves with nobody, the reasons, and what would change it.

    `drawn_out`: there were too few places, and the lot fell to others.
    """

    round: UUID
    person: UUID
    role: Role
    says: tuple[str, ...]
    changes: tuple[str, ...] = ()
    drawn_out: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A pair (or circle) that has begun; its id is that of its activity.

    `writes_first` is who should say hello. `first_met_at` None: no meeting was held yet.
    """

    id: UUID
    programme: UUID
    first: UUID
    second: UUID
    at: datetime
    more: tuple[UUID, ...] = ()
    round: UUID | None = None
    fit: int = 0
    parts: tuple[Part, ...] = ()
    writes_first: UUID | None = None
    first_met_at: datetime | None = None
    last_sign_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def people(self) -> tuple[UUID, ...]:
        """Everybody in it."""
        return (self.first, self.second, *self.more)
