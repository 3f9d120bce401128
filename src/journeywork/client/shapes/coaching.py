"""The shapes of `coaching`."""

# Made by `make docs` from the API's description; change the API, not this file.
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from journeywork.client.shape import Answered, Given
from journeywork.client.shapes.shared import PersonRef

#: An opportunity to learn that somebody may have had.
Chance = Literal["stretch", "debrief", "mentor", "shadowing", "time"]
#: What a lead did with a cue: both ways are right; only the last one lowers its kind.
CueAnswer = Literal["step in", "step back", "not useful"]


class CueAnswerIn(Given, kw_only=True):
    """What one did with a cue."""

    answer: CueAnswer


#: What a cue is about.
CueKind = Literal[
    "stretch starts", "check fails", "newcomer", "no debrief", "work ages", "lesson unused"
]


class CueOut(Answered, kw_only=True):
    """A cue that stands open for oneself: why, both ways, and what one could ask."""

    id: UUID
    kind: CueKind
    about: PersonRef | None
    thing: UUID
    title: str
    says: str
    step_in: str
    step_back: str
    questions: list[str]
    at: datetime


class OpportunityOut(Answered, kw_only=True):
    """How many people of a group had an opportunity: never fewer than five of five or more."""

    team: UUID | None
    chance: Chance
    people: int
    least: int
    most: int


class QuarterOut(Answered, kw_only=True):
    """What was told, once, of a quarter that is over."""

    starts: date | None
    told_at: datetime | None
    counted: list[Chance]
    figures: list[OpportunityOut]
