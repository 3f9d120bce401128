"""The shapes of `activities`."""

# Made by `make docs` from the API's description; change the API, not this file.
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from journeywork.client.shape import UNSET, Answered, Given, UnsetType
from journeywork.client.shapes.shared import Helped, PersonRef

#: What is done together.
ActivityKind = Literal[
    "debrief", "assignment", "shadowing", "mentoring", "probe", "placement", "one-to-one"
]
#: Whether it runs.
ActivityState = Literal["open", "paused", "ended"]


class GuideNameOut(Answered, kw_only=True):
    """Which guide leads, in which version."""

    kind: str
    key: str
    version: int


class ParticipantOut(Answered, kw_only=True):
    """Somebody who takes part, or took part."""

    person: PersonRef
    role: str
    left_at: datetime | None


class ActivityOut(Answered, kw_only=True):
    """A guided piece of learning that one takes part in, or took part in."""

    id: UUID
    kind: ActivityKind
    title: str
    state: ActivityState
    stage: str
    guide: GuideNameOut
    episode: UUID | None
    participants: list[ParticipantOut]
    at: datetime
    ends_at: datetime | None
    paused_until: date | None
    ended_at: datetime | None


class CheckInAnswerIn(Given, kw_only=True):
    """What became of a check-in."""

    done: bool


class CommitmentAnswerIn(Given, kw_only=True):
    """How a commitment of one's own stands."""

    done: bool
    helped: Helped | UnsetType | None = UNSET


class CommitmentIn(Given, kw_only=True):
    """What one will do oneself."""

    text: str
    due: date


class CommitmentOut(Answered, kw_only=True):
    """What somebody said they would do."""

    id: UUID
    activity: UUID
    owner: PersonRef
    text: str
    due: date
    done_at: datetime | None
    helped: Helped | None


class GuideIn(Given, kw_only=True):
    """A guide of one's own."""

    text: str


class GuideOut(Answered, kw_only=True):
    """A guide in one version."""

    name: GuideNameOut
    title: str
    says: str
    setting: str
    language: str
    minutes: int
    own: bool


class GuideWithTextOut(Answered, kw_only=True):
    """A guide with its file."""

    name: GuideNameOut
    title: str
    says: str
    setting: str
    language: str
    minutes: int
    own: bool
    text: str


class PauseActivityIn(Given, kw_only=True):
    """How long an activity rests."""

    until: date | UnsetType | None = UNSET
