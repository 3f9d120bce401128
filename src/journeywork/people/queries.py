"""Eyes of people: who is here, in which teams, and where an account belongs.

Everything reads the organisation in force, except `organisations` and `seats`, which are
needed before one is.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from journeywork.engine.people import Organisation, Person, Seat, Skill, Team, Token
from journeywork.kernel import erasure
from journeywork.kernel.errors import Invalid, NotFound
from journeywork.kernel.reading import read
from journeywork.kernel.tenancy import current_org
from journeywork.people.days_off import days_off, days_off_of
from journeywork.people.models import (
    EmailRow,
    MembershipRow,
    PersonRow,
    SeatRow,
    SkillRow,
    TeamRow,
    TokenRow,
)
from journeywork.people.models import Organisation as OrganisationRow
from journeywork.people.reading import persons_of
from journeywork.people.values import (
    NAMELESS,
    organisation_of,
    person_of,
    person_rows,
    skill_of,
    team_of,
    token_of,
)

__all__ = [
    "account_of", "days_off", "days_off_of", "further_emails", "further_emails_of", "how_many", "my_data",
    "names", "names_by_team", "organisation", "organisation_meant", "organisations", "page", "people_by_email",
    "person", "person_by_email", "person_by_key", "persons", "plain", "seats", "skills",
    "skills_offered", "team", "team_by_key", "team_members", "teams", "tokens",
]  # fmt: skip

_BY_TEAM = """
    select m.team, p.id, p.name
    from people_membership m join people_person p on p.org = m.org and p.id = m.person
    where m.org = %(org)s and m.team = any(%(teams)s) and p.active order by p.name, p.id
"""


def person(id: UUID) -> Person:
    """Return the person, active or not; raises NotFound."""
    found = persons_of((id,), active_only=False)
    if not found:
        raise NotFound("person")
    return found[0]


def person_by_key(key: str) -> Person:
    """Return the person with this key; raises NotFound."""
    return _one(person_rows().filter(key=key), "person")


def person_by_email(email: str) -> Person | None:
    """Return whoever is reached or known under `email` in any case of letters, else None."""
    address = email.strip().lower()
    if not address:
        return None
    further = EmailRow.objects.filter(email=address).values("person")
    found = list(person_rows().filter(Q(email=address) | Q(id__in=further))[:2])
    return person_of(min(found, key=lambda row: row.email != address)) if found else None


def persons(ids: Iterable[UUID] | None = None, *, active_only: bool = True) -> dict[UUID, Person]:
    """Return persons by id, in order of name: those of `ids`, or everyone here.

    `active_only` leaves out those who left; ids that are not here are left out in silence.
    """
    if ids is not None:
        return {one.id: one for one in persons_of(ids, active_only=active_only)}
    rows = person_rows().order_by("name", "id")
    if active_only:
        rows = rows.filter(active=True)
    return {row.id: person_of(row) for row in rows}


def names(ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the names of `ids`, also of those who left; unknown ids are left out."""
    found = PersonRow.objects.filter(id__in=set(ids)).values_list("id", "name")
    return {id: name or NAMELESS for id, name in found}


def name_of(column: str) -> Subquery:
    """Return how a statement of another room finds the name of the person in its column."""
    return Subquery(PersonRow.objects.filter(id=OuterRef(column)).values("name"))


def people_by_email(emails: Iterable[str] | None = None) -> dict[str, UUID]:
    """Return addresses known here, in lower case, with their persons: for imports.

    Those of `emails` that are known, or all of them.
    """
    further, first = EmailRow.objects.all(), PersonRow.objects.exclude(email="")
    if emails is not None:
        wanted = {email.strip().lower() for email in emails}
        further, first = further.filter(email__in=wanted), first.filter(email__in=wanted)
    return dict(further.values_list("email", "person")) | dict(first.values_list("email", "id"))


def further_emails(person_id: UUID) -> tuple[str, ...]:
    """Return the addresses beside the first under which the history of the work knows a person."""
    rows = EmailRow.objects.filter(person=person_id).order_by("email")
    return tuple(rows.values_list("email", flat=True))


def further_emails_of(ids: Iterable[UUID]) -> dict[UUID, tuple[str, ...]]:
    """Return the same for many people; those without any are left out."""
    found: dict[UUID, tuple[str, ...]] = {}
    rows = EmailRow.objects.filter(person__in=set(ids)).order_by("email")
    for person, email in rows.values_list("person", "email"):
        found[person] = (*found.get(person, ()), email)
    return found


def how_many() -> int:
    """Return how many people work here; those known from the history alone do not count."""
    return PersonRow.objects.filter(active=True, known_only=False).count()


def page(
    *, text: str = "", team: UUID | None = None, limit: int = 50, after: str = ""
) -> tuple[Person, ...]:
    """Return a page of active people in order of key; go on `after` the last key seen.

    `text` is searched in name, key and e-mail in any case of letters.
    """
    rows = person_rows().filter(active=True, key__gt=after).order_by("key")
    if text:
        rows = rows.filter(
            Q(name__icontains=text) | Q(key__icontains=text) | Q(email__icontains=text)
        )
    if team:
        rows = rows.filter(id__in=MembershipRow.objects.filter(team=team).values("person"))
    return tuple(person_of(row) for row in rows[:limit])


def team(id: UUID) -> Team:
    """Return the team; raises NotFound."""
    return _team(TeamRow.objects.filter(id=id))


def team_by_key(key: str) -> Team:
    """Return the team with this key; raises NotFound."""
    return _team(TeamRow.objects.filter(key=key))


def teams() -> tuple[Team, ...]:
    """Return every team here, in order of name."""
    return tuple(team_of(row) for row in TeamRow.objects.order_by("name", "id"))


def team_members(team_id: UUID) -> tuple[Person, ...]:
    """Return the active people of a team, in order of name."""
    members = MembershipRow.objects.filter(team=team_id).values("person")
    rows = person_rows().filter(active=True, id__in=members).order_by("name", "id")
    return tuple(person_of(row) for row in rows)


def names_by_team(team_ids: Iterable[UUID]) -> dict[UUID, dict[UUID, str]]:
    """Return the active people of some teams, id -> name, by team, in order of name."""
    found: dict[UUID, dict[UUID, str]] = {id: {} for id in team_ids}
    for team, id, name in read(_BY_TEAM, {"org": current_org(), "teams": list(found)}):
        found[team][id] = name
    return found


def mates(person: Person) -> frozenset[UUID]:
    """Return who is in a team that `person` is in or leads, without them."""
    rows = MembershipRow.objects.filter(team__in={*person.teams, *person.leads})
    return frozenset(rows.values_list("person", flat=True)) - {person.id}


def skills(person_id: UUID) -> tuple[tuple[Skill, ...], tuple[Skill, ...]]:
    """Return what a person offers and what they want to learn, each in order of name."""
    rows = list(SkillRow.objects.filter(person=person_id).order_by("name"))
    offered = tuple(skill_of(row) for row in rows if not row.wanted)
    return offered, tuple(skill_of(row) for row in rows if row.wanted)


def skills_offered(ids: Iterable[UUID] | None = None) -> dict[UUID, tuple[Skill, ...]]:
    """Return the skills that people offer, by person; of `ids`, or of everyone here."""
    rows = SkillRow.objects.filter(wanted=False).order_by("person", "name")
    if ids is not None:
        rows = rows.filter(person__in=set(ids))
    found: dict[UUID, tuple[Skill, ...]] = {}
    for row in rows:
        found[row.person] = (*found.get(row.person, ()), skill_of(row))
    return found


def skills_of(
    ids: Iterable[UUID],
) -> tuple[dict[UUID, tuple[Skill, ...]], dict[UUID, tuple[Skill, ...]]]:
    """Return what people offer, and what they want to learn, by person: for matching them."""
    offered: dict[UUID, tuple[Skill, ...]] = {}
    wanted: dict[UUID, tuple[Skill, ...]] = {}
    for row in SkillRow.objects.filter(person__in=set(ids)).order_by("person", "name"):
        found = wanted if row.wanted else offered
        found[row.person] = (*found.get(row.person, ()), skill_of(row))
    return offered, wanted


def tokens(person_id: UUID) -> tuple[Token, ...]:
    """Return a person's tokens that were not revoked, newest first, expired ones too."""
    rows = TokenRow.objects.filter(person=person_id, revoked_at=None).order_by("-created_at")
    return tuple(token_of(row) for row in rows)


def organisations() -> tuple[Organisation, ...]:
    """Return every organisation of the installation; needs none in force."""
    return tuple(organisation_of(row) for row in OrganisationRow.objects.order_by("created_at"))


def organisation(id: UUID) -> Organisation:
    """Return an organisation; needs none in force. Raises NotFound."""
    row = OrganisationRow.objects.filter(id=id).first()
    if row is None:
        raise NotFound("organisation")
    return organisation_of(row)


def organisation_meant(key: str) -> Organisation:
    """Return the organisation that a command means by `key`; needs none in force.

    Without a key, the only one that is no demo. Raises Invalid that says which there are.
    """
    here = organisations()
    wanted = [each for each in here if key == each.key or (not key and not each.is_demo)]
    if len(wanted) != 1:
        keys = ", ".join(each.key for each in here) or "none yet"
        raise Invalid({"org": f"say which organisation with --org ({keys})"})
    return wanted[0]


def seats(account_id: UUID) -> tuple[Seat, ...]:
    """Return where an account belongs, oldest organisation first; needs none in force."""
    rows = SeatRow.objects.filter(account=account_id).select_related("org")
    return tuple(
        Seat(account=account_id, org=row.org_id, person=row.person, org_name=row.org.name)
        for row in rows.order_by("org__created_at", "id")
    )


def account_of(person_id: UUID) -> UUID:
    """Return the account as which a person signs in; NotFound for those who cannot."""
    seat = SeatRow.objects.filter(org=current_org(), person=person_id).first()
    if seat is None:
        raise NotFound("account")
    return seat.account_id


def my_data(person_id: UUID, *, private: bool = True) -> dict[str, list[dict[str, Any]]]:
    """Return all that is kept about a person and all they wrote, by table, ready for JSON.

    Anybody but that person passes `private=False`: what they alone can read is left out then.
    """
    return {
        table: [{column: plain(value) for column, value in row.items()} for row in rows]
        for table, rows in erasure.collect(person_id, private=private).items()
    }


def plain(value: Any) -> Any:
    """Return a column's value as JSON has it: text, numbers, flags, lists, mappings."""
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _one(rows: QuerySet[PersonRow], what: str) -> Person:
    row = rows.first()
    if row is None:
        raise NotFound(what)
    return person_of(row)


def _team(rows: QuerySet[TeamRow]) -> Team:
    row = rows.first()
    if row is None:
        raise NotFound("team")
    return team_of(row)
