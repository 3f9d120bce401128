"""Matches as those see them who are in one. What they note, and how they rate, has no place here."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import AwareDatetime

from journeywork.api.shapes import Flag, In, PersonRef, Written
from journeywork.api.shapes.activities import CheckInOut, check_in_out
from journeywork.api.shapes.mentoring import named, reasons
from journeywork.engine.activities import Activity, CheckIn
from journeywork.engine.lines import LONGEST, Line, LineKind
from journeywork.engine.mentoring import Match, Programme
from journeywork.engine.mentoring_agenda import Source, Suggestion
from journeywork.engine.stretches import Stretch

Standing = Literal["mentor", "mentee", "peer"]
Names = Mapping[UUID, str]


class MatchOut(Schema):
    """Some who are together, as one of them sees it."""

    id: UUID = Field(description="Identifies the match, and its activity.")
    programme: str = Field(description="The programme, by key.")
    mine: Standing = Field(description="What one is to the others.")
    people: list[PersonRef] = Field(description="The others.")
    reasons: list[str] = Field(description="Why just these, in words, the strongest first.")
    writes_first: PersonRef | None = Field(description="Who says hello; null: anybody.")
    at: datetime = Field(description="When it began.")
    first_met_at: datetime | None = Field(description="When they met first, null: not yet.")
    ends_at: datetime | None = Field(description="When its time is up.")
    paused_until: date | None = Field(description="The first day on which it goes on again.")
    asked_at: datetime | None = Field(
        description="Since when the question waits whether it goes on; null: it does not."
    )
    ended_at: datetime | None = Field(description="When it was over, null: it is not.")


class LineOut(Schema):
    """Something that those in a match keep together."""

    id: UUID = Field(description="Identifies it.")
    by: PersonRef = Field(description="Who wrote it.")
    text: str = Field(description="What it says.")
    at: datetime = Field(description="When it was written.")
    done_at: datetime | None = Field(description="When it was reached, or talked about.")


class WholeMatchOut(MatchOut):
    """A match with what those in it want, will talk about, have planned, and thank for."""

    goals: list[LineOut] = Field(description="What they want to reach.")
    agenda: list[LineOut] = Field(description="What they want to talk about.")
    thanks: list[LineOut] = Field(description="What they thanked each other for.")
    meetings: list[CheckInOut] = Field(description="When they meet, and met.")


class TimeOut(Schema):
    """A time that suits everybody in a match."""

    starts: datetime = Field(description="When it begins.")
    ends: datetime = Field(description="When it ends.")


class SuggestionOut(Schema):
    """Something that one could put on the agenda."""

    source: Source = Field(
        description="Where it comes from: what one wants and they offer (skill), one's goal, "
        "one's work, one's work to show, or what one hopes for (aim)."
    )
    about: str = Field(description="The skill, the goal or the piece of work; empty: none.")


class MeetAtIn(In):
    """Another time to meet."""

    starts: Annotated[AwareDatetime, Written] = Field(
        description="When, within the hours of all and the next twelve weeks; then again and again."
    )


class HeldIn(In):
    """A meeting that took place."""

    meeting: UUID | None = Field(None, description="The planned one; null: one just met.")


class GoalIn(In):
    """A goal of those in a match."""

    text: str = Field(
        min_length=1, max_length=LONGEST[LineKind.GOAL], description="What they want to reach."
    )


class PointIn(In):
    """Something to talk about."""

    text: str = Field(
        min_length=1, max_length=LONGEST[LineKind.POINT], description="What to talk about."
    )


class ThanksIn(In):
    """Thanks to the others in a match."""

    text: str = Field(
        min_length=1, max_length=LONGEST[LineKind.THANKS], description="What one thanks for."
    )


class LineDoneIn(In):
    """Whether a goal is reached, or a point was talked about."""

    done: Flag = Field(description="true: it is; false: not yet.")


class EndMatchIn(In):
    """How one ends a match; no reason is asked for."""

    somebody_else: Flag = Field(
        False, description="Whether one would like somebody else in its place, soon."
    )


def match_out(
    found: Match, programme: Programme, activity: Activity, names: Names, *, reader: UUID
) -> MatchOut:
    """Return a match as somebody in it sees it."""
    return MatchOut(
        id=found.id,
        programme=programme.key,
        mine=_mine(found, programme, reader),
        people=[named(one, names) for one in found.people if one != reader],
        reasons=reasons(found.parts),
        writes_first=named(found.writes_first, names) if found.writes_first else None,
        at=found.at,
        first_met_at=found.first_met_at,
        ends_at=activity.ends_at,
        paused_until=activity.paused_until,
        asked_at=found.asked_at,
        ended_at=found.ended_at,
    )


def whole_match_out(
    found: MatchOut, lines: Sequence[Line], meetings: Sequence[CheckIn], names: Names
) -> WholeMatchOut:
    """Return a match with what is kept in it; of notes there is nothing."""

    def told(kind: LineKind) -> list[LineOut]:
        return [_line(one, names) for one in lines if one.kind is kind]

    return WholeMatchOut(
        **found.model_dump(),
        goals=told(LineKind.GOAL),
        agenda=told(LineKind.POINT),
        thanks=told(LineKind.THANKS),
        meetings=[check_in_out(one) for one in meetings],
    )


def suggestion_out(found: Suggestion) -> SuggestionOut:
    """Return something to talk about."""
    return SuggestionOut(source=found.source, about=found.about)


def time_out(found: Stretch) -> TimeOut:
    """Return a time."""
    starts, ends = found
    return TimeOut(starts=starts, ends=ends)


def _line(found: Line, names: Names) -> LineOut:
    return LineOut(
        id=found.id,
        by=named(found.author, names),
        text=found.text,
        at=found.at,
        done_at=found.done_at,
    )


def _mine(found: Match, programme: Programme, reader: UUID) -> Standing:
    if not programme.kind.two_sided:
        return "peer"
    return "mentee" if reader == found.first else "mentor"
