"""Guided pieces of learning in the work: who takes part, where it stands, and how it ends.

A move takes an activity, what somebody does and when, and returns the activity afterwards;
ValueError says what does not fit. Pausing, leaving and ending never need a reason, and leave
none behind.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from journeywork.engine.cadence import LENGTH, Cadence


class ActivityKind(StrEnum):
    """What is done together."""

    DEBRIEF = "debrief"
    ASSIGNMENT = "assignment"
    SHADOWING = "shadowing"
    MENTORING = "mentoring"
    PROBE = "probe"
    PLACEMENT = "placement"
    ONE_TO_ONE = "one-to-one"


class ActivityState(StrEnum):
    """Whether it runs."""

    OPEN = "open"
    PAUSED = "paused"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideName:
    """Which guide leads through an activity: a guide that changes gets a new version."""

    kind: str
    key: str
    version: int


#: What goes on without questions of a guide.
UNGUIDED = GuideName(kind="", key="", version=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """Somebody who takes part, in a role of the guide; `left_at` None: to this day.

    `name` is "" where it was not looked up.
    """

    person: UUID
    role: str
    joined_at: datetime
    left_at: datetime | None = None
    name: str = field(default="", compare=False)


class CheckInState(StrEnum):
    """What became of a check-in."""

    PLANNED = "planned"
    DONE = "done"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckIn:
    """A time (UTC) at which an activity meets; `planned` is the day that its cadence means.

    `moved` counts how often the time was changed since it was first planned.
    """

    id: UUID
    activity: UUID
    planned: date
    at: datetime
    state: CheckInState
    moved: int = 0
    length: timedelta = LENGTH

    @property
    def ends(self) -> datetime:
        """Return when it is over."""
        return self.at + self.length


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """One guided piece of learning. `episode` is the piece of work that it belongs to.

    `paused_until` is the first day on which it runs again; None while paused: until somebody
    resumes it. `stage` is a key of the guide, "" before the first one.
    """

    id: UUID
    kind: ActivityKind
    title: str
    state: ActivityState
    guide: GuideName
    stage: str
    episode: UUID | None
    participants: tuple[Participant, ...]
    by: UUID | None
    at: datetime
    ends_at: datetime | None = None
    paused_until: date | None = None
    cadence: Cadence | None = None
    ended_at: datetime | None = None

    def takes_part(self, person: UUID) -> bool:
        """Tell whether somebody takes part, and has not left."""
        return person in self.people

    @property
    def people(self) -> frozenset[UUID]:
        """Everybody who takes part and has not left."""
        return frozenset(each.person for each in self.participants if each.left_at is None)


def joined(activity: Activity, person: UUID, role: str, at: datetime) -> Activity:
    """Return the activity with somebody more, or again; who takes part already stays in it."""
    _runs_on(activity)
    if activity.takes_part(person):
        return activity
    others = tuple(each for each in activity.participants if each.person != person)
    came = Participant(person=person, role=role, joined_at=at)
    return replace(activity, participants=(*others, came))


def left(activity: Activity, person: UUID, at: datetime) -> Activity:
    """Return the activity without somebody; it ends with the last one who leaves."""
    if not activity.takes_part(person):
        return activity
    participants = tuple(
        replace(each, left_at=at) if each.person == person and each.left_at is None else each
        for each in activity.participants
    )
    without = replace(activity, participants=participants)
    return without if without.people else ended(without, at)


def paused(activity: Activity, until: date | None, at: datetime) -> Activity:
    """Return the activity at rest until a day, or until somebody resumes it."""
    _runs_on(activity)
    if until is not None and until <= at.date():
        raise ValueError("a pause ends on a later day")
    return replace(activity, state=ActivityState.PAUSED, paused_until=until)


def resumed(activity: Activity, at: datetime) -> Activity:
    """Return the activity running again; one that runs stays as it is."""
    del at
    _runs_on(activity)
    return replace(activity, state=ActivityState.OPEN, paused_until=None)


def moved_on(activity: Activity, stage: str, at: datetime) -> Activity:
    """Return the activity in another stage of its guide; a paused one runs again by that."""
    if not stage:
        raise ValueError("a stage has a name")
    return replace(resumed(activity, at), stage=stage)


def ended(activity: Activity, at: datetime) -> Activity:
    """Return the activity as it ended; one that has ended keeps its day."""
    if activity.state is ActivityState.ENDED:
        return activity
    return replace(activity, state=ActivityState.ENDED, paused_until=None, ended_at=at)


def _runs_on(activity: Activity) -> None:
    if activity.state is ActivityState.ENDED:
        raise ValueError("it has ended")
