"""The shapes of `mentoring`."""

# Made by `make docs` from the API's description; change the API, not this file.
from datetime import date, datetime
from uuid import UUID

from journeywork.client.shape import UNSET, Answered, Given, UnsetType
from journeywork.client.shapes.shared import (
    CameBy,
    Choosing,
    Pace,
    PersonRef,
    ProgrammeKind,
    ProgrammeState,
    Role,
    SkillIn,
    SkillOut,
)


class AnswerPairIn(Given, kw_only=True):
    """A yes or a no to whom one is proposed."""

    yes: bool


class AskedPairOut(Answered, kw_only=True):
    """Somebody whom one is proposed, and who begins once all say yes."""

    id: UUID
    programme: str
    people: list[PersonRef]
    reasons: list[str]


class MentorOut(Answered, kw_only=True):
    """A mentor of a programme, and what they offer in it."""

    person: PersonRef
    key: str
    offers: list[SkillOut]


class WantedOut(Answered, kw_only=True):
    """A skill that somebody would like to learn."""

    name: str
    weight: int


class TakingPartOut(Answered, kw_only=True):
    """How one takes part in a programme, as one said it."""

    role: Role
    came_by: CameBy
    at: datetime
    wants: list[WantedOut] | None
    offers: list[SkillOut] | None
    goals: list[str]
    seniority: int | None
    department: str
    places: int
    wanted: int
    wishes: list[PersonRef]
    skips: bool
    paused_until: date | None
    confirmed_on: date | None


class OwnProgrammeOut(Answered, kw_only=True):
    """A programme that is for oneself, and how one takes part in it."""

    id: UUID
    key: str
    name: str
    says: str
    kind: ProgrammeKind
    pace: Pace
    choosing: Choosing
    state: ProgrammeState
    lasts_weeks: int
    every_weeks: int
    mine: TakingPartOut | None
    nobody: list[str]


class PairAnswerOut(Answered, kw_only=True):
    """What came of one's answer."""

    began: UUID | None


class PauseUntilIn(Given, kw_only=True):
    """Until when one is matched with nobody."""

    until: date


class PossiblePersonOut(Answered, kw_only=True):
    """A mentor who would be possible today."""

    person: PersonRef
    key: str
    says: list[str]


class PossibleOut(Answered, kw_only=True):
    """Whom the rules would leave one today, before any round."""

    count: int
    some: list[PossiblePersonOut]
    says: list[str]


class WantedIn(Given, kw_only=True):
    """A skill that one would like to learn."""

    name: str
    weight: int | UnsetType = UNSET


class SaidChangeIn(Given, kw_only=True):
    """What one says otherwise of oneself; what is left out stays."""

    role: Role | UnsetType = UNSET
    wants: list[WantedIn] | UnsetType | None = UNSET
    offers: list[SkillIn] | UnsetType | None = UNSET
    goals: list[str] | UnsetType = UNSET
    seniority: int | UnsetType | None = UNSET
    department: str | UnsetType = UNSET
    places: int | UnsetType = UNSET
    wanted: int | UnsetType = UNSET


class SaidIn(Given, kw_only=True):
    """What one says of oneself to take part; only what is different from the usual is needed."""

    role: Role | UnsetType = UNSET
    wants: list[WantedIn] | UnsetType | None = UNSET
    offers: list[SkillIn] | UnsetType | None = UNSET
    goals: list[str] | UnsetType = UNSET
    seniority: int | UnsetType | None = UNSET
    department: str | UnsetType = UNSET
    places: int | UnsetType = UNSET
    wanted: int | UnsetType = UNSET


class WishesIn(Given, kw_only=True):
    """With whom one would like to be."""

    people: list[str]
