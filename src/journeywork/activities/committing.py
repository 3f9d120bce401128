"""People say what they will do, by when, and later whether it helped."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from journeywork.activities import queries
from journeywork.activities.facts import CommitmentAnswered, CommitmentMade
from journeywork.activities.models import ActivityRow, CommitmentRow
from journeywork.engine.commitments import MOST, Commitment, Helped, answered
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.facts import publish

LONGEST = 500


def commit_to(
    *,
    activity_id: UUID,
    text: str,
    owner: UUID,
    due: date,
    by: UUID | None,
    at: datetime,
    most: int = MOST,
) -> Commitment:
    """Write down what `owner`, who takes part, does by a day.

    `most` is how many an activity may have; more is Invalid. So is what the fields do not take.
    """
    _check(text, due, at)
    with transaction.atomic():
        list(ActivityRow.objects.select_for_update().filter(id=activity_id).values("id"))
        activity = queries.activity_of(activity_id)
        if by is not None and not activity.takes_part(by):
            raise NotFound("activity")
        if not activity.takes_part(owner):
            raise Invalid({"owner": "must be somebody who takes part"})
        if CommitmentRow.objects.filter(activity=activity_id).count() >= most:
            raise Invalid({"text": f"there are {most} already: what is too much is not done"})
        row = CommitmentRow.objects.create(
            activity=activity_id, owner=owner, text=text.strip(), due=due, by=by, at=at
        )
        publish(CommitmentMade(commitment=row.id, activity=activity_id, by=by, at=at))
    return queries.commitment(row.id, owner=owner)


def answer_commitment(
    *, commitment_id: UUID, done: bool, by: UUID, at: datetime, helped: Helped | None = None
) -> Commitment:
    """Say that a commitment is done, or not yet, and whether it helped: its owner alone.

    NotFound for anybody else; Invalid for help by what is not done.
    """
    with transaction.atomic():
        list(CommitmentRow.objects.select_for_update().filter(id=commitment_id).values("id"))
        before = queries.commitment(commitment_id, owner=by)
        try:
            after = answered(before, done=done, helped=helped, at=at)
        except ValueError as fault:
            raise Invalid({"helped": str(fault)}) from None
        if after == before:
            return before
        CommitmentRow.objects.filter(id=commitment_id).update(
            done_at=after.done_at, helped=after.helped.value if after.helped else ""
        )
        publish(CommitmentAnswered(commitment=after.id, activity=after.activity, by=by, at=at))
    return after


def _check(text: str, due: date, at: datetime) -> None:
    faults = {}
    if not 1 <= len(text.strip()) <= LONGEST:
        faults["text"] = f"must have from 1 to {LONGEST} characters"
    if due < at.date():
        faults["due"] = "must not be before today"
    if faults:
        raise Invalid(faults)
