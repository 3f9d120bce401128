"""Programmes as whoever coordinates them sets them up, and who takes part in them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from ninja import Field, Schema

from journeywork.api.shapes import Change, Flag, In, Name, PersonRef, Whole
from journeywork.api.shapes.mentoring import named
from journeywork.engine.fit.participants import MOST_PLACES, Role
from journeywork.engine.fit.people_table import RowFault
from journeywork.engine.fit.survey import Bar
from journeywork.engine.mentoring import (
    CameBy,
    Choosing,
    Pace,
    Programme,
    ProgrammeKind,
    ProgrammeState,
)
from journeywork.engine.mentoring_templates import (
    FEWEST,
    LARGEST,
    LONGEST_NAME,
    LONGEST_RULES,
    LONGEST_SAYS,
    MOST_APART,
    MOST_NEWCOMER_DAYS,
    MOST_WEEKS,
)
from journeywork.mentoring.dry_run import DryRun
from journeywork.mentoring.importing import Looked
from journeywork.mentoring.tallies import Listed

#: As much as comes in with one request; a thousand people take a fifth of it.
LONGEST_TABLE, MOST_TEAMS = 900_000, 200
_NAME = "What it is called."
_KIND = "Who is brought together with whom; it stays once people take part."
_PACE = "Whether rounds come one by one, or people are matched as they come."
_CHOOSING = "Who decides with the rules who meets whom."
_SAYS = "What it is for; those whom it is for read it."
_RULES = "Its rules, as a file of rules says them (TOML); empty: those of its kind."
_NEWCOMERS = "Whoever came within so many days is in by default; 0: nobody is."
_PLACES = "How many people a mentor takes at a time, unless they say otherwise."
_LASTS = "How many weeks a match lasts."
_EVERY = "Every how many weeks they meet."
_LEAST = "How many people a circle has at least."
_MOST = "How many people a circle has at most."
_TEAMS = "The teams it is for, by key; none: everybody here."
Title = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)]
Newcomers = Annotated[Whole, Field(ge=0, le=MOST_NEWCOMER_DAYS)]
Places = Annotated[Whole, Field(ge=1, le=MOST_PLACES)]
Weeks = Annotated[Whole, Field(ge=1, le=MOST_WEEKS)]
Apart = Annotated[Whole, Field(ge=1, le=MOST_APART)]
Circle = Annotated[Whole, Field(ge=FEWEST, le=LARGEST)]


class ProgrammeOut(Schema):
    """A programme, as whoever coordinates it sees it."""

    id: UUID = Field(description="Identifies the programme.")
    key: str = Field(description="Its name in addresses; it stays.")
    name: str = Field(description=_NAME)
    kind: ProgrammeKind = Field(description=_KIND)
    pace: Pace = Field(description=_PACE)
    choosing: Choosing = Field(description=_CHOOSING)
    state: ProgrammeState = Field(description="Whether it is set up, takes people in, or is over.")
    says: str = Field(description=_SAYS)
    rules: str = Field(description=_RULES)
    newcomer_days: int = Field(description=_NEWCOMERS)
    places: int = Field(description=_PLACES)
    lasts_weeks: int = Field(description=_LASTS)
    every_weeks: int = Field(description=_EVERY)
    least: int = Field(description=_LEAST)
    most: int = Field(description=_MOST)
    teams: list[str] = Field(description=_TEAMS)
    at: datetime = Field(description="When it was set up.")
    closed_at: datetime | None = Field(description="When it was closed, null: it is not.")


class ProgrammeIn(In):
    """A programme to set up; nobody hears of it before it is opened."""

    name: Title = Field(description=_NAME)
    kind: ProgrammeKind = Field(description=_KIND)
    pace: Pace = Field(Pace.COHORT, description=_PACE)
    choosing: Choosing = Field(Choosing.AUTOMATIC, description=_CHOOSING)
    says: str = Field("", max_length=LONGEST_SAYS, description=_SAYS)
    rules: str = Field("", max_length=LONGEST_RULES, description=_RULES)
    newcomer_days: Newcomers = Field(0, description=_NEWCOMERS)
    places: Places = Field(2, description=_PLACES)
    lasts_weeks: Weeks = Field(24, description=_LASTS)
    every_weeks: Apart = Field(2, description=_EVERY)
    least: Circle = Field(4, description=_LEAST)
    most: Circle = Field(6, description=_MOST)
    teams: list[Name] = Field([], max_length=MOST_TEAMS, description=_TEAMS)


class ProgrammeChangeIn(Change):
    """What shall be different about a programme; what is left out stays."""

    name: Title = Field("", description=_NAME)
    kind: ProgrammeKind = Field(ProgrammeKind.MENTORING, description=_KIND)
    pace: Pace = Field(Pace.COHORT, description=_PACE)
    choosing: Choosing = Field(Choosing.AUTOMATIC, description=_CHOOSING)
    says: str = Field("", max_length=LONGEST_SAYS, description=_SAYS)
    rules: str = Field("", max_length=LONGEST_RULES, description=_RULES)
    newcomer_days: Newcomers = Field(0, description=_NEWCOMERS)
    places: Places = Field(2, description=_PLACES)
    lasts_weeks: Weeks = Field(24, description=_LASTS)
    every_weeks: Apart = Field(2, description=_EVERY)
    least: Circle = Field(4, description=_LEAST)
    most: Circle = Field(6, description=_MOST)
    teams: list[Name] = Field(default_factory=list, max_length=MOST_TEAMS, description=_TEAMS)


class EnrolledOut(Schema):
    """Somebody who takes part; what they want and wish for is not told in a list."""

    person: PersonRef = Field(description="Who it is.")
    key: str = Field(description="Their name in addresses.")
    role: Role = Field(description="Whether they are a mentor, a mentee, or both.")
    came_by: CameBy = Field(description="Whether they came themselves, by default, or were put in.")
    at: datetime = Field(description="Since when.")
    places: int = Field(description="How many people they take at a time, as a mentor.")
    wanted: int = Field(description="How many mentors they would like at a time.")
    skips: bool = Field(description="Whether they are left out of the next round.")
    paused_until: date | None = Field(description="Until when they pause; null: they do not.")
    waited: int = Field(description="How many rounds had no place for them, one after another.")
    confirmed_on: date | None = Field(description="When they last said that it is still so.")


class TableOut(Schema):
    """A table of people."""

    text: str = Field(description="The table as CSV, in UTF-8, with headings.")


class TableIn(In):
    """A table of people who shall take part."""

    text: str = Field(
        min_length=1,
        max_length=LONGEST_TABLE,
        description="The table as CSV with headings; blocks are not taken from one.",
    )
    add: Flag = Field(
        False,
        description="Whether to add who is not in the directory; that needs `people.write`.",
    )


class RowFaultOut(Schema):
    """What is wrong in a row."""

    row: int = Field(description="The row as in a spreadsheet: 1 is the headings; 0: the whole.")
    heading: str = Field(description="The heading there; empty: the row as a whole.")
    says: str = Field(description="What is wrong, and what is expected.")


class LookedOut(Schema):
    """What a table would do, or did; nothing where it has a fault."""

    rows: int = Field(description="How many rows it has.")
    faults: list[RowFaultOut] = Field(description="What is wrong, row by row.")
    joining: int = Field(description="How many come into the programme.")
    changing: int = Field(description="How many take part already, and are said anew.")
    same: int = Field(description="How many are as they were.")
    bystanders: int = Field(description="How many stand there for the reporting line.")
    new: int = Field(description="How many of them are added to the directory.")
    aside: list[str] = Field(description="Headings that are not taken from a table.")
    unread: list[str] = Field(description="Headings that nobody knows.")


class TryIn(In):
    """By which rules a round is tried out."""

    rules: str | None = Field(
        None, max_length=LONGEST_RULES, description="Other rules; null: the programme's own."
    )


class NobodyOut(Schema):
    """Somebody whom the rules leave nobody."""

    person: PersonRef = Field(description="Who it is.")
    says: list[str] = Field(description="Why.")
    changes: list[str] = Field(description="What would have to change.")


class RelaxingOut(Schema):
    """What one rule takes from those who have nobody."""

    rule: Bar = Field(description="Which rule.")
    people: int = Field(description="How many of them would have somebody without it.")


class LackingOut(Schema):
    """A skill that is wanted and that nobody offers."""

    skill: str = Field(description="Which skill.")
    people: int = Field(description="How many want it.")


class DryRunOut(Schema):
    """What a round would begin with; nobody is matched."""

    seekers: int = Field(description="How many want somebody.")
    givers: int = Field(description="How many could be somebody's mentor, or peer.")
    places: int = Field(description="How many places they have free.")
    paused: int = Field(description="How many pause, or skip.")
    full: int = Field(description="How many mentors have no place free.")
    alone: int = Field(description="How many the rules leave nobody.")
    reached: int = Field(description="How many can have somebody at the same time.")
    reached_with: int = Field(description="How many could if every mentor had a place more.")
    nobody: list[NobodyOut] = Field(description="The first of those whom the rules leave nobody.")
    relaxing: list[RelaxingOut] = Field(description="What each rule takes from them.")
    lacking: list[LackingOut] = Field(description="What is wanted most and nobody offers.")


def programme_out(found: Programme, teams: Mapping[UUID, str]) -> ProgrammeOut:
    """Return a programme; `teams` are keys by id."""
    return ProgrammeOut(
        id=found.id,
        key=found.key,
        name=found.name,
        kind=found.kind,
        pace=found.pace,
        choosing=found.choosing,
        state=found.state,
        says=found.says,
        rules=found.rules,
        newcomer_days=found.newcomer_days,
        places=found.places,
        lasts_weeks=found.lasts_weeks,
        every_weeks=found.every_weeks,
        least=found.least,
        most=found.most,
        teams=[teams[each] for each in found.teams if each in teams],
        at=found.at,
        closed_at=found.closed_at,
    )


def enrolled_out(found: Listed) -> EnrolledOut:
    """Return somebody who takes part."""
    said = found.enrolment
    return EnrolledOut(
        person=PersonRef(id=said.person, name=found.name),
        key=found.key,
        role=said.role,
        came_by=said.came_by,
        at=said.at,
        places=said.places,
        wanted=said.wanted,
        skips=said.skips,
        paused_until=said.paused_until,
        waited=said.waited,
        confirmed_on=said.confirmed_on,
    )


def looked_out(found: Looked) -> LookedOut:
    """Return what a table would do, or did."""
    return LookedOut(
        rows=found.rows,
        faults=[_fault(each) for each in found.faults],
        joining=found.joining,
        changing=found.changing,
        same=found.same,
        bystanders=found.bystanders,
        new=found.new,
        aside=list(found.aside),
        unread=list(found.unread),
    )


def dry_run_out(found: DryRun) -> DryRunOut:
    """Return what a round would begin with."""
    counts = ("seekers", "givers", "places", "paused", "full", "alone", "reached", "reached_with")
    return DryRunOut(
        **{name: getattr(found, name) for name in counts},
        nobody=[
            NobodyOut(
                person=named(each.person, {each.person: each.name}),
                says=list(each.says),
                changes=list(each.changes),
            )
            for each in found.nobody
        ],
        relaxing=[RelaxingOut(rule=rule, people=count) for rule, count in found.relaxing],
        lacking=[LackingOut(skill=skill, people=count) for skill, count in found.lacking],
    )


def _fault(found: RowFault) -> RowFaultOut:
    return RowFaultOut(row=found.row, heading=found.heading, says=found.says)
