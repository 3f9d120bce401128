"""From rows to the engine's values."""

from collections.abc import Iterable

from journeywork.assignments.models import AssignmentRow, CheckpointRow
from journeywork.engine.activities import Activity
from journeywork.engine.assignments import (
    Assignment,
    Begun,
    Checkpoint,
    Consent,
    Loan,
    Terms,
    state_of,
)
from journeywork.engine.scaffolding import Level


def assignment_of(
    row: AssignmentRow, activity: Activity, checkpoints: Iterable[CheckpointRow] = ()
) -> Assignment:
    """Return the value of an assignment's row, with its activity and its checkpoints."""
    consent = Consent(row.consent)
    return Assignment(
        id=row.id,
        title=activity.title,
        state=state_of(activity.state, consent, row.started_at),
        learner=row.learner,
        skill=row.skill,
        why=row.why,
        good=row.good,
        complexity=row.complexity,
        at=row.at,
        mentor=row.mentor,
        buddy=row.buddy,
        lender=row.lender,
        consent=consent,
        wanted=Terms(hours=row.hours, until=row.until),
        terms=terms_of(row),
        answered_at=row.answered_at,
        episode=activity.episode,
        link=row.link,
        cards=tuple(row.cards),
        checkpoints=tuple(map(checkpoint_of, checkpoints)),
        stage=activity.stage,
        level=Level(row.level),
        held=row.held,
        cadence=activity.cadence,
        started_at=row.started_at,
        ends_at=activity.ends_at,
        ended_at=row.ended_at,
        paused_until=activity.paused_until,
        outcome=row.outcome,
        thanks=row.thanks,
        offer_support=row.offer_support,
    )


def loan_of(row: AssignmentRow, activity: Activity) -> Loan:
    """Return what the lender sees of an assignment."""
    consent = Consent(row.consent)
    return Loan(
        id=row.id,
        title=activity.title,
        state=state_of(activity.state, consent, row.started_at),
        learner=row.learner,
        skill=row.skill,
        why=row.why,
        consent=consent,
        wanted=Terms(hours=row.hours, until=row.until),
        terms=terms_of(row),
        at=row.at,
        started_at=row.started_at,
        ended_at=row.ended_at,
        outcome=row.outcome if row.thanks else "",
        thanks=row.thanks,
    )


def begun_of(row: AssignmentRow, activity: Activity) -> Begun:
    """Return that an assignment began, for rooms that count."""
    assert row.started_at is not None
    return Begun(
        id=row.id,
        title=activity.title,
        skill=row.skill,
        learner=row.learner,
        at=row.started_at,
        mentor=row.mentor,
        lender=row.lender,
        ended_at=row.ended_at,
    )


def terms_of(row: AssignmentRow) -> Terms:
    """Return the terms on which the time is lent."""
    return Terms(hours=row.terms_hours, until=row.terms_until, says=row.terms_says)


def checkpoint_of(row: CheckpointRow) -> Checkpoint:
    """Return the value of a checkpoint's row."""
    return Checkpoint(id=row.id, text=row.text, due=row.due, done_at=row.done_at)
