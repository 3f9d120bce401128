"""Who leads whom, and since when people work here: for the page of whoever leads a team."""

from collections.abc import Iterable, Sequence
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


def led_by(leads: Sequence[Person]) -> dict[UUID, dict[UUID, tuple[Person, ...]]]:
    """Return the active people of each team that some lead, without whoever leads it, by lead.

    Two queries for all of them.
    """
    rows = MembershipRow.objects.filter(team__in={team for lead in leads for team in lead.leads})
    members: dict[UUID, list[UUID]] = {}
    for team, member in rows.values_list("team", "person"):
        members.setdefault(team, []).append(member)
    known = persons({member for some in members.values() for member in some})
    by_name = {
        team: sorted((known[id] for id in some if id in known), key=lambda one: one.name)
        for team, some in members.items()
    }
    return {
        lead.id: {
            team: tuple(one for one in by_name.get(team, ()) if one.id != lead.id)
            for team in lead.leads
        }
        for lead in leads
    }


def joined(ids: Iterable[UUID], *, since: datetime) -> dict[UUID, datetime]:
    """Return since when those of `ids` who came after a time work here."""
    rows = PersonRow.objects.filter(id__in=set(ids), joined_at__gte=since, known_only=False)
    return dict(rows.values_list("id", "joined_at"))


def came(*, since: datetime) -> dict[UUID, datetime]:
    """Return who is here and came after a time, and when; those known from history do not count."""
    rows = PersonRow.objects.filter(active=True, joined_at__gte=since, known_only=False)
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
