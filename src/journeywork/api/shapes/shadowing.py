"""Offers to be watched, requests to watch, visits. No shape says how anybody did."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Annotated, Any, Self
from uuid import UUID

from ninja import Field, Schema
from pydantic import AwareDatetime, StringConstraints, model_validator

from journeywork.api.shapes import Flag, In, Name, PersonRef, Whole, Written
from journeywork.engine.activities import CheckIn
from journeywork.engine.activities import CheckInState as MeetingState
from journeywork.engine.look_fors import LONGEST as LONGEST_LOOK_FOR
from journeywork.engine.shadow_slots import LONGEST, SHORTEST
from journeywork.engine.shadowing import (
    LADDER,
    MOST_VISITORS,
    Mode,
    ShadowOffer,
    ShadowRequest,
    Slot,
    Step,
    Visit,
    Watched,
)
from journeywork.shadowing.offering import LONGEST_TEXT, LONGEST_TITLE, LONGEST_TOPIC, MOST_TOPICS
from journeywork.shadowing.visiting import LONGEST_AIMS, MINUTES
from journeywork.shadowing.watching import LONGEST_NOTE

_KIND = "The kind of work: work, change, case, incident or question; empty for any."
_REVERSE = "Whether somebody experienced watches somebody newer."
_WATCH = "What can be watched, such as: close the month."
_SEE = "What one would like to see."
_AIMS = "What the visitor wants to see, a line each; both read it."
_MODES = "The steps that a visitor may take, from watching to doing it alone."

Title = Annotated[str, Field(min_length=1, max_length=LONGEST_TITLE)]
Kind = Annotated[str, Field(max_length=20, description=_KIND)]
Topic = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_TOPIC)]
Topics = Annotated[
    list[Topic],
    Field(max_length=MOST_TOPICS, description="Its topics: offers and requests meet by them."),
]
Reverse = Annotated[Flag, Field(description=_REVERSE)]
Minutes = Annotated[
    Whole,
    Field(
        ge=int(SHORTEST.total_seconds()) // 60,
        le=int(LONGEST.total_seconds()) // 60,
        description="How long a meeting takes.",
    ),
]
Modes = Annotated[list[Mode], Field(min_length=1, max_length=len(LADDER), description=_MODES)]


class ShadowOfferOut(Schema):
    """Somebody shows their work: come and watch."""

    id: UUID = Field(description="Identifies the offer.")
    host: PersonRef = Field(description="Who does the work.")
    title: str = Field(description=_WATCH)
    about: str = Field(description="What will happen, and when is a good moment.")
    kind: str = Field(description=_KIND)
    topics: list[str] = Field(description="What requests find it by.")
    visitors: int = Field(description="How many may come at the same time.")
    modes: list[Mode] = Field(description=_MODES)
    reverse: bool = Field(description=_REVERSE)
    open: bool = Field(description="Whether somebody can come just now; false where it is full.")
    at: datetime = Field(description="When it was made.")
    closed_at: datetime | None = Field(description="When it was taken back; null: it was not.")


class ShadowOfferIn(In):
    """What one can be watched at."""

    title: Title = Field(description=_WATCH)
    about: str = Field(
        "", max_length=LONGEST_TEXT, description="What will happen, and when is a good moment."
    )
    kind: Kind = ""
    topics: Topics = []
    visitors: Whole = Field(
        1, ge=1, le=MOST_VISITORS, description="How many may come at the same time."
    )
    modes: Modes = list(LADDER)
    reverse: Reverse = False


class ShadowRequestOut(Schema):
    """Somebody would like to see how something is done."""

    id: UUID = Field(description="Identifies the request.")
    visitor: PersonRef = Field(description="Who would like to watch.")
    title: str = Field(description=_SEE)
    aims: str = Field(description=_AIMS)
    kind: str = Field(description=_KIND)
    topics: list[str] = Field(description="What offers meet it by.")
    reverse: bool = Field(description=_REVERSE)
    to_person: PersonRef | None = Field(description="The one person it is asked of; null: others.")
    to_team: UUID | None = Field(description="The team it is asked of; null: others.")
    at: datetime = Field(description="When it was asked.")
    closed_at: datetime | None = Field(
        description="When it was answered or taken back; null: it is open."
    )


class ShadowRequestIn(In):
    """What one would like to see, and of whom it is asked; of nobody in particular: anyone here."""

    title: Title = Field(description=_SEE)
    aims: str = Field("", max_length=LONGEST_TEXT, description=_AIMS)
    kind: Kind = ""
    topics: Topics = []
    reverse: Reverse = False
    to_person: Name | None = Field(None, description="The key of the one person it is asked of.")
    to_team: Name | None = Field(None, description="The key of the team it is asked of.")

    @model_validator(mode="after")
    def asks_one_of_them(self) -> Self:
        """Refuse a person and a team at once."""
        if self.to_person is not None and self.to_team is not None:
            raise ValueError("takes to_person or to_team, not both")
        return self


class ComeIn(In):
    """How one would like to come."""

    aims: str = Field("", max_length=LONGEST_AIMS, description=_AIMS)
    minutes: Minutes = MINUTES


class InviteIn(In):
    """How whoever asked may come."""

    minutes: Minutes = MINUTES
    modes: Modes = list(LADDER)


class VisitOut(Schema):
    """A visit as its two see it; nobody else does."""

    id: UUID = Field(description="Identifies the visit, and its activity.")
    host: PersonRef = Field(description="Who does the work.")
    visitor: PersonRef = Field(description="Who watches.")
    title: str = Field(description="What is watched.")
    kind: str = Field(description=_KIND)
    aims: str = Field(description=_AIMS)
    reverse: bool = Field(description=_REVERSE)
    minutes: int = Field(description="How long a meeting takes.")
    modes: list[Mode] = Field(description="The steps of this visit; what the host left out is not.")
    mode: Mode = Field(description="The step at which it is.")
    ready: list[UUID] = Field(description="Who of the two said to be ready for the next step.")
    next_mode: Mode | None = Field(description="The step that may be taken: both said so.")
    runs: bool = Field(description="Whether it goes on; false once it has ended.")
    offer: UUID | None = Field(description="The offer that was taken up; null: none.")
    request: UUID | None = Field(description="The request that was answered; null: none.")
    at: datetime = Field(description="When it began.")


class VisitTimeOut(Schema):
    """A time that suits both, to which both may agree."""

    id: UUID = Field(description="Identifies the time.")
    starts: datetime = Field(description="When it begins.")
    ends: datetime = Field(description="When it is over.")
    agreed: list[UUID] = Field(description="Who of the two has agreed to it so far.")


class VisitMeetingOut(Schema):
    """A time to which both agreed."""

    id: UUID = Field(description="Identifies the meeting; it is a check-in of the activity.")
    starts: datetime = Field(description="When it begins.")
    ends: datetime = Field(description="When it is over.")
    state: MeetingState = Field(description="Whether it is planned, took place, or was called off.")
    moving: bool = Field(description="Whether another time is sought for it.")


class VisitStepOut(Schema):
    """From this time on it was done this way; it says nothing of how it went."""

    mode: Mode = Field(description="The step.")
    by: PersonRef | None = Field(description="Who chose it.")
    at: datetime = Field(description="From when on.")


class LookForOut(Schema):
    """Something to look for."""

    id: UUID = Field(description="Identifies it.")
    says: str = Field(description="What to look for.")
    why: str = Field(description="Why it is proposed; empty where somebody wrote it.")
    source: str = Field(
        description="What proposed it: `work`, `card`, `aim`; `hand`: one of the two wrote it."
    )
    shown: bool = Field(description="Whether both see it; false: only its host, so far.")


class VisitWithTimesOut(VisitOut):
    """A visit with its times, its steps, and what to look for."""

    times: list[VisitTimeOut] = Field(description="Times to agree to, the first first.")
    meetings: list[VisitMeetingOut] = Field(description="What both agreed to, the first first.")
    steps: list[VisitStepOut] = Field(description="The steps that were taken, oldest first.")
    look_fors: list[LookForOut] = Field(description="What to look for, as far as one sees it.")


class LookForIn(In):
    """Something to look for, in one's own words."""

    says: str = Field(min_length=1, max_length=LONGEST_LOOK_FOR, description="What to look for.")


class OwnTimeIn(In):
    """A time that one proposes."""

    starts: Annotated[AwareDatetime, Written] = Field(
        description="When it begins; it takes as long as the visit's meetings do."
    )


class ReadyIn(In):
    """Whether one is ready for the next step."""

    ready: Flag = Field(description="Whether one is; false: not yet.")


class StepIn(In):
    """The step from which it goes on."""

    mode: Mode = Field(description="The next one once both are ready, or any earlier one.")


class VisitNoteIn(In):
    """A note of one's own."""

    text: str = Field(
        min_length=1, max_length=LONGEST_NOTE, description="What one noted; no operation tells it."
    )
    written_at: Annotated[AwareDatetime, Written] | None = Field(
        None, description="When it was written, where it waited to be sent; null: now."
    )


class VisitNoteOut(Schema):
    """That a note was kept; what it says its author reads signed in."""

    id: UUID = Field(description="The identifier that its author's program made for it.")


Names = Mapping[UUID, str]


def offer_out(found: ShadowOffer, names: Names) -> ShadowOfferOut:
    """Return an offer with its host named."""
    return ShadowOfferOut(
        id=found.id,
        host=_person(found.host, names),
        title=found.title,
        about=found.about,
        kind=found.kind,
        topics=list(found.topics),
        visitors=found.visitors,
        modes=list(found.modes),
        reverse=found.reverse,
        open=found.is_open,
        at=found.at,
        closed_at=found.closed_at,
    )


def request_out(found: ShadowRequest, names: Names) -> ShadowRequestOut:
    """Return a request with its people named."""
    return ShadowRequestOut(
        id=found.id,
        visitor=_person(found.visitor, names),
        title=found.title,
        aims=found.aims,
        kind=found.kind,
        topics=list(found.topics),
        reverse=found.reverse,
        to_person=_person(found.to_person, names) if found.to_person else None,
        to_team=found.to_team,
        at=found.at,
        closed_at=found.closed_at,
    )


def visit_out(found: Visit, names: Names) -> VisitOut:
    """Return a visit without what stands beside it."""
    return VisitOut(**_visit(found, names))


def visit_with_times_out(
    found: Visit, names: Names, meetings: Iterable[CheckIn]
) -> VisitWithTimesOut:
    """Return a visit with all of it that one of its two sees."""
    return VisitWithTimesOut(
        **_visit(found, names),
        times=[_time(one) for one in found.slots],
        meetings=[_meeting(one, found.moving) for one in meetings],
        steps=[_step(one, names) for one in found.log],
        look_fors=[_look_for(one) for one in found.look_fors],
    )


def _visit(found: Visit, names: Names) -> dict[str, Any]:
    return {
        "id": found.id,
        "host": _person(found.host, names),
        "visitor": _person(found.visitor, names),
        "title": found.title,
        "kind": found.kind,
        "aims": found.aims,
        "reverse": found.reverse,
        "minutes": found.minutes,
        "modes": list(found.ladder.modes),
        "mode": found.ladder.mode,
        "ready": sorted(found.ladder.ready),
        "next_mode": found.suggested,
        "runs": found.runs,
        "offer": found.offer,
        "request": found.request,
        "at": found.at,
    }


def _time(one: Slot) -> VisitTimeOut:
    return VisitTimeOut(id=one.id, starts=one.starts, ends=one.ends, agreed=sorted(one.yes))


def _meeting(one: CheckIn, moving: UUID | None) -> VisitMeetingOut:
    return VisitMeetingOut(
        id=one.id, starts=one.at, ends=one.ends, state=one.state, moving=one.id == moving
    )


def _step(one: Step, names: Names) -> VisitStepOut:
    return VisitStepOut(mode=one.mode, by=_person(one.by, names) if one.by else None, at=one.at)


def _look_for(one: Watched) -> LookForOut:
    return LookForOut(id=one.id, says=one.says, why=one.why, source=one.source, shown=one.shown)


def _person(id: UUID, names: Names) -> PersonRef:
    return PersonRef(id=id, name=names.get(id, ""))
