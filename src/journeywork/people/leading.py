"""Who leads whom, and since when people work here: for the page of whoever leads a team."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Min

from journeywork.engine.people import Person
from journeywork.people.models import MembershipRow, PersonRow
from journeywork.people.queries import persons


def leads() -> tuple[Person, ...]:
    """Return everybody who leads a team and can sign in, in order of name."""
    found = MembershipRow.objects.filter(leads=True).values_list("person", flat=True)
    return tuple(one for one in persons(set(found)).values() if not one.known_only)


def led_by(person: Person) -> dict[UUID, tuple[Person, ...]]:
    """Return the active people of each team that somebody leads, without them, by team."""
    rows = MembershipRow.objects.filter(team__in=person.leads).exclude(person=person.id)
    of: dict[UUID, list[UUID]] = {team: [] for team in person.leads}
    for team, member in rows.values_list("team", "person"):
        of[team].append(member)
    known = persons({member for some in of.values() for member in some})
    return {
        team: tuple(sorted((known[id] for id in some if id in known), key=lambda one: one.name))
        for team, some in of.items()
    }


def joined(ids: Iterable[UUID], *, since: datetime) -> dict[UUID, datetime]:
    """Return since when those of `ids` who came after a time work here."""
    rows = PersonRow.objects.filter(id__in=set(ids), joined_at__gte=since, known_only=False)
    return dict(rows.values_list("id", "joined_at"))


def first_joined() -> datetime | None:
    """Return since when somebody works here; None while there is nobody."""
    found: datetime | None = PersonRow.objects.filter(known_only=False).aggregate(
        first=Min("joined_at")
    )["first"]
    return found


def are_lead_and_member(one: Person, other: Person) -> Person | None:
    """Return which of two people leads the other, by a team or a reporting line; None: neither."""
    for lead, member in ((one, other), (other, one)):
        if member.reports_to == lead.id or set(lead.leads) & set(member.teams):
            return lead
    return None
