"""People come by the hundred, from a table: in as many statements as for ten."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction

from journeywork.kernel import audit
from journeywork.kernel.errors import Invalid
from journeywork.kernel.facts import publish_all
from journeywork.kernel.locks import one_at_a_time
from journeywork.kernel.tenancy import current_org
from journeywork.people import checks, queries
from journeywork.people.access import UNPROVED, give_seat
from journeywork.people.facts import PersonInvited
from journeywork.people.keys import key_for, keys_here
from journeywork.people.models import Account, PersonRow, SeatRow
from journeywork.people.persons import USUAL

_AT_ONCE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """Somebody to be added, with an id that nobody has yet; `reports_to` may be one of them."""

    id: UUID
    name: str
    email: str
    zone_name: str = "UTC"
    workdays: tuple[int, ...] = (1, 2, 3, 4, 5)
    starts: time = time(9)
    ends: time = time(17)
    languages: tuple[str, ...] = ("en",)
    reports_to: UUID | None = None


def faults_of_many(newcomers: Sequence[Newcomer], *, by: UUID | None) -> dict[UUID, dict[str, str]]:
    """Return what does not fit, by newcomer and field; {} when `add_many` would take them all."""
    found: dict[UUID, dict[str, str]] = {}
    for one in newcomers:
        try:
            checks.clean(_said(one))
        except Invalid as refusal:
            found[one.id] = refusal.faults
    here = queries.people_by_email([one.email for one in newcomers])
    unproved = _unproved([one.email for one in newcomers], by)
    for one in newcomers:
        email = one.email.strip().lower()
        says = TAKEN if email in here else UNPROVED if email in unproved else ""
        if not email or says:
            found.setdefault(one.id, {})["email"] = says or "is needed to invite somebody"
    return found


TAKEN = "already belongs to somebody here"


def add_many(
    newcomers: Sequence[Newcomer],
    *,
    known: Collection[UUID] = (),
    invited: bool = False,
    by: UUID | None,
    at: datetime,
) -> None:
    """Add people who may sign in from now on; all of them, or Invalid and nobody.

    So may those `known` from the history of the work. `invited` also tells them so. One line in
    the audit log names them all.
    """
    with transaction.atomic():
        one_at_a_time("people")
        wrong = faults_of_many(newcomers, by=by)
        if wrong:
            raise Invalid(
                {f"{id} {field}": says for id in wrong for field, says in wrong[id].items()}
            )
        fresh = _rows(newcomers, at)
        before = list(PersonRow.objects.filter(id__in=known, known_only=True).exclude(email=""))
        let_in = [*fresh, *before]
        seated = _accounts(let_in)
        PersonRow.objects.bulk_create(fresh, batch_size=_AT_ONCE)
        for row in before:
            row.known_only = False
        PersonRow.objects.bulk_update(before, ["account", "known_only"], batch_size=_AT_ONCE)
        _seats(let_in, seated, by)
        if let_in:
            detail = {"count": len(let_in), "people": [str(row.id) for row in let_in]}
            audit.record(verb="people.added", object="people", by=by, at=at, detail=detail)
        if invited:
            publish_all(PersonInvited(person=row.id, by=by, at=at) for row in let_in)


def _said(one: Newcomer) -> dict[str, Any]:
    fields = ("name", "email", "zone_name", "workdays", "starts", "ends", "languages")
    return {**{field: getattr(one, field) for field in fields}, "roles": USUAL["roles"]}


def _rows(newcomers: Sequence[Newcomer], at: datetime) -> list[PersonRow]:
    taken, rows = keys_here() if newcomers else set(), []
    for one in newcomers:
        fitting = checks.clean(_said(one))
        key = key_for(fitting["name"], taken, otherwise=fitting["email"])
        taken.add(key)
        rows.append(
            PersonRow(id=one.id, key=key, reports_to=one.reports_to, joined_at=at, **fitting)
        )
    return rows


def _accounts(rows: Sequence[PersonRow]) -> set[UUID]:
    """Make an account for whoever has none; return those people, who point to theirs already."""
    emails = [row.email for row in rows]
    there = set(Account.objects.filter(email__in=emails).values_list("email", flat=True))
    made = {
        row.id: Account(email=row.email, password=make_password(None))
        for row in rows
        if row.email not in there
    }
    Account.objects.bulk_create(made.values(), batch_size=_AT_ONCE)
    # Not proved yet: the first code that arrives there proves it.
    EmailAddress.objects.bulk_create(
        [EmailAddress(user=each, email=each.email, primary=True) for each in made.values()],
        batch_size=_AT_ONCE,
    )
    for row in rows:
        row.account = made[row.id].id if row.id in made else None
    return set(made)


def _seats(rows: Sequence[PersonRow], fresh: Collection[UUID], by: UUID | None) -> None:
    """Seat people at their accounts; whoever had one already, one by one and with care."""
    SeatRow.objects.bulk_create(
        [
            SeatRow(account_id=row.account, org_id=current_org(), person=row.id)
            for row in rows
            if row.account and row.id in fresh
        ],
        batch_size=_AT_ONCE,
    )
    for row in rows:
        if row.id not in fresh:
            give_seat(row.id, by=by)


def _unproved(emails: Sequence[str], by: UUID | None) -> set[str]:
    """Return addresses whose account belongs elsewhere, and that nobody has proved."""
    wanted = [email.strip().lower() for email in emails]
    here = current_org()
    seated = SeatRow.objects.filter(account__email__in=wanted).exclude(org=here)
    others = {
        email
        for email, person in seated.values_list("account__email", "person")
        if by is not None and person != by
    }
    if not others:
        return set()
    proved = EmailAddress.objects.filter(email__in=others, verified=True)
    return others - set(proved.values_list("email", flat=True))
