"""People whom the history of the work names, by the thousand, in a few statements."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from journeywork.engine.people import Author
from journeywork.kernel import audit
from journeywork.kernel.locks import one_at_a_time
from journeywork.people import checks, queries
from journeywork.people.keys import key_for, keys_here
from journeywork.people.models import EmailRow, PersonRow

_AT_ONCE = 1000


def add_people(authors: Iterable[Author], *, by: UUID | None, at: datetime) -> dict[str, UUID]:
    """Make sure that every author is a person here; return address (lower case) -> person.

    New people are `known_only`: they cannot sign in and get no pushes until they are invited.
    An author of whom one address is known already gets the others too. Nothing is refused:
    what a history says is cleaned, cut to length, and an author without address is left out.
    Safe to repeat.
    """
    with transaction.atomic():
        one_at_a_time("people")
        known = queries.people_by_email()
        people, further = _sort(authors, known)
        PersonRow.objects.bulk_create(_rows(people, at), batch_size=_AT_ONCE)
        EmailRow.objects.bulk_create(further, batch_size=_AT_ONCE)
        if people:
            detail = {"count": len(people)}
            audit.record(verb="people.known", object="people", by=by, at=at, detail=detail)
    return known


def _sort(
    authors: Iterable[Author], known: dict[str, UUID]
) -> tuple[dict[UUID, tuple[str, str]], list[EmailRow]]:
    """Fill `known`; return new people as id -> (name, address), and rows of other addresses."""
    people: dict[UUID, tuple[str, str]] = {}
    further: list[EmailRow] = []
    for author in authors:
        addresses = _addresses(author)
        unknown = [address for address in addresses if address not in known]
        if addresses and len(unknown) == len(addresses):
            first, name = unknown.pop(0), _clean(author.name, checks.LONGEST_NAME)
            known[first] = PersonRow().id
            people[known[first]] = (name, first)
        for address in unknown:
            person = next(known[each] for each in addresses if each in known)
            known[address] = person
            further.append(EmailRow(person=person, email=address))
    return people, further


def _rows(people: dict[UUID, tuple[str, str]], at: datetime) -> list[PersonRow]:
    taken, rows = keys_here() if people else set(), []
    for person, (name, address) in people.items():
        key = key_for(name, taken, otherwise=address)
        taken.add(key)
        rows.append(
            PersonRow(
                id=person,
                key=key,
                name=name or address.partition("@")[0],
                email=address,
                roles=["member"],
                workdays=[1, 2, 3, 4, 5],
                languages=["en"],
                known_only=True,
                joined_at=at,
            )
        )
    return rows


def _addresses(author: Author) -> list[str]:
    given = (author.email, *author.other_emails)
    cleaned = (_clean(address, checks.LONGEST_EMAIL).lower() for address in given)
    return [address for address in dict.fromkeys(cleaned) if address]


def _clean(text: str, longest: int) -> str:
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(printable.split())[:longest].strip()
