"""The first minutes: an organisation with one administrator, before anybody has typed a name."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from journeywork.engine.people import Organisation, Person
from journeywork.kernel import audit
from journeywork.kernel.errors import NotFound
from journeywork.kernel.locks import one_at_a_time
from journeywork.kernel.tenancy import within
from journeywork.people import queries
from journeywork.people.access import LONGEST_TOKEN, issue_token, readdress, sign_in_link
from journeywork.people.keys import key_for, keys_here
from journeywork.people.leaving import deactivate
from journeywork.people.models import PersonRow, SeatRow, TokenRow
from journeywork.people.organising import create_organisation, rename_organisation
from journeywork.people.persons import add_person, change_person

TEAM = "My team"
NAMELESS_KEY = "administrator"


def first_organisation(*, at: datetime) -> Organisation:
    """Return the oldest organisation that is no demo; the first run makes one, to be named."""
    with transaction.atomic():
        for organisation in queries.organisations():
            if not organisation.is_demo:
                return organisation
        return create_organisation(key="my-team", name=TEAM, at=at)


def first_sign_in_link(*, at: datetime) -> str:
    """Return a one-time way in for the first administrator, made if there is none.

    For whoever may run commands on the server: they could read the database as well.
    """
    with within(first_organisation(at=at).id):
        return sign_in_link(person_id=first_administrator(at=at).id, by=None, at=at)


def first_token(*, at: datetime) -> str:
    """Return a token of the first administrator for the command line on the server itself.

    For whoever may run commands on the server, like the sign-in link. It reads and writes in
    their name for a year, and can be revoked like any other.
    """
    with within(first_organisation(at=at).id):
        person = first_administrator(at=at)
        _, secret = issue_token(
            person_id=person.id,
            name="Command line on the server",
            scopes=("read", "write"),
            expires_at=at + LONGEST_TOKEN,
            by=person.id,
            at=at,
        )
    return secret


def is_nameless(person: Person) -> bool:
    """Tell whether this is the administrator of the first run, who has not said who they are."""
    return person.key == NAMELESS_KEY and not person.email


def introduce(*, person_id: UUID, name: str, email: str, organisation: str, at: datetime) -> Person:
    """Name the administrator of the first run and their organisation; `email` may be "".

    Somebody whom the history of the work knows under that address becomes the administrator,
    with all that is theirs. Raises Invalid per field, and NotFound for anybody else.
    """
    if not is_nameless(queries.person(person_id)):
        raise NotFound("somebody without a name")
    with transaction.atomic():
        one_at_a_time("people")
        rename_organisation(name=organisation, by=person_id, at=at)
        known = queries.person_by_email(email) if email else None
        if known and known.known_only:
            _become(person_id, known.id, at)
            return change_person(person_id=known.id, name=name, by=known.id, at=at)
        change_person(person_id=person_id, name=name, email=email, by=person_id, at=at)
        key = key_for(name, keys_here(), otherwise=email or "person")
        PersonRow.objects.filter(id=person_id).update(key=key)
    return queries.person(person_id)


def _become(nameless: UUID, known: UUID, at: datetime) -> None:
    """Hand the nameless administrator's place to somebody the history knows."""
    first, email = PersonRow.objects.get(id=nameless), queries.person(known).email
    readdress(nameless, email)
    SeatRow.objects.filter(org=first.org, person=nameless).update(person=known)
    TokenRow.objects.filter(person=nameless).update(person=known)
    PersonRow.objects.filter(id=known).update(
        account=first.account, roles=first.roles, known_only=False, active=True
    )
    audit.record(verb="person.added", object=f"person:{known}", by=known, at=at)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            first.delete()
            cursor.execute("set constraints all immediate")
    except IntegrityError:  # They have written something before they were named.
        deactivate(person_id=nameless, by=known, at=at)


def first_administrator(*, at: datetime) -> Person:
    """Return who has been administrator for longest; the first run makes one, to be named."""
    with transaction.atomic():
        one_at_a_time("people")
        found = PersonRow.objects.filter(
            active=True, known_only=False, roles__contains=["administrator"]
        )
        first = found.order_by("joined_at", "id").values_list("id", flat=True).first()
        if first:
            return queries.person(first)
        made = add_person(
            name="Administrator",
            key=NAMELESS_KEY,
            email="",
            roles=("member", "administrator"),
            by=None,
            at=at,
        )
        audit.record(verb="installation.begun", object=f"person:{made.id}", by=None, at=at)
        return made
