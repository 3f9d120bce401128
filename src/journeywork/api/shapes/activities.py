"""Activities, their check-ins, commitments, guides, and what was told of the climate."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from ninja import Field, Schema

from journeywork.api.shapes import ADay, Flag, In, PersonRef
from journeywork.engine.activities import Activity, ActivityKind, ActivityState, CheckIn
from journeywork.engine.activities import CheckInState as State
from journeywork.engine.commitments import Commitment, Helped
from journeywork.engine.guides import GuideVersion

LONGEST_COMMITMENT = 500
LONGEST_GUIDE = 60_000


class ParticipantOut(Schema):
    """Somebody who takes part, or took part."""

    person: PersonRef = Field(description="Who.")
    role: str = Field(description="In what role of the guide.")
    left_at: datetime | None = Field(description="Since when no more, null: takes part.")


class GuideNameOut(Schema):
    """Which guide leads, in which version."""

    kind: str = Field(description="What it is for; empty where no guide leads.")
    key: str = Field(description="Its key among those of its kind.")
    version: int = Field(description="Its version; an activity keeps the one it began with.")


class ActivityOut(Schema):
    """A guided piece of learning that one takes part in, or took part in."""

    id: UUID = Field(description="Identifies the activity.")
    kind: ActivityKind = Field(description="Which sort of activity it is.")
    title: str = Field(description="What it is about.")
    state: ActivityState = Field(description="Whether it runs, rests, or has ended.")
    stage: str = Field(description="The stage of its guide, empty before the first.")
    guide: GuideNameOut = Field(description="The guide that leads through it.")
    episode: UUID | None = Field(description="The piece of work that it belongs to.")
    participants: list[ParticipantOut] = Field(description="Who takes part, the first first.")
    at: datetime = Field(description="When it began.")
    ends_at: datetime | None = Field(description="By when it is over, null: nobody said.")
    paused_until: date | None = Field(description="The first day on which it runs again.")
    ended_at: datetime | None = Field(description="When it ended, null: it has not.")


class PauseActivityIn(In):
    """How long an activity rests."""

    until: Annotated[date, ADay] | None = Field(
        None, description="The first day on which it runs again; null: until it is resumed."
    )


class CheckInOut(Schema):
    """A time at which an activity meets."""

    id: UUID = Field(description="Identifies the check-in.")
    activity: UUID = Field(description="The activity.")
    planned: date = Field(description="The day that the cadence means.")
    at: datetime = Field(description="When it is.")
    state: State = Field(description="What became of it.")


class CheckInAnswerIn(In):
    """What became of a check-in."""

    done: Flag = Field(description="Whether it took place; false: it was skipped.")


class CommitmentOut(Schema):
    """What somebody said they would do."""

    id: UUID = Field(description="Identifies the commitment.")
    activity: UUID = Field(description="The activity in which it was said.")
    owner: PersonRef = Field(description="Who does it.")
    text: str = Field(description="What they do.")
    due: date = Field(description="By which day.")
    done_at: datetime | None = Field(description="When it was done, null: it is not.")
    helped: Helped | None = Field(description="Whether it helped, as its owner says.")


class CommitmentIn(In):
    """What one will do oneself."""

    text: str = Field(min_length=1, max_length=LONGEST_COMMITMENT, description="What one does.")
    due: Annotated[date, ADay] = Field(description="By which day.")


class CommitmentAnswerIn(In):
    """How a commitment of one's own stands."""

    done: Flag = Field(description="Whether it is done.")
    helped: Helped | None = Field(None, description="Whether it helped, once it is done.")


class GuideOut(Schema):
    """A guide in one version."""

    name: GuideNameOut = Field(description="Its name.")
    title: str = Field(description="Its title.")
    says: str = Field(description="What it is for, in a few sentences.")
    setting: str = Field(description="For what setting, such as health care; empty: any.")
    language: str = Field(description="Its language, in two letters.")
    minutes: int = Field(description="How long all of it should take; 0: nobody says.")
    own: bool = Field(description="Whether it was written here; others come with Journeywork.")


class GuideWithTextOut(GuideOut):
    """A guide with its file."""

    text: str = Field(description="The whole guide as a file in Markdown.")


class GuideIn(In):
    """A guide of one's own."""

    text: str = Field(
        min_length=1, max_length=LONGEST_GUIDE, description="The whole guide as a file in Markdown."
    )


class ClimateFiguresOut(Schema):
    """What a group said together, on a scale from 1 to 7; more is safer."""

    team: UUID | None = Field(description="The team, null for the whole organisation.")
    items: dict[str, float] = Field(description="The mean of each sentence that may be told.")
    whole: float | None = Field(description="The mean of all, null where some may not be told.")


class ClimateOut(Schema):
    """What was told of one asking."""

    opened_at: datetime = Field(description="From when everybody was asked.")
    closed_at: datetime | None = Field(description="When it was told.")
    told: list[ClimateFiguresOut] = Field(description="The organisation first, then one's teams.")


def activity_out(found: Activity, names: Mapping[UUID, str]) -> ActivityOut:
    """Return an activity with its people named."""
    return ActivityOut(
        id=found.id,
        kind=found.kind,
        title=found.title,
        state=found.state,
        stage=found.stage,
        guide=GuideNameOut(kind=found.guide.kind, key=found.guide.key, version=found.guide.version),
        episode=found.episode,
        participants=[
            ParticipantOut(
                person=PersonRef(id=one.person, name=names.get(one.person, "")),
                role=one.role,
                left_at=one.left_at,
            )
            for one in found.participants
        ],
        at=found.at,
        ends_at=found.ends_at,
        paused_until=found.paused_until,
        ended_at=found.ended_at,
    )


def check_in_out(found: CheckIn) -> CheckInOut:
    """Return a check-in."""
    return CheckInOut(
        id=found.id,
        activity=found.activity,
        planned=found.planned,
        at=found.at,
        state=found.state,
    )


def commitment_out(found: Commitment, names: Mapping[UUID, str]) -> CommitmentOut:
    """Return a commitment with its owner named."""
    return CommitmentOut(
        id=found.id,
        activity=found.activity,
        owner=PersonRef(id=found.owner, name=names.get(found.owner, "")),
        text=found.text,
        due=found.due,
        done_at=found.done_at,
        helped=found.helped,
    )


def guide_out(found: GuideVersion) -> GuideOut:
    """Return a guide without its file."""
    guide, name = found.guide, found.name
    return GuideOut(
        name=GuideNameOut(kind=name.kind, key=name.key, version=name.version),
        title=guide.title,
        says=guide.says,
        setting=guide.setting,
        language=guide.language,
        minutes=guide.minutes,
        own=found.by is not None,
    )


def guide_with_text_out(found: GuideVersion) -> GuideWithTextOut:
    """Return a guide with its file."""
    return GuideWithTextOut(**guide_out(found).model_dump(), text=found.text)
