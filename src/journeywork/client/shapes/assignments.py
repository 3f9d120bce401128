"""The shapes of `assignments`."""

# Made by `make docs` from the API's description; change the API, not this file.
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from journeywork.client.shape import UNSET, Answered, Given, UnsetType
from journeywork.client.shapes.shared import PersonRef

#: Where an assignment stands.
AssignmentState = Literal["asking", "refused", "ready", "running", "resting", "ended"]
#: What whoever lends the time has said; `NOBODY` where nobody's time is lent.
Consent = Literal["nobody", "asked", "given", "refused"]


class TermsOut(Answered, kw_only=True):
    """How much time a week, and until when."""

    hours: int
    until: date | None
    says: str


class AssignmentOut(Answered, kw_only=True):
    """A stretch assignment as its learner, mentor or buddy sees it."""

    id: UUID
    title: str
    state: AssignmentState
    stage: str
    learner: PersonRef
    mentor: PersonRef | None
    buddy: PersonRef | None
    lender: PersonRef | None
    consent: Consent
    wanted: TermsOut | None
    terms: TermsOut
    skill: str
    why: str
    good: str
    complexity: int
    episode: UUID | None
    link: str
    help: str
    at: datetime
    started_at: datetime | None
    ends_at: datetime | None
    paused_until: date | None
    ended_at: datetime | None
    outcome: str
    thanks: str


class CheckpointIn(Given, kw_only=True):
    """Something to reach on the way."""

    text: str
    due: date | UnsetType | None = UNSET


class CheckpointOut(Answered, kw_only=True):
    """Something to have reached on the way."""

    id: UUID
    text: str
    due: date | None
    done_at: datetime | None


class EndIn(Given, kw_only=True):
    """What came of an assignment."""

    outcome: str | UnsetType = UNSET
    thanks: str | UnsetType = UNSET


class LenderIn(Given, kw_only=True):
    """Who is asked to lend the time, and for how much of it."""

    lender: str
    hours: int
    until: date | UnsetType | None = UNSET


class LoanAnswerIn(Given, kw_only=True):
    """A yes on terms of one's own, or a no."""

    given: bool
    hours: int | UnsetType = UNSET
    until: date | UnsetType | None = UNSET
    says: str | UnsetType = UNSET


class LoanOut(Answered, kw_only=True):
    """What somebody who lends the time sees of an assignment."""

    id: UUID
    title: str
    state: AssignmentState
    learner: PersonRef
    skill: str
    why: str
    consent: Consent
    wanted: TermsOut
    terms: TermsOut
    at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    outcome: str
    thanks: str


class ProposalIn(Given, kw_only=True):
    """A piece of work that could be a colleague's next step."""

    person: str
    episode: UUID
    skill: str | UnsetType = UNSET
    says: str


#: What proposes an assignment; saying no lowers this kind.
Reason = Literal["assigned", "coming", "wish", "by hand"]


class ProposalOut(Answered, kw_only=True):
    """A piece of work that could be one's next step."""

    id: UUID
    episode: UUID
    title: str
    reason: Reason
    says: str
    skill: str
    by: PersonRef | None
    wish: UUID | None
    at: datetime


class ReachedIn(Given, kw_only=True):
    """How a checkpoint was reached."""

    alone: bool


class TakeOnIn(Given, kw_only=True):
    """A piece of work that one takes on, and who and what helps."""

    title: str
    skill: str
    why: str
    good: str
    complexity: int
    episode: UUID | UnsetType | None = UNSET
    proposal: UUID | UnsetType | None = UNSET
    link: str | UnsetType = UNSET
    mentor: str | UnsetType | None = UNSET
    buddy: str | UnsetType | None = UNSET
    cards: list[str] | UnsetType = UNSET
    checkpoints: list[CheckpointIn] | UnsetType = UNSET
    lender: str | UnsetType | None = UNSET
    hours: int | UnsetType = UNSET
    until: date | UnsetType | None = UNSET
    ends_at: datetime | UnsetType | None = UNSET


class WholeAssignmentOut(Answered, kw_only=True):
    """A stretch assignment with its checkpoints and cards."""

    id: UUID
    title: str
    state: AssignmentState
    stage: str
    learner: PersonRef
    mentor: PersonRef | None
    buddy: PersonRef | None
    lender: PersonRef | None
    consent: Consent
    wanted: TermsOut | None
    terms: TermsOut
    skill: str
    why: str
    good: str
    complexity: int
    episode: UUID | None
    link: str
    help: str
    at: datetime
    started_at: datetime | None
    ends_at: datetime | None
    paused_until: date | None
    ended_at: datetime | None
    outcome: str
    thanks: str
    checkpoints: list[CheckpointOut]
    cards: list[str]
