"""Programmes as somebody sees them who takes part, or could; and whom they are proposed.

Nothing here has a place for whom somebody would rather not be matched with.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from ninja import Field, Schema

from journeywork.api.shapes import ADay, Change, Flag, In, Name, PersonRef, Whole
from journeywork.api.shapes.people import SkillIn, SkillOut
from journeywork.engine.fit.participants import MOST_WANTED, MOST_WISHES, Role, Wanted
from journeywork.engine.mentoring import (
    CameBy,
    Choosing,
    Enrolment,
    Left,
    Pace,
    Possible,
    Programme,
    ProgrammeKind,
    ProgrammeState,
    StagedPair,
)
from journeywork.engine.options import Part
from journeywork.engine.people import Skill
from journeywork.mentoring.enrolling import (
    HEAVIEST,
    HIGHEST_BAND,
    LONGEST_GOAL,
    LONGEST_SKILL,
    MOST_GOALS,
    MOST_OWN_PLACES,
    MOST_SKILLS,
)

#: Parts of a fit that are no reason to those who meet: a wish is its author's alone.
_NOT_TOLD = frozenset({"wishes", "by hand", "note"})
#: Parts without points that are told all the same: why some meet who have met before.
_TOLD_ALWAYS = frozenset({"again", "cool-down"})
_ROLE = "Whether one is a mentor, a mentee, or both; among peers it is both."
_WANTS = "What one would like to learn; null: what one's profile says."
_OFFERS = "What one offers; null: what one's profile says."
_GOALS = "What one would like to get done."
_BAND = "How senior one is, in the numbers of the programme; null: not said."
_DEPARTMENT = "Where one works; empty: not said."
_PLACES = "How many people one takes at a time, as a mentor."
_WANTED = "How many mentors one would like at a time."
Goal = Annotated[str, Field(min_length=1, max_length=LONGEST_GOAL)]


class WantedOut(Schema):
    """A skill that somebody would like to learn."""

    name: str = Field(description="What it is called.")
    weight: int = Field(description="From 1 to 3: how much it counts.")


class WantedIn(In):
    """A skill that one would like to learn."""

    name: str = Field(min_length=1, max_length=LONGEST_SKILL, description="What it is called.")
    weight: Annotated[Whole, Field(ge=1, le=HEAVIEST)] = Field(
        2, description="From 1 to 3: how much it counts."
    )


class TakingPartOut(Schema):
    """How one takes part in a programme, as one said it."""

    role: Role = Field(description=_ROLE)
    came_by: CameBy = Field(description="Whether one came oneself, by default, or was brought in.")
    at: datetime = Field(description="Since when.")
    wants: list[WantedOut] | None = Field(description=_WANTS)
    offers: list[SkillOut] | None = Field(description=_OFFERS)
    goals: list[str] = Field(description=_GOALS)
    seniority: int | None = Field(description=_BAND)
    department: str = Field(description=_DEPARTMENT)
    places: int = Field(description=_PLACES)
    wanted: int = Field(description=_WANTED)
    wishes: list[PersonRef] = Field(
        description="With whom one would like to be, the first wish first; for oneself to read."
    )
    skips: bool = Field(description="Whether one is left out of the next round, and of no other.")
    paused_until: date | None = Field(
        description="The day on which one is in again by itself; null: one does not pause."
    )
    confirmed_on: date | None = Field(description="When one last said that all of it is so.")


class OwnProgrammeOut(Schema):
    """A programme that is for oneself, and how one takes part in it."""

    id: UUID = Field(description="Identifies the programme.")
    key: str = Field(description="Its name in addresses.")
    name: str = Field(description="What it is called.")
    says: str = Field(description="What it is for, in the words of whoever runs it.")
    kind: ProgrammeKind = Field(description="Which sort: who is brought together with whom.")
    pace: Pace = Field(description="Whether rounds come one by one, or people as they come.")
    choosing: Choosing = Field(description="Who decides with the rules who meets whom.")
    state: ProgrammeState = Field(description="Whether it takes people in.")
    lasts_weeks: int = Field(description="How long people are together.")
    every_weeks: int = Field(description="How often they meet, in weeks.")
    mine: TakingPartOut | None = Field(description="How one takes part; null: one does not.")
    nobody: list[str] = Field(
        description="Why the last round had nobody for one; empty: it had, or there was none."
    )


class SaidIn(In):
    """What one says of oneself to take part; only what is different from the usual is needed."""

    role: Role = Field(Role.BOTH, description=_ROLE)
    wants: list[WantedIn] | None = Field(None, max_length=MOST_SKILLS, description=_WANTS)
    offers: list[SkillIn] | None = Field(None, max_length=MOST_SKILLS, description=_OFFERS)
    goals: list[Goal] = Field([], max_length=MOST_GOALS, description=_GOALS)
    seniority: Annotated[Whole, Field(ge=0, le=HIGHEST_BAND)] | None = Field(
        None, description=_BAND
    )
    department: str = Field("", max_length=LONGEST_GOAL, description=_DEPARTMENT)
    places: Annotated[Whole, Field(ge=1, le=MOST_OWN_PLACES)] = Field(1, description=_PLACES)
    wanted: Annotated[Whole, Field(ge=1, le=MOST_WANTED)] = Field(1, description=_WANTED)


class SaidChangeIn(Change):
    """What one says otherwise of oneself; what is left out stays."""

    role: Role = Field(Role.BOTH, description=_ROLE)
    wants: list[WantedIn] | None = Field(None, max_length=MOST_SKILLS, description=_WANTS)
    offers: list[SkillIn] | None = Field(None, max_length=MOST_SKILLS, description=_OFFERS)
    goals: list[Goal] = Field(default_factory=list, max_length=MOST_GOALS, description=_GOALS)
    seniority: Annotated[Whole, Field(ge=0, le=HIGHEST_BAND)] | None = Field(
        None, description=_BAND
    )
    department: str = Field("", max_length=LONGEST_GOAL, description=_DEPARTMENT)
    places: Annotated[Whole, Field(ge=1, le=MOST_OWN_PLACES)] = Field(1, description=_PLACES)
    wanted: Annotated[Whole, Field(ge=1, le=MOST_WANTED)] = Field(1, description=_WANTED)


class PauseUntilIn(In):
    """Until when one is matched with nobody."""

    until: Annotated[date, ADay] = Field(
        description="The day on which one is in again by itself: after today, within a year."
    )


class WishesIn(In):
    """With whom one would like to be."""

    people: list[Name] = Field(
        max_length=MOST_WISHES, description="By key, the first wish first; none takes all back."
    )


class MentorOut(Schema):
    """A mentor of a programme, and what they offer in it."""

    person: PersonRef = Field(description="Who it is.")
    key: str = Field(description="Their name in addresses.")
    offers: list[SkillOut] = Field(description="What they offer.")


class PossiblePersonOut(Schema):
    """A mentor who would be possible today."""

    person: PersonRef = Field(description="Who it is.")
    key: str = Field(description="Their name in addresses.")
    says: list[str] = Field(description="What they offer of what one wants.")


class PossibleOut(Schema):
    """Whom the rules would leave one today, before any round."""

    count: int = Field(description="How many people.")
    some: list[PossiblePersonOut] = Field(
        description="Up to five mentors; none to a mentor: who wants to learn is not told."
    )
    says: list[str] = Field(description="Why there is nobody; empty where there is somebody.")


class AskedPairOut(Schema):
    """Somebody whom one is proposed, and who begins once all say yes."""

    id: UUID = Field(description="Identifies the pair.")
    programme: str = Field(description="The programme, by key.")
    people: list[PersonRef] = Field(description="The others.")
    reasons: list[str] = Field(description="Why just these, in words.")


class AnswerPairIn(In):
    """A yes or a no to whom one is proposed."""

    yes: Flag = Field(description="Whether one would like it; a no needs no reason.")


class PairAnswerOut(Schema):
    """What came of one's answer."""

    began: UUID | None = Field(description="The match that begins; null: none does yet, or none.")


def own_programme_out(
    found: Programme,
    mine: Enrolment | None,
    names: Mapping[UUID, str],
    left: Left | None = None,
) -> OwnProgrammeOut:
    """Return a programme as somebody sees it whom it is for."""
    return OwnProgrammeOut(
        id=found.id,
        key=found.key,
        name=found.name,
        says=found.says,
        kind=found.kind,
        pace=found.pace,
        choosing=found.choosing,
        state=found.state,
        lasts_weeks=found.lasts_weeks,
        every_weeks=found.every_weeks,
        mine=_taking_part(mine, names) if mine else None,
        nobody=list(left.says) if left else [],
    )


def _taking_part(found: Enrolment, names: Mapping[UUID, str]) -> TakingPartOut:
    return TakingPartOut(
        role=found.role,
        came_by=found.came_by,
        at=found.at,
        wants=wants_out(found.wants),
        offers=offers_out(found.offers),
        goals=list(found.goals),
        seniority=found.seniority,
        department=found.department,
        places=found.places,
        wanted=found.wanted,
        wishes=[named(each, names) for each in found.wishes if each in names],
        skips=found.skips,
        paused_until=found.paused_until,
        confirmed_on=found.confirmed_on,
    )


def wants_out(found: tuple[Wanted, ...] | None) -> list[WantedOut] | None:
    """Return what somebody would like to learn; None is what their profile says."""
    return None if found is None else [WantedOut(name=one.name, weight=one.weight) for one in found]


def offers_out(found: tuple[Skill, ...] | None) -> list[SkillOut] | None:
    """Return what somebody offers; None is what their profile says."""
    return None if found is None else [SkillOut(name=one.name, level=one.level) for one in found]


def possible_out(found: Possible) -> PossibleOut:
    """Return who would be possible for somebody."""
    return PossibleOut(
        count=found.count,
        some=[
            PossiblePersonOut(
                person=PersonRef(id=one.person.id, name=one.person.name),
                key=one.person.key,
                says=list(one.says),
            )
            for one in found.some
        ],
        says=list(found.says),
    )


def asked_pair_out(
    found: StagedPair, programme: Programme, names: Mapping[UUID, str], *, reader: UUID
) -> AskedPairOut:
    """Return whom somebody is proposed."""
    return AskedPairOut(
        id=found.id,
        programme=programme.key,
        people=[named(each, names) for each in found.people if each != reader],
        reasons=reasons(found.parts),
    )


def reasons(parts: tuple[Part, ...]) -> list[str]:
    """Return why some are together, to themselves: in words, the strongest first, no points."""
    told = [
        part
        for part in parts
        if part.says
        and part.name not in _NOT_TOLD
        and (part.value > 0 or part.name in _TOLD_ALWAYS)
    ]
    return [part.says for part in sorted(told, key=lambda part: -part.value)]


def named(id: UUID, names: Mapping[UUID, str]) -> PersonRef:
    """Return somebody with their name."""
    return PersonRef(id=id, name=names.get(id, ""))
