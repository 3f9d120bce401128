"""The shapes of `programmes`."""

# Made by `make docs` from the API's description; change the API, not this file.
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from journeywork.client.shape import UNSET, Answered, Given, UnsetType
from journeywork.client.shapes.shared import (
    CameBy,
    Choosing,
    Pace,
    PersonRef,
    ProgrammeKind,
    ProgrammeState,
    Role,
)

#: A rule that takes mentors away, in the order in which they are told; named as it is set.
Bar = Literal[
    "common_language",
    "least_hours",
    "least_gap",
    "departments",
    "reporting_line",
    "same_manager",
    "cool_down_days",
    "mutual",
]


class LackingOut(Answered, kw_only=True):
    """A skill that is wanted and that nobody offers."""

    skill: str
    people: int


class NobodyOut(Answered, kw_only=True):
    """Somebody whom the rules leave nobody."""

    person: PersonRef
    says: list[str]
    changes: list[str]


class RelaxingOut(Answered, kw_only=True):
    """What one rule takes from those who have nobody."""

    rule: Bar
    people: int


class DryRunOut(Answered, kw_only=True):
    """What a round would begin with; nobody is matched."""

    seekers: int
    givers: int
    places: int
    paused: int
    full: int
    alone: int
    reached: int
    reached_with: int
    nobody: list[NobodyOut]
    relaxing: list[RelaxingOut]
    lacking: list[LackingOut]


class EnrolledOut(Answered, kw_only=True):
    """Somebody who takes part; what they want and wish for is not told in a list."""

    person: PersonRef
    key: str
    role: Role
    came_by: CameBy
    at: datetime
    places: int
    wanted: int
    skips: bool
    paused_until: date | None
    waited: int
    confirmed_on: date | None


class LearningOut(Answered, kw_only=True):
    """What a programme teaches whoever runs it."""

    seek: int
    have: int
    days: float | None
    met: int | None
    people: int | None
    changed: int | None


class LadenOut(Answered, kw_only=True):
    """How many mentors have so many people."""

    people: int
    mentors: int


class LoadOut(Answered, kw_only=True):
    """How mentors are laden; who has how many is not told."""

    free: int
    spread: list[LadenOut]


#: What a coordinator may see of a match, the first that holds.
Signal = Literal["asked", "rests", "not-met", "quiet", "new", "well"]


class NeedsLookOut(Answered, kw_only=True):
    """A match that needs a look."""

    names: str
    signal: Signal
    since: datetime


class UsefulOut(Answered, kw_only=True):
    """How useful last meetings of a month were, of five people or more, and in steps."""

    month: date
    size: int
    least: int
    most: int


class HealthOut(Answered, kw_only=True):
    """How the matches of a programme go."""

    running: int
    met: int
    late: int
    quiet: int
    ended: int
    attention: list[NeedsLookOut]
    load: LoadOut | None
    learning: LearningOut
    useful: UsefulOut | None


class RowFaultOut(Answered, kw_only=True):
    """What is wrong in a row."""

    row: int
    heading: str
    says: str


class LookedOut(Answered, kw_only=True):
    """What a table would do, or did; nothing where it has a fault."""

    rows: int
    faults: list[RowFaultOut]
    joining: int
    changing: int
    same: int
    bystanders: int
    new: int
    aside: list[str]
    unread: list[str]


class ProgrammeChangeIn(Given, kw_only=True):
    """What shall be different about a programme; what is left out stays."""

    name: str | UnsetType = UNSET
    kind: ProgrammeKind | UnsetType = UNSET
    pace: Pace | UnsetType = UNSET
    choosing: Choosing | UnsetType = UNSET
    says: str | UnsetType = UNSET
    rules: str | UnsetType = UNSET
    newcomer_days: int | UnsetType = UNSET
    places: int | UnsetType = UNSET
    lasts_weeks: int | UnsetType = UNSET
    every_weeks: int | UnsetType = UNSET
    least: int | UnsetType = UNSET
    most: int | UnsetType = UNSET
    teams: list[str] | UnsetType = UNSET


class ProgrammeIn(Given, kw_only=True):
    """A programme to set up; nobody hears of it before it is opened."""

    name: str
    kind: ProgrammeKind
    pace: Pace | UnsetType = UNSET
    choosing: Choosing | UnsetType = UNSET
    says: str | UnsetType = UNSET
    rules: str | UnsetType = UNSET
    newcomer_days: int | UnsetType = UNSET
    places: int | UnsetType = UNSET
    lasts_weeks: int | UnsetType = UNSET
    every_weeks: int | UnsetType = UNSET
    least: int | UnsetType = UNSET
    most: int | UnsetType = UNSET
    teams: list[str] | UnsetType = UNSET


class ProgrammeOut(Answered, kw_only=True):
    """A programme, as whoever coordinates it sees it."""

    id: UUID
    key: str
    name: str
    kind: ProgrammeKind
    pace: Pace
    choosing: Choosing
    state: ProgrammeState
    says: str
    rules: str
    newcomer_days: int
    places: int
    lasts_weeks: int
    every_weeks: int
    least: int
    most: int
    teams: list[str]
    at: datetime
    closed_at: datetime | None


class TableIn(Given, kw_only=True):
    """A table of people who shall take part."""

    text: str
    add: bool | UnsetType = UNSET


class TableOut(Answered, kw_only=True):
    """A table of people."""

    text: str


class TryIn(Given, kw_only=True):
    """By which rules a round is tried out."""

    rules: str | UnsetType | None = UNSET
