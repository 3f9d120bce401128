"""Cues of whoever leads, and how many people had an opportunity."""

from datetime import date, datetime
from uuid import UUID

from ninja import Field, Schema

from journeywork.api.shapes import In, PersonRef
from journeywork.engine.cues import CueAnswer, CueKind
from journeywork.engine.opportunity import Chance


class CueOut(Schema):
    """A cue that stands open for oneself: why, both ways, and what one could ask."""

    id: UUID = Field(description="Identifies the cue.")
    kind: CueKind = Field(description="What it is about.")
    about: PersonRef | None = Field(description="About whom, null for a team as a whole.")
    thing: UUID = Field(description="The piece of work, lesson, team or person it is about.")
    title: str = Field(description="How that is called, empty for a person.")
    says: str = Field(description="Why now, in plain English.")
    step_in: str = Field(description="Why one might step in.")
    step_back: str = Field(description="Why one might leave it.")
    questions: list[str] = Field(description="Three questions one could ask.")
    at: datetime = Field(description="When it was given.")


class CueAnswerIn(In):
    """What one did with a cue."""

    answer: CueAnswer = Field(description="Only `not useful` lowers cues of this kind.")


class OpportunityOut(Schema):
    """How many people of a group had an opportunity: never fewer than five of five or more."""

    team: UUID | None = Field(description="The team, null for all who are counted.")
    chance: Chance = Field(description="Which opportunity.")
    people: int = Field(description="How many people are counted in the group.")
    least: int = Field(description="At least so many of them had it.")
    most: int = Field(description="At most so many of them had it.")


class QuarterOut(Schema):
    """What was told, once, of a quarter that is over."""

    starts: date | None = Field(description="Its first day, null while nothing has been told.")
    told_at: datetime | None = Field(description="When it was counted.")
    counted: list[Chance] = Field(description="What was counted that time.")
    figures: list[OpportunityOut] = Field(description="Of one's teams, and of all who count.")
