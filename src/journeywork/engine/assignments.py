"""Stretch assignments: a real piece of work a step ahead of somebody, with help around it.

Whoever takes it on is the learner. A mentor and a buddy stand by. The lender is whoever gives
the time: their consent, and for how many hours a week, is part of the assignment. The lender
takes no part in what is said in it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from journeywork.engine.activities import ActivityState
from journeywork.engine.addresses import is_web_address
from journeywork.engine.cadence import Cadence
from journeywork.engine.scaffolding import Level

LEARNER, MENTOR, BUDDY = "learner", "mentor", "buddy"
#: The stages that every guide of assignments has.
START, MIDDLE, END = STAGES = ("start", "middle", "end")
MOST_HOURS = 40
MOST_CHECKPOINTS, MOST_CARDS = 12, 8
LONGEST_TITLE, LONGEST_SKILL, LONGEST_TEXT, LONGEST_LINK = 200, 120, 2000, 2000


class Consent(StrEnum):
    """What whoever lends the time has said; `NOBODY` where nobody's time is lent."""

    NOBODY = "nobody"
    ASKED = "asked"
    GIVEN = "given"
    REFUSED = "refused"


class AssignmentState(StrEnum):
    """Where an assignment stands."""

    ASKING = "asking"
    REFUSED = "refused"
    READY = "ready"
    RUNNING = "running"
    RESTING = "resting"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """For how many hours a week, until which day, and what else was said; 0 hours: unsaid."""

    hours: int = 0
    until: date | None = None
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """Something to have reached on the way, by a day where one was named."""

    id: UUID
    text: str
    due: date | None = None
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """One stretch assignment.

    `episode` is the piece of work, or `link` leads to it before it has begun. `complexity` is
    who has done this before, from 1 (we all have) to 5 (nobody ever): engine/stretch.py.
    `offer_support` is all that the mentor is told of the learner's pulse.
    """

    id: UUID
    title: str
    state: AssignmentState
    learner: UUID
    skill: str
    why: str
    good: str
    complexity: int
    at: datetime
    mentor: UUID | None = None
    buddy: UUID | None = None
    lender: UUID | None = None
    consent: Consent = Consent.NOBODY
    wanted: Terms = Terms()
    terms: Terms = Terms()
    answered_at: datetime | None = None
    episode: UUID | None = None
    link: str = ""
    cards: tuple[UUID, ...] = ()
    checkpoints: tuple[Checkpoint, ...] = ()
    stage: str = ""
    level: Level = Level.STEADY
    held: bool = False
    cadence: Cadence | None = None
    started_at: datetime | None = None
    ends_at: datetime | None = None
    ended_at: datetime | None = None
    paused_until: date | None = None
    outcome: str = ""
    thanks: str = ""
    offer_support: bool = False

    @property
    def supporters(self) -> frozenset[UUID]:
        """Those who stand by: the mentor and the buddy, where there are any."""
        return frozenset(one for one in (self.mentor, self.buddy) if one)

    @property
    def insiders(self) -> frozenset[UUID]:
        """The learner and those who stand by: what is written here is written among them."""
        return self.supporters | {self.learner}


@dataclass(frozen=True, slots=True, kw_only=True)
class Loan:
    """What whoever lends the time sees of an assignment, and no more."""

    id: UUID
    title: str
    state: AssignmentState
    learner: UUID
    skill: str
    why: str
    consent: Consent
    wanted: Terms
    terms: Terms
    at: datetime
    started_at: datetime | None = None
    ended_at: datetime | None = None
    outcome: str = ""
    thanks: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """That somebody began a stretch assignment, when, and when it was over."""

    id: UUID
    title: str
    skill: str
    learner: UUID
    at: datetime
    mentor: UUID | None = None
    lender: UUID | None = None
    ended_at: datetime | None = None


def state_of(
    running: ActivityState, consent: Consent, started_at: datetime | None
) -> AssignmentState:
    """Return where an assignment stands, from its activity and what the lender has said."""
    if running is ActivityState.ENDED:
        return AssignmentState.ENDED
    if consent is Consent.ASKED:
        return AssignmentState.ASKING
    if consent is Consent.REFUSED:
        return AssignmentState.REFUSED
    if started_at is None:
        return AssignmentState.READY
    return AssignmentState.RESTING if running is ActivityState.PAUSED else AssignmentState.RUNNING


def faults(
    *, skill: str, why: str, good: str, link: str, complexity: int, hours: int
) -> dict[str, str]:
    """Tell what keeps an assignment from being opened: field -> what is expected."""
    found: dict[str, str] = {}
    if not 1 <= len(skill.strip()) <= LONGEST_SKILL:
        found["skill"] = f"must have from 1 to {LONGEST_SKILL} characters"
    for name, text in (("why", why), ("good", good)):
        if not 1 <= len(text.strip()) <= LONGEST_TEXT:
            found[name] = f"must have from 1 to {LONGEST_TEXT} characters"
    if link and (len(link) > LONGEST_LINK or not is_web_address(link)):
        found["link"] = "is not a web address such as https://example.org/page"
    if complexity not in range(1, 6):
        found["complexity"] = "must be from 1 to 5"
    if hours not in range(MOST_HOURS + 1):
        found["hours"] = f"must be from 0 to {MOST_HOURS} hours a week"
    return found


def people_faults(
    *,
    learner: UUID,
    mentor: UUID | None,
    buddy: UUID | None,
    lender: UUID | None,
    able: Collection[UUID],
) -> dict[str, str]:
    """Tell what is amiss with who stands by and who lends the time; `able` can sign in."""
    found: dict[str, str] = {}
    for name, one in (("mentor", mentor), ("buddy", buddy), ("lender", lender)):
        if one is not None and one not in able:
            found[name] = "must be people who can sign in here"
        elif one == learner:
            found[name] = "must be somebody else than the learner"
    if mentor is not None and mentor == buddy:
        found["buddy"] = "must be somebody else than the mentor"
    return found
