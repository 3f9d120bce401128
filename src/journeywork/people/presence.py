"""Who is here for the length of a request: one statement finds account, organisation, person.

Row-level security shows no person before the organisation is in force, so the statement has
two halves: the first looks up the seat and puts its organisation in force, the second reads
the account and the person who sits there. They travel together, and cost one way to the
database and back.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from journeywork.engine.people import Person, Seat
from journeywork.kernel.tenancy import already_within
from journeywork.people.models import Account
from journeywork.people.sign_in import with_account
from journeywork.people.values import person_of

_COLUMNS = (
    "id",
    "org",
    "key",
    "name",
    "email",
    "roles",
    "zone_name",
    "workdays",
    "starts",
    "ends",
    "languages",
    "reports_to",
    "findable",
    "active",
    "known_only",
    "paused_until",
)
_ACCOUNT = tuple(field.attname for field in Account._meta.concrete_fields)
_STATEMENT = f"""
select set_config('journeywork.org', coalesce((
    select seat.org::text from people_seat seat join people_organisation o on o.id = seat.org
    where seat.account = %(account)s
    order by coalesce(seat.org = %(wanted)s, false) desc, o.created_at, seat.id limit 1
), ''), false);
select {", ".join(f"person.{column}" for column in _COLUMNS)},
    array(select team from people_membership where org = person.org and person = person.id
          order by id) as team_ids,
    array(select team from people_membership where org = person.org and person = person.id
          and leads order by id) as led_ids,
    organisation.name as org_name,
    {", ".join(f"account.{column} as account_{column}" for column in _ACCOUNT)}
from people_seat seat
join people_account account on account.id = seat.account
join people_person person on person.org = seat.org and person.id = seat.person
join people_organisation organisation on organisation.id = seat.org
where seat.account = %(account)s and person.active and not person.known_only
    and person.org = nullif(current_setting('journeywork.org'), '')::uuid
"""  # noqa: S608 -- nothing but our own columns stands in it


#: Where the session keeps the organisation that somebody chose.
CHOSEN = "organisation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """A person at work in an organisation, for the length of a request."""

    person: Person
    seat: Seat


class People:
    """Middleware: puts the organisation of whoever is signed in in force, and says who asks.

    `request.person` and `request.seat` are None for those who are not signed in, and for those
    who belong nowhere; `request.signed_in` tells the two apart. Times and words are those of
    the person.
    """

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer within the person's organisation, language and time zone."""
        request.person = request.seat = None  # type: ignore[attr-defined]
        request.signed_in = False  # type: ignore[attr-defined]
        account = request.session.get(SESSION_KEY)
        if account is None:
            return self.answer(request)
        chosen = request.session.get(CHOSEN)
        row = _row(UUID(account), UUID(chosen) if chosen else None)
        with with_account(_account_of(row)):
            request.signed_in = request.user.is_authenticated  # type: ignore[attr-defined]
        if row is None or not request.user.is_authenticated:
            return self.answer(request)
        with _seated(row) as presence:
            request.person = presence.person  # type: ignore[attr-defined]
            request.seat = presence.seat  # type: ignore[attr-defined]
            with _at_home(presence.person):
                return self.answer(request)


@contextmanager
def present(account_id: UUID, wanted: UUID | None = None) -> Iterator[Presence | None]:
    """Put in force the organisation where an account has a seat, and yield who sits there.

    `wanted` is the organisation they chose; without it, or without a seat there, it is their
    oldest. None, and nothing in force, for an account that belongs nowhere.
    """
    row = _row(account_id, wanted)
    if row is None:
        yield None
        return
    with _seated(row) as presence:
        yield presence


@contextmanager
def _seated(row: Any) -> Iterator[Presence]:
    with already_within(row.org):
        seat = Seat(account=row.account_id, org=row.org, person=row.id, org_name=row.org_name)
        yield Presence(person=person_of(row), seat=seat)


@contextmanager
def _at_home(person: Person) -> Iterator[None]:
    spoken = dict(settings.LANGUAGES)
    language = next((code for code in person.languages if code in spoken), None)
    with (
        translation.override(language or translation.get_language()),
        timezone.override(ZoneInfo(person.zone_name)),
    ):
        yield


def _row(account_id: UUID, wanted: UUID | None) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT, {"account": account_id, "wanted": wanted})
        cursor.nextset()
        found = cursor.fetchone()
        names = [column.name for column in cursor.description or ()]
    return SimpleNamespace(**dict(zip(names, found, strict=True))) if found else None


def _account_of(row: Any) -> Account | None:
    if row is None:
        return None
    values = [getattr(row, f"account_{column}") for column in _ACCOUNT]
    return Account.from_db("default", list(_ACCOUNT), values)
