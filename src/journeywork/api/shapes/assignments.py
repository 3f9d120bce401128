"""Stretch assignments, what is asked of a lender, and what is proposed.

Nothing here has a place for a pulse, for what it says, or for what a learner keeps for themselves.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Literal, cast
from uuid import UUID

from ninja import Field, Schema
from pydantic import AwareDatetime

from journeywork.api.shapes import ADay, Flag, In, Name, PersonRef, Whole, Written
from journeywork.assignments.queries import Proposed
from journeywork.engine.assignments import (
    LONGEST_LINK,
    LONGEST_SKILL,
    LONGEST_TEXT,
    LONGEST_TITLE,
    MOST_CARDS,
    MOST_CHECKPOINTS,
    MOST_HOURS,
    Assignment,
    AssignmentState,
    Checkpoint,
    Consent,
    Loan,
    Terms,
)
from journeywork.engine.stretch import Reason

LONGEST_CHECKPOINT, LONGEST_REASON = 300, 500
Help = Literal["alone", "light", "steady", "close"]
Title = Annotated[str, Field(min_length=1, max_length=LONGEST_TITLE)]
Skill = Annotated[str, Field(min_length=1, max_length=LONGEST_SKILL)]
Text = Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT)]
TextOrNone = Annotated[str, Field(max_length=LONGEST_TEXT)]
Hours = Annotated[Whole, Field(ge=0, le=MOST_HOURS)]
_WHO = "Who has done this before: 1 we all, 2 the team, 3 somebody here, 4 elsewhere, 5 nobody."
_HELP = "How close help stands; check-ins come by it."
_NONE_IS_OWN = "Who is asked to lend the time, by key; null: it is one's own."


class TermsOut(Schema):
    """How much time a week, and until when."""

    hours: int = Field(description="Hours a week; 0: nothing was said.")
    until: date | None = Field(description="The last day, null: none was named.")
    says: str = Field(description="What else the lender said; empty: nothing.")


class CheckpointOut(Schema):
    """Something to have reached on the way."""

    id: UUID = Field(description="Identifies the checkpoint.")
    text: str = Field(description="What is reached.")
    due: date | None = Field(description="By which day, null: none was named.")
    done_at: datetime | None = Field(description="When it was reached, null: not yet.")


class AssignmentOut(Schema):
    """A stretch assignment as its learner, mentor or buddy sees it."""

    id: UUID = Field(description="Identifies the assignment, and its activity.")
    title: str = Field(description="Which piece of work it is.")
    state: AssignmentState = Field(description="Whether it is asked for, runs, rests, is over.")
    stage: str = Field(description="The stage of its guide: start, middle, end; empty before.")
    learner: PersonRef = Field(description="Who takes it on.")
    mentor: PersonRef | None = Field(description="Who stands by; null: nobody.")
    buddy: PersonRef | None = Field(description="Who answers small questions; null: nobody.")
    lender: PersonRef | None = Field(description="Who lends the time; null: it is the learner's.")
    consent: Consent = Field(description="What the lender has said so far.")
    wanted: TermsOut | None = Field(
        description="What the lender was asked for; null to the others than the learner."
    )
    terms: TermsOut = Field(description="What the lender gives.")
    skill: str = Field(description="What is to be learned by it.")
    why: str = Field(description="Why it is a stretch.")
    good: str = Field(description="What good looks like.")
    complexity: int = Field(description=_WHO)
    episode: UUID | None = Field(description="The piece of work, once it has begun.")
    link: str = Field(description="Where it can be found; empty: nobody said.")
    help: Help = Field(description=_HELP)
    at: datetime = Field(description="When it was opened.")
    started_at: datetime | None = Field(description="When it began, null: not yet.")
    ends_at: datetime | None = Field(description="By when it should be over; null: nobody said.")
    paused_until: date | None = Field(description="The first day on which it goes on again.")
    ended_at: datetime | None = Field(description="When it was over, null: it is not.")
    outcome: str = Field(description="What the learner can do now; empty before the end.")
    thanks: str = Field(description="One's own thanks to the lender; empty to the others.")


class WholeAssignmentOut(AssignmentOut):
    """A stretch assignment with its checkpoints and cards."""

    checkpoints: list[CheckpointOut] = Field(description="What is reached on the way, in order.")
    cards: list[str] = Field(description="Cards that may help and that one may read, by key.")


class CheckpointIn(In):
    """Something to reach on the way."""

    text: Annotated[str, Field(min_length=1, max_length=LONGEST_CHECKPOINT)] = Field(
        description="What is to be reached."
    )
    due: Annotated[date, ADay] | None = Field(None, description="By which day; null: none.")


class TakeOnIn(In):
    """A piece of work that one takes on, and who and what helps."""

    title: Title = Field(description="Which piece of work it is.")
    skill: Skill = Field(description="What one wants to learn by it.")
    why: Text = Field(description="Why it is a stretch: what one has done before, what is new.")
    good: Text = Field(description="What good looks like.")
    complexity: Annotated[Whole, Field(ge=1, le=5)] = Field(description=_WHO)
    episode: UUID | None = Field(None, description="The piece of work; null: that of a proposal.")
    proposal: UUID | None = Field(None, description="The proposal to oneself that is taken up.")
    link: Annotated[str, Field(max_length=LONGEST_LINK)] = Field(
        "", description="Where the work can be found, as a web address; empty: nowhere yet."
    )
    mentor: Name | None = Field(None, description="Who stands by, by key; null: nobody yet.")
    buddy: Name | None = Field(None, description="Who answers small questions, by key.")
    cards: list[Name] = Field([], max_length=MOST_CARDS, description="Cards that help, by key.")
    checkpoints: list[CheckpointIn] = Field(
        [], max_length=MOST_CHECKPOINTS, description="What is to be reached, in order."
    )
    lender: Name | None = Field(None, description=_NONE_IS_OWN)
    hours: Hours = Field(0, description="For how many hours a week the lender is asked.")
    until: Annotated[date, ADay] | None = Field(
        None, description="Until which day the lender is asked; null: none."
    )
    ends_at: Annotated[AwareDatetime, Written] | None = Field(
        None, description="By when it should be over; null: nobody says."
    )


class ReachedIn(In):
    """How a checkpoint was reached."""

    alone: Flag = Field(description="Whether without help; it is told to nobody.")


class LenderIn(In):
    """Who is asked to lend the time, and for how much of it."""

    lender: Name = Field(description="Who is asked, by key.")
    hours: Annotated[Whole, Field(ge=1, le=MOST_HOURS)] = Field(description="Hours a week.")
    until: Annotated[date, ADay] | None = Field(None, description="The last day; null: none.")


class EndIn(In):
    """What came of an assignment."""

    outcome: TextOrNone = Field(
        "", description="What one can do now; needed where it had begun. The mentor reads it."
    )
    thanks: TextOrNone = Field(
        "", description="Thanks to whoever lent the time: they get them with the outcome."
    )


class LoanOut(Schema):
    """What somebody who lends the time sees of an assignment."""

    id: UUID = Field(description="Identifies what is asked.")
    title: str = Field(description="For which piece of work.")
    state: AssignmentState = Field(description="Whether the work has begun, rests, is over.")
    learner: PersonRef = Field(description="Whose time it is.")
    skill: str = Field(description="What they want to learn.")
    why: str = Field(description="Why it is a stretch for them.")
    consent: Consent = Field(description="What one has said: asked is nothing yet.")
    wanted: TermsOut = Field(description="What one is asked for.")
    terms: TermsOut = Field(description="What one gives.")
    at: datetime = Field(description="When the assignment was opened.")
    started_at: datetime | None = Field(description="When it began, null: not yet.")
    ended_at: datetime | None = Field(description="When it was over, null: it is not.")
    outcome: str = Field(description="What they can do now, as they told one with their thanks.")
    thanks: str = Field(description="Their thanks; empty: none.")


class LoanAnswerIn(In):
    """A yes on terms of one's own, or a no."""

    given: Flag = Field(description="Whether one lends the time; a no needs no reason.")
    hours: Hours = Field(0, description="Hours a week, from 1; with a no it is not looked at.")
    until: Annotated[date, ADay] | None = Field(None, description="The last day; null: none.")
    says: TextOrNone = Field("", description="What else one wants to say; the learner reads it.")


class ProposalOut(Schema):
    """A piece of work that could be one's next step."""

    id: UUID = Field(description="Identifies the proposal.")
    episode: UUID = Field(description="The piece of work.")
    title: str = Field(description="What the work is called.")
    reason: Reason = Field(description="Whether the work, a wish or a colleague proposes it.")
    says: str = Field(description="Why it fits, in words.")
    skill: str = Field(description="What could be learned by it; empty: nobody says.")
    by: PersonRef | None = Field(description="The colleague who proposes it; null: none.")
    wish: UUID | None = Field(description="The entry of one's to-learn list that it fits.")
    at: datetime = Field(description="When it was proposed.")


class ProposalIn(In):
    """A piece of work that could be a colleague's next step."""

    person: Name = Field(description="To whom, by key: of one's own teams, or whom one leads.")
    episode: UUID = Field(description="The piece of work; both must be able to see it.")
    skill: Annotated[str, Field(max_length=LONGEST_SKILL)] = Field(
        "", description="What they could learn by it."
    )
    says: Annotated[str, Field(min_length=1, max_length=LONGEST_REASON)] = Field(
        description="Why them; they read it with one's name, and nobody else does."
    )


def assignment_out(found: Assignment, names: Mapping[UUID, str], *, reader: UUID) -> AssignmentOut:
    """Return an assignment as somebody inside it sees it."""
    return AssignmentOut(
        id=found.id,
        title=found.title,
        state=found.state,
        stage=found.stage,
        learner=_named(found.learner, names),
        mentor=_named(found.mentor, names) if found.mentor else None,
        buddy=_named(found.buddy, names) if found.buddy else None,
        lender=_named(found.lender, names) if found.lender else None,
        consent=found.consent,
        wanted=_terms(found.wanted) if reader == found.learner else None,
        terms=_terms(found.terms),
        skill=found.skill,
        why=found.why,
        good=found.good,
        complexity=found.complexity,
        episode=found.episode,
        link=found.link,
        help=cast("Help", found.level.name.lower()),
        at=found.at,
        started_at=found.started_at,
        ends_at=found.ends_at,
        paused_until=found.paused_until,
        ended_at=found.ended_at,
        outcome=found.outcome,
        thanks=found.thanks if reader == found.learner else "",
    )


def checkpoint_out(found: Checkpoint) -> CheckpointOut:
    """Return a checkpoint: that it was reached, and not how."""
    return CheckpointOut(id=found.id, text=found.text, due=found.due, done_at=found.done_at)


def loan_out(found: Loan, names: Mapping[UUID, str]) -> LoanOut:
    """Return what was asked of a lender."""
    return LoanOut(
        id=found.id,
        title=found.title,
        state=found.state,
        learner=_named(found.learner, names),
        skill=found.skill,
        why=found.why,
        consent=found.consent,
        wanted=_terms(found.wanted),
        terms=_terms(found.terms),
        at=found.at,
        started_at=found.started_at,
        ended_at=found.ended_at,
        outcome=found.outcome,
        thanks=found.thanks,
    )


def proposal_out(found: Proposed, names: Mapping[UUID, str]) -> ProposalOut:
    """Return what is proposed to somebody."""
    return ProposalOut(
        id=found.id,
        episode=found.episode,
        title=found.title,
        reason=found.reason,
        says=found.says,
        skill=found.skill,
        by=_named(found.by, names) if found.by else None,
        wish=found.wish,
        at=found.at,
    )


def _named(id: UUID, names: Mapping[UUID, str]) -> PersonRef:
    return PersonRef(id=id, name=names.get(id, ""))


def _terms(found: Terms) -> TermsOut:
    return TermsOut(hours=found.hours, until=found.until, says=found.says)
