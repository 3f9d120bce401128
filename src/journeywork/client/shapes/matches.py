"""The shapes of `matches`."""

# Made by `make docs` from the API's description; change the API, not this file.
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from journeywork.client.shape import UNSET, Answered, Given, UnsetType
from journeywork.client.shapes.shared import CheckInOut, PersonRef


class EndMatchIn(Given, kw_only=True):
    """How one ends a match; no reason is asked for."""

    somebody_else: bool | UnsetType = UNSET


class GoalIn(Given, kw_only=True):
    """A goal of those in a match."""

    text: str


class HeldIn(Given, kw_only=True):
    """A meeting that took place."""

    meeting: UUID | UnsetType | None = UNSET


class LineDoneIn(Given, kw_only=True):
    """Whether a goal is reached, or a point was talked about."""

    done: bool


class LineOut(Answered, kw_only=True):
    """Something that those in a match keep together."""

    id: UUID
    by: PersonRef
    text: str
    at: datetime
    done_at: datetime | None


class MatchOut(Answered, kw_only=True):
    """Some who are together, as one of them sees it."""

    id: UUID
    programme: str
    mine: str
    people: list[PersonRef]
    reasons: list[str]
    writes_first: PersonRef | None
    at: datetime
    first_met_at: datetime | None
    ends_at: datetime | None
    paused_until: date | None
    asked_at: datetime | None
    ended_at: datetime | None


class MeetAtIn(Given, kw_only=True):
    """Another time to meet."""

    starts: datetime


class PointIn(Given, kw_only=True):
    """Something to talk about."""

    text: str


#: Where a suggestion comes from.
Source = Literal["skill", "goal", "work", "show", "aim"]


class SuggestionOut(Answered, kw_only=True):
    """Something that one could put on the agenda."""

    source: Source
    about: str


class ThanksIn(Given, kw_only=True):
    """Thanks to the others in a match."""

    text: str


class TimeOut(Answered, kw_only=True):
    """A time that suits everybody in a match."""

    starts: datetime
    ends: datetime


class WholeMatchOut(Answered, kw_only=True):
    """A match with what those in it want, will talk about, have planned, and thank for."""

    id: UUID
    programme: str
    mine: str
    people: list[PersonRef]
    reasons: list[str]
    writes_first: PersonRef | None
    at: datetime
    first_met_at: datetime | None
    ends_at: datetime | None
    paused_until: date | None
    asked_at: datetime | None
    ended_at: datetime | None
    goals: list[LineOut]
    agenda: list[LineOut]
    thanks: list[LineOut]
    meetings: list[CheckInOut]
