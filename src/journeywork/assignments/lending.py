"""Whoever lends the time says yes, on their terms, or no: signed in, or from their letter."""

import base64
import re
from collections.abc import Callable
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from django.db import transaction

from journeywork.assignments import letters, queries
from journeywork.assignments.facts import LenderAnswered, LenderAsked
from journeywork.assignments.models import AssignmentRow, LoanKeyRow
from journeywork.engine.assignments import (
    LONGEST_TEXT,
    MOST_HOURS,
    Consent,
    Loan,
    people_faults,
)
from journeywork.kernel import allowances, audit
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.facts import publish
from journeywork.kernel.tenancy import within
from journeywork.people import queries as people

Result = TypeVar("Result")
_SHAPE = re.compile(r"([a-z2-7]{26})([a-z2-7]{52})")
#: How often an address may be opened in a minute.
PER_MINUTE = 20


def ask_lender(
    *,
    assignment_id: UUID,
    lender: UUID,
    hours: int,
    until: date | None,
    by: UUID,
    at: datetime,
) -> None:
    """Ask somebody to lend the time, or again after a no. Only the learner; raises Invalid."""
    with transaction.atomic():
        row = own(assignment_id, by)
        if row.started_at or row.ended_at or row.consent == Consent.GIVEN.value:
            raise Invalid({"lender": "has been answered already"})
        able = people.persons([lender])
        faults = people_faults(
            learner=row.learner,
            mentor=None,
            buddy=None,
            lender=lender,
            able={id for id, one in able.items() if not one.known_only},
        )
        if hours not in range(1, MOST_HOURS + 1):
            faults["hours"] = f"must be from 1 to {MOST_HOURS} hours a week"
        if faults:
            raise Invalid(faults)
        row.lender, row.consent, row.hours, row.until = lender, Consent.ASKED.value, hours, until
        row.answered_at, row.terms_says = None, ""
        row.save()
        asked(row, by=by, at=at)


def asked(row: AssignmentRow, *, by: UUID, at: datetime) -> None:
    """Let the letter to a lender wait, and tell that they are asked."""
    assert row.lender is not None
    letters.put(kind=letters.LEND, assignment=row.id, person=row.lender, at=at)
    publish(LenderAsked(assignment=row.id, lender=row.lender, by=by, at=at))


def answer_loan(
    *,
    assignment_id: UUID,
    given: bool,
    by: UUID,
    at: datetime,
    hours: int = 0,
    until: date | None = None,
    says: str = "",
) -> Loan:
    """Say yes, for so many hours a week and until a day, or no. Only the lender (NotFound).

    A no needs no reason. Raises Invalid by field, and where it has been answered.
    """
    with transaction.atomic():
        row = AssignmentRow.objects.select_for_update().filter(id=assignment_id, lender=by).first()
        if row is None:
            raise NotFound("assignment")
        _check(row, given=given, hours=hours, until=until, says=says, at=at)
        row.consent = (Consent.GIVEN if given else Consent.REFUSED).value
        row.terms_hours, row.terms_until = (hours, until) if given else (0, None)
        row.terms_says, row.answered_at = says.strip(), at
        row.save()
        LoanKeyRow.objects.filter(assignment=row.id).delete()
        audit.record(verb="loan.answered", object=f"assignment:{row.id}", by=by, at=at)
        publish(LenderAnswered(assignment=row.id, given=given, by=by, at=at))
    return queries.loan(assignment_id, lender=by)


def loan_at(secret: str, *, at: datetime, act: Callable[[Loan], Result]) -> Result | None:
    """Run `act` with what a letter's address leads to, in its organisation; None for nothing.

    Nobody need be signed in: who has the address is the lender. It ends with the answer.
    """
    shape = _SHAPE.fullmatch(secret)
    org = _org(shape[1]) if shape else None
    if shape is None or org is None:
        return None
    with within(org):
        row = LoanKeyRow.objects.filter(digest=letters.digest_of(shape[2]), until__gt=at).first()
        if row is None or not people.persons([row.person]):
            return None
        (allowed,) = allowances.spend({"loan": (row.id, PER_MINUTE)}, person=row.person, at=at)
        if allowed.spent:
            return None
        try:
            return act(queries.loan(row.assignment, lender=row.person))
        except NotFound:
            return None


def lender_of(loan_id: UUID) -> UUID:
    """Return who lends: for the answer from a letter. Raises NotFound."""
    found = AssignmentRow.objects.filter(id=loan_id).values_list("lender", flat=True).first()
    if found is None:
        raise NotFound("assignment")
    return UUID(str(found))


def own(assignment_id: UUID, by: UUID | None) -> AssignmentRow:
    """Return an assignment's row, held, to its learner, or on nobody's behalf; raises NotFound."""
    rows = AssignmentRow.objects.select_for_update().filter(id=assignment_id)
    row: AssignmentRow | None = rows.first()
    if row is None or by not in (None, row.learner):
        raise NotFound("assignment")
    return row


def _check(
    row: AssignmentRow, *, given: bool, hours: int, until: date | None, says: str, at: datetime
) -> None:
    found: dict[str, str] = {}
    if row.consent != Consent.ASKED.value or row.ended_at:
        raise Invalid({"loan": "has been answered already"})
    if given and hours not in range(1, MOST_HOURS + 1):
        found["hours"] = f"must be from 1 to {MOST_HOURS} hours a week"
    if given and until is not None and until < at.date():
        found["until"] = "must not be before today"
    if len(says) > LONGEST_TEXT:
        found["says"] = f"must have at most {LONGEST_TEXT} characters"
    if found:
        raise Invalid(found)


def _org(text: str) -> UUID | None:
    try:
        return UUID(bytes=base64.b32decode(text.upper() + "======"))
    except ValueError:
        return None
